import { BillingError } from '../errors/billing-error.js';
import { addDecimals, negateDecimal, shiftPoint, toDecimalText, type Decimal } from './decimal.js';

/** An exact amount of one currency. Immutable; never a number that is not whole and safe. */
export class Money {
  constructor(
    /** Upper-case ISO 4217 code. */
    readonly currency: string,
    /** Decimal places of the currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD. */
    readonly exponent: number,
    /** Minor units: a safe integer, as nearly every amount is, or any decimal. */
    private readonly units: number | Decimal,
  ) {}

  /** The amount in minor units, fractions included where the provider charges them. */
  get minor(): Decimal {
    const { units } = this;
    return typeof units === 'number' ? { digits: BigInt(units), scale: 0 } : units;
  }

  /** Whole minor units as decimal text; null where the provider sent a fraction, which `decimal` holds. */
  get amountMinor(): string | null {
    const { units } = this;
    if (typeof units === 'number') return String(units);
    return units.scale > 0 ? null : units.digits.toString();
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
