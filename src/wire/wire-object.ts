import { BillingError, rethrowFrom } from '../errors/billing-error.js';
import { parseCurrencyCode, type ExponentTable } from '../money/currency.js';
import { parseExactNumber, toDecimalText } from '../money/decimal.js';
import { Money } from '../money/money.js';
import { parseInstant } from '../scalars/instant.js';
import { parseWebUrl } from '../scalars/web-url.js';

/** A JSON object whose fields nobody has checked yet. */
export type WireObject = Readonly<Record<string, unknown>>;

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error of a field that did not come as documented. What came stays out of it: it may be anything. */
export function invalidField(field: string, expected: string): BillingError {
  return new BillingError(
    'UPSTREAM_INVALID_RESPONSE',
    `The provider sent a ${field} that is not ${expected}.`,
  );
}

/** Readers of one field each. Missing and null are null; any other type than the documented one throws. */
export function readText(object: WireObject, field: string): string | null {
  const value = readOwn(object, field);
  if (value === null || typeof value === 'string') return value;
  throw invalidField(field, 'text');
}

export function readTexts(object: WireObject, field: string): readonly string[] {
  const values = readArray(object, field) ?? [];
  if (values.every((value) => typeof value === 'string')) return values;
  throw invalidField(field, 'a list of texts');
}

export function readInstant(object: WireObject, field: string): string | null {
  const value = readOwn(object, field);
  if (value === null) return null;
  const instant = parseInstant(value);
  if (instant === undefined) throw invalidField(field, 'an RFC 3339 instant');
  return instant;
}

export function readWebUrl(object: WireObject, field: string): string | null {
  const value = readOwn(object, field);
  if (value === null) return null;
  const url = parseWebUrl(value);
  if (url === undefined) throw invalidField(field, 'an https address');
  return url;
}

/** An exact decimal as text. */
export function readDecimalText(object: WireObject, field: string): string | null {
  const value = readOwn(object, field);
  if (value === null) return null;
  const decimal = typeof value === 'number' ? parseExactNumber(value) : undefined;
  if (decimal === undefined) throw invalidField(field, 'a number that can be held exactly');
  return toDecimalText(decimal);
}

export function readCurrency(object: WireObject, field: string, exponents: ExponentTable): string | null {
  const value = readOwn(object, field);
  if (value === null) return null;
  const code = parseCurrencyCode(value, exponents);
  if (code === undefined) throw invalidField(field, 'an ISO 4217 currency code');
  return code;
}

/** An amount in minor units of `currency`. A stated amount without a currency is not an amount of money. */
export function readMinorUnits(
  object: WireObject,
  field: string,
  currency: string | null,
  exponents: ExponentTable,
): Money | null {
  const value = readOwn(object, field);
  if (value === null) return null;
  const minor = typeof value === 'number' ? parseExactNumber(value) : undefined;
  if (minor === undefined) throw invalidField(field, 'a number that can be held exactly');
  const exponent = currency === null ? undefined : exponents.get(currency);
  if (currency === null || exponent === undefined) throw invalidField('currency', `stated beside ${field}`);
  return new Money(currency, exponent, minor);
}

/** An array, or the object keyed by number that PHP makes of one. */
export function readArray(object: WireObject, field: string): readonly unknown[] | null {
  const value = readOwn(object, field);
  if (value === null || Array.isArray(value)) return value as readonly unknown[] | null;
  if (isWireObject(value) && Object.keys(value).every((key) => /^\d+$/.test(key)))
    return Object.values(value);
  throw invalidField(field, 'a list');
}

export function readObject(object: WireObject, field: string): WireObject | null {
  const value = readOwn(object, field);
  if (value === null || isWireObject(value)) return value;
  throw invalidField(field, 'an object');
}

/** Only what the provider sent: an inherited `constructor` is nobody's invoice field. */
function readOwn(object: WireObject, field: string): unknown {
  return Object.hasOwn(object, field) ? (object[field] ?? null) : null;
}

/** The readers of one provider: what they throw names it. */
export function createFieldReaders(provider: string) {
  const named =
    <Args extends unknown[], Value>(read: (...args: Args) => Value) =>
    (...args: Args): Value => {
      try {
        return read(...args);
      } catch (error) {
        return rethrowFrom(error, provider);
      }
    };
  return {
    invalidField: (field: string, expected: string) => invalidField(field, expected).from(provider),
    readArray: named(readArray),
    readCurrency: named(readCurrency),
    readDecimalText: named(readDecimalText),
    readInstant: named(readInstant),
    readMinorUnits: named(readMinorUnits),
    readObject: named(readObject),
    readText: named(readText),
    readTexts: named(readTexts),
    readWebUrl: named(readWebUrl),
  };
}
