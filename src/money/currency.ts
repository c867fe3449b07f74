import * as iso4217 from 'dinero.js/currencies';

/** How many decimal places each currency's minor unit stands for, by upper-case ISO 4217 code. */
export type ExponentTable = ReadonlyMap<string, number>;

/**
 * ISO 4217 itself. Not `Intl`: its digits follow cash use (it gives HUF none, ISO gives it two). The library
 * describes MGA and MRU by their subunit of a fifth, base 5; ISO gives both two decimals.
 */
export const isoExponents: ExponentTable = new Map(
  Object.values(iso4217).map(({ code, base, exponent }) => [code, base === 10 ? exponent : 2]),
);

/**
 * What a Stripe-backed API means by "minor unit" where that is not what ISO 4217 says: amounts in ISK and UGX
 * are sent with two decimals although the currencies have none, and those in MGA with none.
 */
export const stripeExponents: ExponentTable = new Map([...isoExponents, ['ISK', 2], ['UGX', 2], ['MGA', 0]]);

const CODE = /^[A-Za-z]{3}$/;

/** The upper-case ISO code of what a provider sent (`usd`), or undefined where the table has no such currency. */
export function parseCurrencyCode(text: unknown, exponents: ExponentTable): string | undefined {
  if (typeof text !== 'string' || !CODE.test(text)) return undefined;
  const code = text.toUpperCase();
  return exponents.has(code) ? code : undefined;
}
