import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls } from '../../calls/call-budget.js';
import type { BillingError } from '../../errors/billing-error.js';
import {
  invoiceStatuses,
  type DetailCall,
  type Invoice,
  type InvoiceLine,
  type InvoiceStatus,
  type Loadable,
  type UsageCost,
} from '../../invoices/invoice.js';
import type { DetailFields } from '../../invoices/invoice-source.js';
import { encodeInvoiceId } from '../../invoices/node-id.js';
import type { Money } from '../../money/money.js';
import { hasMember, member, type WireObject } from '../../wire/wire-object.js';
import { isDetailed, NorthflankDetails, parseDetails } from './details.js';
import { NorthflankFigures } from './figures.js';
import type { DetailsKey } from './client.js';
import { otherStatuses } from './documented.js';
import type { ReadDetails } from './invoice-details.js';
import { isSameInvoice, parseDerivedId } from './invoice-id.js';

/** What the lists leave out: of every invoice, or of some generations' only. */
export const detailFields: DetailFields = {
  always: new Set(['discount', 'lines', 'tax', 'usage']),
  sometimes: new Set(['subtotal']),
};
const detailFieldsWithSubtotal = new Set([...detailFields.always, ...detailFields.sometimes]);

/** Which invoice a row is, by what the list around it tells. */
export interface InvoiceIdentity {
  readonly account: BillingAccount;
  readonly invoiceId: string;
  /**
   * Whether another invoice agrees with this one in all that the list states, so that its details may be the other's.
   */
  readonly hasTwin?: boolean;
}

/** Wraps a row. What the list leaves out is read with `readDetails` when it is asked for. */
export function toInvoice(wire: WireObject, identity: InvoiceIdentity, readDetails: ReadDetails): Invoice {
  return new NorthflankInvoice(wire, identity, readDetails);
}

class NorthflankInvoice extends NorthflankFigures implements Invoice {
  readonly __typename = 'Invoice';
  readonly workspaceId = null;
  readonly number = null;
  readonly createdAt = null;
  readonly dueAt = null;
  readonly hostedInvoiceUrl = null;
  readonly pdfUrl = null;

  constructor(
    wire: WireObject,
    private readonly identity: InvoiceIdentity,
    private readonly readDetails: ReadDetails,
  ) {
    super(wire);
  }

  get id(): string {
    return encodeInvoiceId(this.billingAccount, this.invoiceId);
  }

  get invoiceId(): string {
    return this.identity.invoiceId;
  }

  get hasDerivedId(): boolean {
    return parseDerivedId(this.invoiceId) !== undefined;
  }

  get billingAccount(): BillingAccount {
    return this.identity.account;
  }

  get accountId(): string | null {
    return this.billingAccount.accountId;
  }

  get status(): InvoiceStatus {
    if (this.generation === 'N4') return this.#statusInWords;
    const paid = member(this.wire, 'paid') ?? null;
    if (typeof paid === 'boolean') return paid ? 'PAID' : 'OPEN';
    if (paid !== null) this.row.note('type', 'paid');
    return 'UNKNOWN';
  }

  get #statusInWords(): InvoiceStatus {
    const { statusRaw } = this;
    const word = statusRaw?.toUpperCase() ?? '';
    if (Object.hasOwn(invoiceStatuses, word)) return word as InvoiceStatus;
    if (!otherStatuses.has(statusRaw ?? '')) this.row.noteWord('status');
    return 'UNKNOWN';
  }

  get statusRaw(): string | null {
    const status = member(this.wire, 'status');
    return typeof status === 'string' ? status : null;
  }

  get detailCall(): DetailCall | undefined {
    const key = this.#detailsKey;
    if (isDetailed(this.wire) || key === undefined) return undefined;
    const fields = this.#listsSubtotal ? detailFields.always : detailFieldsWithSubtotal;
    const begin = (calls: Calls): void => {
      // Whoever reads one of the fields is told what it failed with.
      this.readDetails(key, calls).catch(() => undefined);
    };
    return { fields, key: JSON.stringify(key), begin };
  }

  get subtotal(): Loadable<Money | null> {
    return this.#listsSubtotal ? this.statedSubtotal : this.#fromDetails((details) => details.subtotal);
  }

  get discount(): Promise<Money | null> {
    return this.#fromDetails((details) => details.discount);
  }

  get tax(): Promise<Money | null> {
    return this.#fromDetails((details) => details.tax);
  }

  get lines(): Promise<readonly (InvoiceLine | BillingError)[] | null> {
    return this.#fromDetails((details) => details.lines);
  }

  get usage(): Promise<readonly UsageCost[] | null> {
    return this.#fromDetails((details) => details.usage);
  }

  /** Only the second generation leaves it out of its lists. */
  get #listsSubtotal(): boolean {
    return this.generation !== 'N2' || hasMember(this.wire, 'subTotal');
  }

  /** Undefined where nobody can tell whose details an answer would be. */
  get #detailsKey(): DetailsKey | undefined {
    const derived = parseDerivedId(this.invoiceId);
    if (!derived) return this.invoiceId;
    return derived.ordinal > 0 || this.identity.hasTwin ? undefined : derived.start;
  }

  async #fromDetails<Value>(read: (details: NorthflankDetails) => Value | null): Promise<Value | null> {
    const details = isDetailed(this.wire) ? new NorthflankDetails(this.wire) : await this.#loadDetails();
    return details && read(details);
  }

  /** Null where the answer is not about this invoice: another invoice's lines would be worse than none. */
  async #loadDetails(): Promise<NorthflankDetails | null> {
    if (this.#detailsKey === undefined) return null;
    const found = await this.readDetails(this.#detailsKey);
    return found && isSameInvoice(found, this.wire) ? parseDetails(found, this) : null;
  }
}
