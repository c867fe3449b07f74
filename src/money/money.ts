import { BillingError } from '../errors/billing-error.js';
import { addDecimals, negateDecimal, shiftPoint, toDecimalText, type Decimal } from './decimal.js';

/** An exact amount of one currency. Immutable; never a floating-point number. */
export class Money {
  constructor(
    /** Upper-case ISO 4217 code. */
    readonly currency: string,
    /** Decimal places of the currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
    readonly exponent: number,
    /** The amount in minor units, fractions included where the provider charges them. */
    readonly minor: Decimal,
  ) {}

  /** Whole minor units as decimal text; null where the provider sent a fraction, which `decimal` holds. */
  get amountMinor(): string | null {
    return this.minor.scale > 0 ? null : this.minor.digits.toString();
  }

  /** The amount in major units, exact: `1234.56`. */
  get decimal(): string {
    return toDecimalText(shiftPoint(this.minor, this.exponent), this.exponent);
  }

  get isZero(): boolean {
    return this.minor.digits === 0n;
  }

  plus(other: Money): Money {
    if (other.currency !== this.currency) {
      throw new BillingError('UPSTREAM_INVALID_RESPONSE', 'Amounts of two currencies cannot be added.');
    }
    return new Money(this.currency, this.exponent, addDecimals(this.minor, other.minor));
  }

  minus(other: Money): Money {
    return this.plus(new Money(other.currency, other.exponent, negateDecimal(other.minor)));
  }
}

/** Sum of the amounts, zero of `like`'s currency where there are none. */
export function sumMoney(amounts: readonly Money[], like: Money): Money {
  const zero = new Money(like.currency, like.exponent, { digits: 0n, scale: 0 });
  return amounts.reduce((sum, amount) => sum.plus(amount), zero);
}
