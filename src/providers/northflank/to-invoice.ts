import type { BillingAccount } from '../../accounts/billing-account.js';
import type { BillingPeriod } from '../../accounts/subscription.js';
import type { BillingError } from '../../errors/billing-error.js';
import {
  invoiceStatuses,
  type Invoice,
  type InvoiceLine,
  type InvoicePreview,
  type InvoiceStatus,
  type Loadable,
  type UsageCost,
} from '../../invoices/invoice.js';
import type { DetailFields } from '../../invoices/invoice-source.js';
import { encodeInvoiceId } from '../../invoices/node-id.js';
import { isoExponents } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { readAmount, recogniseGeneration, type Generation } from './generation.js';
import type { InvoiceDetails } from './invoice-details.js';
import { parseDerivedId, readLikeness, readOwnId, readSeconds } from './invoice-id.js';
import { toUsage } from './to-usage.js';
import { invalidField, readArray, readCurrency, readObject, readText } from './fields.js';

/** The second generation states no currency; all that is known of it is billed in this one. */
const ASSUMED_CURRENCY = 'USD';

/** What the lists leave out: of every invoice, or of some generations' only. */
export const detailFields: DetailFields = {
  always: new Set(['discount', 'lines', 'reconciliation', 'tax', 'usage']),
  sometimes: new Set(['subtotal']),
};
const detailFieldsWithSubtotal = new Set([...detailFields.always, ...detailFields.sometimes]);
const NO_FIELDS: ReadonlySet<string> = new Set();

/** The list that an invoice was on has kept a call for its details. */
const RESERVED = { isReserved: true };

/** The figures of one wire invoice. Each is read when it is asked for, and only then. */
abstract class NorthflankFigures {
  readonly provider = 'NORTHFLANK';
  readonly amountDue = null;
  readonly amountPaid = null;
  readonly amountRemaining = null;
  readonly discountNames: readonly string[] = [];
  /** Usage is billed beside the lines, which name extras such as a support plan. */
  readonly linesComplete = false;
  readonly generation: Generation | undefined;

  constructor(
    readonly billingAccount: BillingAccount,
    protected readonly wire: WireObject,
  ) {
    this.generation = recogniseGeneration(wire);
  }

  get currency(): string | null {
    const stated = readCurrency(this.wire, 'currency', isoExponents);
    return stated ?? (this.generation === 'N2' ? ASSUMED_CURRENCY : null);
  }

  get period(): BillingPeriod | null {
    const period = readObject(this.wire, 'period');
    if (period === null) return null;
    return { start: readUnixInstant(period, 'start'), end: readUnixInstant(period, 'end') };
  }

  get total(): Money | null {
    return this.amount('total');
  }

  protected amount(field: string, of: WireObject = this.wire): Money | null {
    return readAmount(of, field, this.generation, this.currency);
  }

  protected toDiscount(wire: WireObject): Money | null {
    const discounts = readObject(wire, 'discounts');
    return discounts ? this.amount('total', discounts) : this.amount('discount', wire);
  }

  protected toTax(wire: WireObject): Money | null {
    const tax = readObject(wire, 'tax');
    if (tax === null) return null;
    return this.amount('amount', tax) ?? this.amount('value', tax);
  }

  protected toLines(wire: WireObject): readonly (InvoiceLine | BillingError)[] | null {
    const lines = readArray(wire, 'lineItems');
    return (
      lines &&
      lines.map((line) => (isWireObject(line) ? this.#toLine(line) : invalidField('line', 'an object')))
    );
  }

  #toLine(wire: WireObject): InvoiceLine {
    const amount = (): Money | null => this.amount('total', wire);
    return {
      lineId: null,
      get description() {
        return readText(wire, 'title');
      },
      get amount() {
        return amount();
      },
      quantity: null,
      unitAmount: null,
      priceId: null,
      productName: null,
      proration: null,
    };
  }
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
    account: BillingAccount,
    wire: WireObject,
    readonly invoiceId: string,
    private readonly details: InvoiceDetails,
  ) {
    super(account, wire);
  }

