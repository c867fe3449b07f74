import type { BillingAccount } from '../../accounts/billing-account.js';
import type { BillingError } from '../../errors/billing-error.js';
import {
  invoiceStatuses,
  type Invoice,
  type InvoiceLine,
  type InvoiceStatus,
  type Loadable,
  type UsageCost,
} from '../../invoices/invoice.js';
import type { DetailFields } from '../../invoices/invoice-source.js';
import { encodeInvoiceId } from '../../invoices/node-id.js';
import type { Money } from '../../money/money.js';
import type { WireObject } from '../../wire/wire-object.js';
import { NorthflankFigures } from './figures.js';
import type { DetailsKey, InvoiceDetails } from './invoice-details.js';
import { parseDerivedId, readLikeness, readOwnId } from './invoice-id.js';
import { toUsage } from './to-usage.js';

/** What the lists leave out: of every invoice, or of some generations' only. */
export const detailFields: DetailFields = {
  always: new Set(['discount', 'lines', 'reconciliation', 'tax', 'usage']),
  sometimes: new Set(['subtotal']),
};
const detailFieldsWithSubtotal = new Set([...detailFields.always, ...detailFields.sometimes]);
const NO_FIELDS: ReadonlySet<string> = new Set();

export function toInvoice(
  wire: WireObject,
  account: BillingAccount,
  invoiceId: string,
  details: InvoiceDetails,
): Invoice {
  return new NorthflankInvoice(account, wire, invoiceId, details);
}

class NorthflankInvoice extends NorthflankFigures implements Invoice {
  readonly __typename = 'Invoice';
  readonly workspaceId = null;
  readonly number = null;
  readonly createdAt = null;
  readonly dueAt = null;
  readonly hostedInvoiceUrl = null;
  readonly pdfUrl = null;
  readonly accountId: string | null;

  constructor(
    account: BillingAccount,
    wire: WireObject,
    readonly invoiceId: string,
    private readonly details: InvoiceDetails,
  ) {
    super(account, wire);
    this.accountId = account.accountId;
  }

  get id(): string {
    return encodeInvoiceId(this.billingAccount, this.invoiceId);
  }

  get hasDerivedId(): boolean {
    return parseDerivedId(this.invoiceId) !== undefined;
  }

  get status(): InvoiceStatus {
    if (this.generation === 'N4') return toStatus(this.statusRaw);
    const { paid } = this.wire;
    return paid === true ? 'PAID' : paid === false ? 'OPEN' : 'UNKNOWN';
  }

  get statusRaw(): string | null {
    const { status } = this.wire;
    return typeof status === 'string' ? status : null;
  }

  get detailFields(): ReadonlySet<string> {
    if (isDetailed(this.wire) || this.#detailsKey === undefined) return NO_FIELDS;
    return this.#listsSubtotal ? detailFields.always : detailFieldsWithSubtotal;
  }

  keepCall(): void {
    if (this.#detailsKey !== undefined) this.details.keepCall(this.#detailsKey);
  }

  get subtotal(): Loadable<Money | null> {
    return this.#listsSubtotal
      ? this.amount('subTotal')
      : this.#fromDetails((details) => this.amount('subTotal', details));
  }

  get discount(): Promise<Money | null> {
    return this.#fromDetails((details) => this.toDiscount(details));
  }

  get tax(): Promise<Money | null> {
    return this.#fromDetails((details) => this.toTax(details));
  }

  get lines(): Promise<readonly (InvoiceLine | BillingError)[] | null> {
    return this.#fromDetails((details) => this.toLines(details));
  }

  get usage(): Promise<readonly UsageCost[] | null> {
    return this.#fromDetails((details) => toUsage(details, (price, name) => this.amount(name, price)));
  }

  /** Only the second generation leaves it out of its lists. */
  get #listsSubtotal(): boolean {
    return this.generation !== 'N2' || Object.hasOwn(this.wire, 'subTotal');
  }

  /** Undefined among invoices that agree in everything: nobody can tell whose details an answer would be. */
  get #detailsKey(): DetailsKey | undefined {
    const derived = parseDerivedId(this.invoiceId);
    if (!derived) return this.invoiceId;
    return derived.ordinal === 0 ? derived.start : undefined;
  }

  async #fromDetails<Value>(read: (details: WireObject) => Value | null): Promise<Value | null> {
    const details = isDetailed(this.wire) ? this.wire : await this.#loadDetails();
    return details && read(details);
  }

  /** Null where the answer is not about this invoice: another invoice's lines would be worse than none. */
  async #loadDetails(): Promise<WireObject | null> {
    if (this.#detailsKey === undefined) return null;
    const found = await this.details.fetch(this.#detailsKey);
    const identify = this.hasDerivedId ? readLikeness : readOwnId;
    return found && identify(found) === identify(this.wire) ? found : null;
  }
}

/** An answer about one invoice has what the list leaves out. */
function isDetailed(wire: WireObject): boolean {
  return Object.hasOwn(wire, 'lineItems') || Object.hasOwn(wire, 'projects');
}

function toStatus(raw: string | null): InvoiceStatus {
  const word = raw?.toUpperCase() ?? '';
  return Object.hasOwn(invoiceStatuses, word) ? (word as InvoiceStatus) : 'UNKNOWN';
}
