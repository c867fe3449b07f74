import type { BillingError } from '../../errors/billing-error.js';
import type { InvoiceLine, UsageCost } from '../../invoices/invoice.js';
import type { Money } from '../../money/money.js';
import { hasMember, isWireObject, type WireObject } from '../../wire/wire-object.js';
import { invalidField, WireRow } from '../../wire/wire-row.js';
import { lineDocument } from './documented.js';
import { NorthflankFigures } from './figures.js';
import { parseUsage } from './parse-usage.js';

/** What an answer about one invoice, or a preview, has beyond a row of a list. */
export class NorthflankDetails extends NorthflankFigures {
  get subtotal(): Money | null {
    return this.statedSubtotal;
  }

  /** The newer name first; an object without a figure does not hide the older one. */
  get discount(): Money | null {
    const discounts = this.row.object('discounts');
    return (discounts && this.amount('total', discounts)) ?? this.amount('discount');
  }

  get tax(): Money | null {
    const tax = this.row.object('tax');
    return tax && (this.amount('amount', tax) ?? this.amount('value', tax));
  }

  get lines(): readonly (InvoiceLine | BillingError)[] | null {
    const lines = this.row.array('lineItems');
    if (lines === null) return null;
    return lines.map((line) =>
      isWireObject(line) ? this.#toLine(line) : this.row.invalid('line', 'an object'),
    );
  }

  get usage(): readonly UsageCost[] | null {
    return parseUsage(this.row, (prices, name) => this.amount(name, prices));
  }

  #toLine(wire: WireObject): InvoiceLine {
    const row = new WireRow(lineDocument, wire);
    const amount = (): Money | null => this.amount('total', row);
    return {
      lineId: null,
      get description() {
        return row.text('title');
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

/** An answer about one invoice has what the list leaves out. */
export function isDetailed(wire: WireObject): boolean {
  return hasMember(wire, 'lineItems') || hasMember(wire, 'projects');
}

/**
 * The details of the invoice in `row`.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where the two contradict each other, for nobody knows which of them is right
 */
export function parseDetails(wire: WireObject, row: NorthflankFigures): NorthflankDetails {
  const details = new NorthflankDetails(wire, row);
  if (details.currency !== row.currency) throw contradiction('currency');
  if (differ(row.total, details.total)) throw contradiction('total');
  if (differ(row.statedSubtotal, details.statedSubtotal)) throw contradiction('subtotal');
  return details;
}

function differ(one: Money | null, other: Money | null): boolean {
  return one !== null && other !== null && !one.minus(other).isZero;
}

function contradiction(field: string): BillingError {
  return invalidField('NORTHFLANK', field, 'the same in the list and in the details');
}
