import { GraphQLScalarType } from 'graphql';
import { badUserInput, quote } from '../errors/billing-error.js';
import { isoExponents, parseCurrencyCode } from './currency.js';
import { parseDecimal } from './decimal.js';

/** Text is served as it is, and never needs an escape in JSON. */
const PLAIN_TEXT = { text: 'plain' };

const INTEGER = /^-?\d{1,100}$/;

function textMatching(accepts: (text: string) => boolean, expected: string): (value: unknown) => string {
  return (value) => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw badUserInput(`Expected ${expected}, got ${quote(value)}.`);
  };
}

const parseInteger = textMatching(
  (text) => INTEGER.test(text),
  'a whole number as a string, such as "123456"',
);
const parseDecimalText = textMatching(
  (text) => text.length <= 100 && parseDecimal(text) !== undefined,
  'a decimal number as a string, such as "1234.56"',
);
const parseCode = textMatching(
  (text) => parseCurrencyCode(text, isoExponents) === text,
  'an upper-case ISO 4217 currency code such as "USD"',
);

/** A string in both directions: a JSON number would lose units past 2^53. */
export const BigIntScalar = new GraphQLScalarType<string, string>({
  name: 'BigInt',
  description: 'A whole number of any size as a decimal string, such as `"123456"`. Never a JSON number.',
  serialize: String,
  extensions: PLAIN_TEXT,
  parseValue: parseInteger,
});

export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as a string, such as `"1234.56"`. Never a JSON number.',
  serialize: String,
  extensions: PLAIN_TEXT,
  parseValue: parseDecimalText,
});

export const CurrencyCodeScalar = new GraphQLScalarType<string, string>({
  name: 'CurrencyCode',
  description:
    'An upper-case ISO 4217 currency code, such as `USD`. Codes that have left the standard stay valid: an invoice keeps the currency it was made in.',
  specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  serialize: String,
  extensions: PLAIN_TEXT,
  parseValue: parseCode,
});
