import type { BillingAccount } from '../../accounts/billing-account.js';
import type { BillingPeriod } from '../../accounts/subscription.js';
import type { BillingError } from '../../errors/billing-error.js';
import type { InvoiceLine } from '../../invoices/invoice.js';
import { isoExponents } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { invalidField, readArray, readCurrency, readObject, readText } from './fields.js';
import { readAmount, recogniseGeneration, type Generation } from './generation.js';
import { readSeconds } from './invoice-id.js';

/** The second generation states no currency; all that is known of it is billed in this one. */
const ASSUMED_CURRENCY = 'USD';

/** The figures of one wire invoice. Each is read when it is asked for, and only then. */
export abstract class NorthflankFigures {
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

function readUnixInstant(period: WireObject, field: string): string {
  const seconds = readSeconds(period, field);
  if (seconds === undefined) throw invalidField(`period.${field}`, 'a time in Unix seconds');
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
