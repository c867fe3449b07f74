import type { BillingAccount } from '../../accounts/billing-account.js';
import type { BillingError } from '../../errors/billing-error.js';
import { invoiceStatuses, type InvoiceLine, type InvoiceStatus } from '../../invoices/invoice.js';
import { stripeExponents } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import { hasMember, isWireObject, member, type WireObject } from '../../wire/wire-object.js';
import { WireRow } from '../../wire/wire-row.js';
import { invoiceDocument, lineListDocument } from './documented.js';

/** The figures of one wire invoice, stored or previewed. Each is read when it is asked for, and only then. */
export abstract class AltostratFigures {
  readonly provider = 'ALTOSTRAT';
  /** Altostrat states no period. */
  readonly period = null;
  #row: WireRow | undefined;
  /** Undefined: not read yet, or not to be read. */
  #currency: string | null | undefined;

  constructor(
    readonly billingAccount: BillingAccount,
    private readonly wire: WireObject,
  ) {}

  get status(): InvoiceStatus {
    switch (member(this.wire, 'status')) {
      case 'paid':
        return 'PAID';
      case 'open':
        return 'OPEN';
      default:
        return this.#statusInWords;
    }
  }

  get #statusInWords(): InvoiceStatus {
    const word = this.statusRaw?.toUpperCase() ?? '';
    if (Object.hasOwn(invoiceStatuses, word)) return word as InvoiceStatus;
    this.row.noteWord('status');
    return 'UNKNOWN';
  }

  get statusRaw(): string | null {
    const status = member(this.wire, 'status');
    return typeof status === 'string' ? status : null;
  }

  get currency(): string | null {
    if (this.#currency === undefined) this.#currency = this.row.currency('currency', stripeExponents);
    return this.#currency;
  }

  get subtotal(): Money | null {
    return this.#amount('subtotal');
  }

  get discount(): Money | null {
    return this.#amount('discount_amount');
  }

  get discountNames(): readonly string[] {
    return this.row.texts('discount_names');
  }

  get tax(): Money | null {
    return this.#amount('tax');
  }

  get total(): Money | null {
    return this.#amount('total');
  }

  get amountDue(): Money | null {
    return this.#amount('amount_due');
  }

  get amountPaid(): Money | null {
    return this.#amount('amount_paid');
  }

  get amountRemaining(): Money | null {
    const { amountDue, amountPaid } = this;
    return amountDue && amountPaid ? amountDue.minus(amountPaid) : null;
  }

  get lines(): readonly (InvoiceLine | BillingError)[] | null {
    const list = this.#lineList;
    const lines = list ? list.array('data') : this.row.array('lines');
    return lines && lines.map((line) => this.#readLine(line));
  }

  /** The lines may be the first ones only, and a bare list of them does not say. */
  get linesComplete(): boolean | null {
    const more = this.#lineList?.raw('has_more');
    return typeof more === 'boolean' ? !more : null;
  }

  /** Made when a field is first read: most rows of a long list only lend their ids. */
  protected get row(): WireRow {
    return (this.#row ??= new WireRow(invoiceDocument, this.wire));
  }

  protected abstract toLine(wire: WireObject): InvoiceLine;

  /** The lines as Stripe lists them, `{ object: "list", data, has_more }`, where they come so. */
  get #lineList(): WireRow | undefined {
    const lines = member(this.wire, 'lines');
    return isWireObject(lines) && hasMember(lines, 'data') ? new WireRow(lineListDocument, lines) : undefined;
  }

  #readLine(line: unknown): InvoiceLine | BillingError {
    return isWireObject(line) ? this.toLine(line) : this.row.invalid('line', 'an object');
  }

  #amount(field: string): Money | null {
    return this.row.minorUnits(field, this.currency, stripeExponents);
  }
}
