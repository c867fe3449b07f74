import { BillingError } from '../errors/billing-error.js';
import type { ProviderName } from '../errors/provider-name.js';
import { parseCurrencyCode, type ExponentTable } from '../money/currency.js';
import { parseExactNumber, shiftPoint, toDecimalText, type Decimal } from '../money/decimal.js';
import { Money } from '../money/money.js';
import { parseInstant } from '../scalars/instant.js';
import { parseWebUrl } from '../scalars/web-url.js';
import type { Documented } from './documented.js';
import { noteDrift, noteDriftIn, type DriftKind } from './drift.js';
import { hasMember, isWireObject, member, memberNames, type WireObject } from './wire-object.js';

/** The error of a field that is not as expected. What came stays out of it: it may be anything. */
export function invalidField(provider: ProviderName, field: string, expected: string): BillingError {
  return new BillingError(
    'UPSTREAM_INVALID_RESPONSE',
    `The provider sent a ${field} that is not ${expected}.`,
    { provider },
  );
}

/** The same of a whole row or answer that is not what it is documented to be, which is drift. */
export function invalidPart(documented: Documented, part: string, expected: string): BillingError {
  const { provider, object } = documented;
  noteDrift({ provider, object, kind: 'type', name: undefined });
  return invalidField(provider, part, expected);
}

/**
 * One object that a provider sent, read field by field. Missing and null are null, and no default stands in for
 * either; any other type than the documented one throws UPSTREAM_INVALID_RESPONSE, naming field and provider, is noted
 * as drift, and leaves the fields beside it readable. Wrapped, not copied: making one costs two references.
 */
export class WireRow {
  constructor(
    private readonly documented: Documented,
    readonly json: WireObject,
  ) {}

  /** Names of what was sent, for an object whose keys are data. */
  get names(): readonly string[] {
    return memberNames(this.json);
  }

  /** As it came; undefined where it did not. For fields that cannot fail. */
  raw(field: string): unknown {
    return member(this.json, field);
  }

  text(field: string): string | null {
    return this.#read(field, asText, 'text');
  }

  /** Text of a list of words that may grow: another one is noted as drift, and is text all the same. */
  word(field: string, known: ReadonlySet<string>): string | null {
    const word = this.text(field);
    if (word !== null && !known.has(word)) this.note('status', field);
    return word;
  }

  /** A list of texts; empty where it is missing. */
  texts(field: string): readonly string[] {
    const values = this.array(field) ?? [];
    if (values.every((value) => typeof value === 'string')) return values;
    throw this.invalid(field, 'a list of texts');
  }

  /** The id of another object, which Stripe sends as text or expanded to the object itself. */
  reference(field: string): string | null {
    return this.#read(field, parseReference, 'an id');
  }

  /** RFC 3339 text in UTC. */
  instant(field: string): string | null {
    return this.#read(field, parseInstant, 'an RFC 3339 instant');
  }

  webUrl(field: string): string | null {
    return this.#read(field, parseWebUrl, 'an https address');
  }

  /** An exact decimal as text. */
  decimalText(field: string): string | null {
    const number = this.#number(field);
    return number && toDecimalText(number);
  }

  /** Upper-case ISO 4217 code. */
  currency(field: string, exponents: ExponentTable): string | null {
    const value = this.#given(field);
    if (value === null) return null;
    const code = parseCurrencyCode(value, exponents);
    if (code === undefined) throw this.invalid(field, 'an ISO 4217 currency code');
    return code;
  }

  /** An amount that is stated in minor units. A stated amount without a currency is not an amount of money. */
  minorUnits(field: string, currency: string | null, exponents: ExponentTable): Money | null {
    const value = this.#given(field);
    const exponent = currency === null ? undefined : exponents.get(currency);
    if (currency !== null && exponent !== undefined && Number.isSafeInteger(value))
      return new Money(currency, exponent, value as number);
    return this.#money(field, currency, exponents, 'minor');
  }

  /** The same of an amount that is stated in major units. */
  majorUnits(field: string, currency: string | null, exponents: ExponentTable): Money | null {
    return this.#money(field, currency, exponents, 'major');
  }

  /** An array, or the object keyed by number that PHP makes of one. */
  array(field: string): readonly unknown[] | null {
    return this.#read(field, asArray, 'a list');
  }

  /** An object with fields of its own. */
  object(field: string): WireRow | null {
    const object = this.#read(field, asObject, 'an object');
    return object && this.#inner(field, object);
  }

  /** An object whose keys are data, or the empty list that PHP makes of one without any. */
  map(field: string): WireRow | null {
    const map = this.#read(field, asMap, 'a map');
    return map && this.#inner(field, map);
  }

  /** The objects of a list; empty where it is missing. What else is in it is passed over. */
  objects(field: string): readonly WireRow[] {
    return (this.array(field) ?? []).filter(isWireObject).map((object) => this.#inner(field, object));
  }

  /** The error of a field that did not come as documented. */
  invalid(field: string, expected: string): BillingError {
    this.note('type', field);
    return invalidField(this.documented.provider, field, expected);
  }

  /** Counts that a field came otherwise than documented, for whoever can do without it. */
  note(kind: DriftKind, field: string): void {
    const { provider, object, members } = this.documented;
    const name = members.has(field) ? field : undefined;
    noteDriftIn(this.json, { provider, object, kind, name });
  }

  /** A word that stands for something unknown to us. */
  noteWord(field: string): void {
    const value = this.#given(field);
    if (value !== null) this.note(typeof value === 'string' ? 'status' : 'type', field);
  }

  #inner(field: string, object: WireObject): WireRow {
    const { each, members } = this.documented;
    return new WireRow(each ?? members.get(field) ?? this.documented, object);
  }

  /** Null stands for what was not sent as well. */
  #given(field: string): unknown {
    return member(this.json, field) ?? null;
  }

  #number(field: string): Decimal | null {
    return this.#read(field, asExactNumber, 'a number that can be held exactly');
  }

  #money(
    field: string,
    currency: string | null,
    exponents: ExponentTable,
    unit: 'minor' | 'major',
  ): Money | null {
    const figure = this.#number(field);
    if (figure === null) return null;
    const exponent = currency === null ? undefined : exponents.get(currency);
    if (currency === null || exponent === undefined) throw this.invalid('currency', `stated beside ${field}`);
    return new Money(currency, exponent, unit === 'minor' ? figure : shiftPoint(figure, -exponent));
  }

  #read<Value>(field: string, parse: (value: unknown) => Value | undefined, expected: string): Value | null {
    const value = this.#given(field);
    if (value === null) return null;
    const parsed = parse(value);
    if (parsed === undefined) throw this.invalid(field, expected);
    return parsed;
  }
}

/** The id that a reference names, as text or as the object it was expanded to. */
export function parseReference(value: unknown): string | undefined {
  const id = isWireObject(value) && hasMember(value, 'id') ? member(value, 'id') : value;
  return asText(id);
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asExactNumber(value: unknown): Decimal | undefined {
  return typeof value === 'number' ? parseExactNumber(value) : undefined;
}

function asArray(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (!isWireObject(value)) return undefined;
  const names = memberNames(value);
  const isNumbered = names.every((name) => /^\d+$/.test(name));
  return isNumbered ? names.map((name) => member(value, name)) : undefined;
}

function asObject(value: unknown): WireObject | undefined {
  return isWireObject(value) ? value : undefined;
}

function asMap(value: unknown): WireObject | undefined {
  return Array.isArray(value) && value.length === 0 ? {} : asObject(value);
}