  get id(): string {
    return encodeInvoiceId(this.billingAccount, this.invoiceId);
  }

  get hasDerivedId(): boolean {
    return parseDerivedId(this.invoiceId) !== undefined;
  }

  get accountId(): string | null {
    return this.billingAccount.accountId;
  }

  get status(): InvoiceStatus {
    if (this.generation === 'N4') return toStatus(this.statusRaw);
    const paid = this.wire['paid'];
    return paid === true ? 'PAID' : paid === false ? 'OPEN' : 'UNKNOWN';
  }

  get statusRaw(): string | null {
    const { status } = this.wire;
    return typeof status === 'string' ? status : null;
  }

  get detailFields(): ReadonlySet<string> {
    if (isDetailed(this.wire) || !this.#hasDetails) return NO_FIELDS;
    return this.#listsSubtotal ? detailFields.always : detailFieldsWithSubtotal;
  }

  /** Only the second generation leaves it out of its lists. */
  get #listsSubtotal(): boolean {
    return this.generation !== 'N2' || Object.hasOwn(this.wire, 'subTotal');
  }

  get subtotal(): Loadable<Money | null> {
    return !this.#listsSubtotal
      ? this.#fromDetails((details) => this.amount('subTotal', details))
      : this.amount('subTotal');
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

  async #fromDetails<Value>(read: (details: WireObject) => Value | null): Promise<Value | null> {
    const details = await this.#loadDetails();
    return details && read(details);
  }

  async #loadDetails(): Promise<WireObject | null> {
    if (isDetailed(this.wire)) return this.wire;
    const derived = parseDerivedId(this.invoiceId);
    if (!derived) return this.#sameInvoice(await this.details.fetchById(this.invoiceId, RESERVED), readOwnId);
    if (!this.#hasDetails) return null;
    return this.#sameInvoice(await this.details.fetchAt(derived.start, RESERVED), readLikeness);
  }

  /** Among invoices that agree in everything, nobody can tell whose details an answer would be. */
  get #hasDetails(): boolean {
    return (parseDerivedId(this.invoiceId)?.ordinal ?? 0) === 0;
  }

  /** Another invoice's lines would be worse than none. */
  #sameInvoice(
    found: WireObject | null,
    identify: (wire: WireObject) => string | undefined,
  ): WireObject | null {
    return found && identify(found) === identify(this.wire) ? found : null;
  }
}

class NorthflankPreview extends NorthflankFigures implements InvoicePreview {
  readonly __typename = 'InvoicePreview';
  readonly status = 'DRAFT';
  readonly statusRaw = null;

  constructor(
    account: BillingAccount,
    wire: WireObject,
    readonly computedAt: string,
  ) {
    super(account, wire);
  }

  get subtotal(): Money | null {
    return this.amount('subTotal');
  }

  get discount(): Money | null {
    return this.toDiscount(this.wire);
  }

  get tax(): Money | null {
    return this.toTax(this.wire);
  }

  get lines(): readonly (InvoiceLine | BillingError)[] | null {
    return this.toLines(this.wire);
  }
}

export function toInvoice(
  wire: WireObject,
  account: BillingAccount,
  invoiceId: string,
  details: InvoiceDetails,
): Invoice {
  return new NorthflankInvoice(account, wire, invoiceId, details);
}

export function toPreview(wire: WireObject, account: BillingAccount, computedAt: string): InvoicePreview {
  return new NorthflankPreview(account, wire, computedAt);
}

/** An answer about one invoice has what the list leaves out. */
function isDetailed(wire: WireObject): boolean {
  return Object.hasOwn(wire, 'lineItems') || Object.hasOwn(wire, 'projects');
}

function toStatus(raw: string | null): InvoiceStatus {
  const word = raw?.toUpperCase() ?? '';
  return Object.hasOwn(invoiceStatuses, word) ? (word as InvoiceStatus) : 'UNKNOWN';
}

function readUnixInstant(period: WireObject, field: string): string {
  const seconds = readSeconds(period, field);
  if (seconds === undefined) throw invalidField(`period.${field}`, 'a time in Unix seconds');
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
