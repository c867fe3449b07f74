import type { BillingAccount } from '../../accounts/billing-account.js';
import type { BillingError } from '../../errors/billing-error.js';
import {
  invoiceStatuses,
  type Invoice,
  type InvoiceLine,
  type InvoiceStatus,
} from '../../invoices/invoice.js';
import { type InvoicePreview } from '../../previews/invoice-preview.js';
import { encodeInvoiceId } from '../../invoices/node-id.js';
import { stripeExponents } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import {
  invalidField,
  readArray,
  readCurrency,
  readDecimalText,
  readInstant,
  readMinorUnits,
  readText,
  readTexts,
  readWebUrl,
} from './fields.js';

/** The figures of one wire invoice, stored or previewed. Each is read when it is asked for, and only then. */
abstract class AltostratFigures {
  readonly provider = 'ALTOSTRAT';
  /** Altostrat states no period. */
  readonly period = null;
  /** The lines may be the first ones only; Altostrat does not say. */
  readonly linesComplete = null;

  constructor(
    readonly billingAccount: BillingAccount,
    protected readonly wire: WireObject,
  ) {}

  get status(): InvoiceStatus {
    const word = this.statusRaw?.toUpperCase() ?? '';
    return Object.hasOwn(invoiceStatuses, word) ? (word as InvoiceStatus) : 'UNKNOWN';
  }

  get statusRaw(): string | null {
    const { status } = this.wire;
    return typeof status === 'string' ? status : null;
  }

  get currency(): string | null {
    return readCurrency(this.wire, 'currency', stripeExponents);
  }

  get subtotal(): Money | null {
    return this.#amount('subtotal');
  }

  get discount(): Money | null {
    return this.#amount('discount_amount');
  }

  get discountNames(): readonly string[] {
    return readTexts(this.wire, 'discount_names');
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
    const lines = readArray(this.wire, 'lines');
    return (
      lines &&
      lines.map((line) => (isWireObject(line) ? this.toLine(line) : invalidField('line', 'an object')))
    );
  }

  protected abstract toLine(wire: WireObject): InvoiceLine;

  #amount(field: string): Money | null {
    return readMinorUnits(this.wire, field, this.currency, stripeExponents);
  }
}

/** A stored invoice. `invoiceId` has been checked; everything else is read on demand. */
export class AltostratInvoice extends AltostratFigures implements Invoice {
  readonly __typename = 'Invoice';
  readonly hasDerivedId = false;
  /** Altostrat breaks no costs down. */
  readonly usage = null;

  constructor(
    account: BillingAccount,
    readonly invoiceId: string,
    wire: WireObject,
  ) {
    super(account, wire);
  }

  get id(): string {
    return encodeInvoiceId(this.billingAccount, this.invoiceId);
  }

  get workspaceId(): string | null {
    return this.billingAccount.workspaceId;
  }

  get accountId(): string | null {
    return this.billingAccount.accountId;
  }

  get number(): string | null {
    return readText(this.wire, 'number');
  }

  get createdAt(): string | null {
    return readInstant(this.wire, 'created_at');
  }

  get dueAt(): string | null {
    return readInstant(this.wire, 'due_date');
  }

  get hostedInvoiceUrl(): string | null {
    return readWebUrl(this.wire, 'hosted_invoice_url');
  }

  get pdfUrl(): string | null {
    return readWebUrl(this.wire, 'invoice_pdf');
  }

  protected override toLine(wire: WireObject): InvoiceLine {
    return new AltostratLine(wire, () => this.currency);
  }
}

export class AltostratPreview extends AltostratFigures implements InvoicePreview {
  readonly __typename = 'InvoicePreview';

  constructor(
    account: BillingAccount,
    wire: WireObject,
    readonly computedAt: string,
  ) {
    super(account, wire);
  }

  protected override toLine(wire: WireObject): InvoiceLine {
    return new AltostratPreviewLine(wire, () => this.currency);
  }
}

class AltostratLine implements InvoiceLine {
  /** Altostrat leaves out Stripe's proration flag. */
  readonly proration = null;

  constructor(
    private readonly wire: WireObject,
    private readonly invoiceCurrency: () => string | null,
  ) {}

  get lineId(): string | null {
    return readText(this.wire, 'id');
  }

  get description(): string | null {
    return readText(this.wire, 'description');
  }

  get amount(): Money | null {
    return this.#amount('amount');
  }

  get quantity(): string | null {
    return readDecimalText(this.wire, 'quantity');
  }

  get unitAmount(): Money | null {
    return this.#amount('unit_amount');
  }

  get priceId(): string | null {
    return readText(this.wire, 'price_id');
  }

  get productName(): string | null {
    return readText(this.wire, 'product_name');
  }

  #amount(field: string): Money | null {
    const currency = readCurrency(this.wire, 'currency', stripeExponents) ?? this.invoiceCurrency();
    return readMinorUnits(this.wire, field, currency, stripeExponents);
  }
}

/** A preview's line ids are temporary: they name nothing that could be asked for again. */
class AltostratPreviewLine extends AltostratLine {
  override get lineId(): null {
    return null;
  }
}
