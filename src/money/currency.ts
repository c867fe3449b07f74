import * as iso4217 from 'dinero.js/currencies';

/** How many decimal places each currency's minor unit stands for, by upper-case ISO 4217 code. */
export type ExponentTable = ReadonlyMap<string, number>;

/**
 * Codes that have left ISO 4217 since 2009, when the providers' oldest invoices may have been made, with the decimals
 * that ISO gave them. An invoice keeps the currency it was made in. Those that leave next stand here already, so that
 * an update of the library takes none away.
 */
const FORMER_EXPONENTS = {
  ANG: 2, // Netherlands Antillean guilder, to 2025
  BGN: 2, // Bulgarian lev, to 2026
  BYR: 0, // Belarusian ruble, to 2016
  CUC: 2, // Cuban convertible peso, to 2021
  EEK: 2, // Estonian kroon, to 2011
  HRK: 2, // Croatian kuna, to 2023
  LTL: 2, // Lithuanian litas, to 2015
  LVL: 2, // Latvian lats, to 2014
  MRO: 2, // Mauritanian ouguiya, to 2017; its subunit is a fifth
  SKK: 2, // Slovak koruna, to 2009
  SLL: 2, // Sierra Leonean leone, to 2024
  STD: 2, // São Tomé and Príncipe dobra, to 2017
  TMM: 2, // Turkmenistani manat, to 2009
  USS: 2, // US dollar, same day, to 2014
  VEF: 2, // Venezuelan bolívar fuerte, to 2018
  ZMK: 2, // Zambian kwacha, to 2013
  ZWD: 2, // Zimbabwean dollar, to 2009
  ZWL: 2, // the same, to 2024
  ZWR: 2, // the same, 2009
};

/**
 * ISO 4217 itself, former codes included. Not `Intl`: its digits follow cash use (it gives HUF none, ISO gives it two).
 * The library describes MGA and MRU by their subunit of a fifth, base 5; ISO gives both two decimals.
 */
export const isoExponents: ExponentTable = new Map([
  ...Object.entries(FORMER_EXPONENTS),
  ...Object.values(iso4217).map(({ code, base, exponent }): [string, number] => [
    code,
    base === 10 ? exponent : 2,
  ]),
]);

/**
 * What a Stripe-backed API means by "minor unit" where that is not what ISO 4217 says: amounts in ISK and UGX
 * are sent with two decimals although the currencies have none, and those in MGA with none.
 */
export const stripeExponents: ExponentTable = new Map([...isoExponents, ['ISK', 2], ['UGX', 2], ['MGA', 0]]);

const CODE = /^[A-Za-z]{3}$/;

/** Words that have been read, for each table: three letters each, so there are not many. */
const knownCodes = new WeakMap<ExponentTable, Map<unknown, string>>();

/** The upper-case ISO code of what a provider sent (`usd`), or undefined where the table has no such currency. */
export function parseCurrencyCode(text: unknown, exponents: ExponentTable): string | undefined {
  let known = knownCodes.get(exponents);
  if (!known) knownCodes.set(exponents, (known = new Map<unknown, string>()));
  const before = known.get(text);
  if (before !== undefined) return before;
  if (typeof text !== 'string' || !CODE.test(text)) return undefined;
  const code = text.toUpperCase();
  if (!exponents.has(code)) return undefined;
  known.set(text, code);
  return code;
}
