import type { InvoiceLine } from '../../invoices/invoice.js';
import { stripeExponents } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import type { WireObject } from '../../wire/wire-object.js';
import { WireRow } from '../../wire/wire-row.js';
import { lineDocument } from './documented.js';

/** One line of an invoice. Each field is read when it is asked for. */
export class AltostratLine implements InvoiceLine {
  /** Altostrat leaves out Stripe's proration flag. */
  readonly proration = null;
  readonly #row: WireRow;

  constructor(
    wire: WireObject,
    /** Whose currency holds where the line names none. */
    private readonly invoice: { readonly currency: string | null },
  ) {
    this.#row = new WireRow(lineDocument, wire);
  }

  get lineId(): string | null {
    return this.#row.text('id');
  }

  get description(): string | null {
    return this.#row.text('description');
  }

  get amount(): Money | null {
    return this.#amount('amount');
  }

  get quantity(): string | null {
    return this.#row.decimalText('quantity');
  }

  get unitAmount(): Money | null {
    return this.#amount('unit_amount');
  }

  get priceId(): string | null {
    return this.#row.reference('price_id');
  }

  get productName(): string | null {
    return this.#row.text('product_name');
  }

  #amount(field: string): Money | null {
    const currency = this.#row.currency('currency', stripeExponents) ?? this.invoice.currency;
    return this.#row.minorUnits(field, currency, stripeExponents);
  }
}

/** A preview's line ids are temporary: they name nothing that could be asked for again. */
export class AltostratPreviewLine extends AltostratLine {
  override get lineId(): null {
    return null;
  }
}
