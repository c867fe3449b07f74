import { badArgument, errorOr, quote } from '../errors/billing-error.js';
import type { PlaceRange, RowFilter, Verdict } from '../lists/row-filter.js';
import { compareDecimals, type Decimal } from '../money/decimal.js';
import { sortableInstant } from '../scalars/instant.js';
import { standsAt } from './invoice-date.js';
import type { Invoice } from './invoice.js';

/** Which invoices are wanted, as GraphQL delivers it: each value alone is what its scalar accepts. */
export interface InvoiceFilterInput {
  readonly status?: readonly string[] | null | undefined;
  readonly currency?: readonly string[] | null | undefined;
  /** RFC 3339, UTC. */
  readonly createdFrom?: string | null | undefined;
  readonly createdBefore?: string | null | undefined;
  /** Minor units, whole. */
  readonly totalAtLeast?: string | null | undefined;
  readonly totalBelow?: string | null | undefined;
}

/** The same once it has been read: what it says of a row. */
export type InvoiceFilter = RowFilter<Invoice>;

/** From the first value on, and before the second; undefined: no bound. */
interface Bounds<Value> {
  readonly from: Value | undefined;
  readonly before: Value | undefined;
}

interface Wanted {
  readonly status: readonly string[] | undefined;
  readonly currency: readonly string[] | undefined;
  /** In the form of `sortableInstant`. */
  readonly created: Bounds<string>;
  readonly total: Bounds<bigint>;
}

/**
 * Undefined: a filter that asks for nothing.
 *
 * @throws BAD_USER_INPUT for one that can let nothing through, naming the argument
 */
export function parseInvoiceFilter(input: InvoiceFilterInput | null | undefined): InvoiceFilter | undefined {
  if (!input) return undefined;
  const { createdFrom, createdBefore, totalAtLeast, totalBelow } = input;
  const wanted: Wanted = {
    status: parseChoice(input.status, 'filter.status'),
    currency: parseChoice(input.currency, 'filter.currency'),
    created: toBounds(createdFrom, createdBefore, sortableInstant),
    total: toBounds(totalAtLeast, totalBelow, BigInt),
  };
  if (isEmpty(wanted.created)) throw neverMet('createdBefore', 'later than "createdFrom"', createdBefore);
  if (isEmpty(wanted.total)) throw neverMet('totalBelow', 'more than "totalAtLeast"', totalBelow);
  const key = keyOf(wanted);
  return key === NOTHING_WANTED ? undefined : new WantedInvoices(wanted, key);
}

/** In one order, each value once, so that equal choices are equal text. */
function parseChoice(
  values: readonly string[] | null | undefined,
  argument: string,
): readonly string[] | undefined {
  if (values?.length === 0) throw badArgument(argument, 'expected at least one value, got none.');
  return values ? [...new Set(values)].sort() : undefined;
}

function toBounds<Value>(
  from: string | null | undefined,
  before: string | null | undefined,
  read: (text: string) => Value,
): Bounds<Value> {
  return {
    from: typeof from === 'string' ? read(from) : undefined,
    before: typeof before === 'string' ? read(before) : undefined,
  };
}

function isEmpty<Value extends string | bigint>({ from, before }: Bounds<Value>): boolean {
  return from !== undefined && before !== undefined && from >= before;
}

function neverMet(name: string, expected: string, got: unknown): Error {
  return badArgument(`filter.${name}`, `expected ${expected}, got ${quote(got)}.`);
}

function keyOf({ status, currency, created, total }: Wanted): string {
  const parts = [status, currency, created.from, created.before, total.from, total.before];
  return JSON.stringify(parts.map((part) => (typeof part === 'bigint' ? String(part) : (part ?? null))));
}

const NOTHING_WANTED = JSON.stringify([null, null, null, null, null, null]);

class WantedInvoices implements InvoiceFilter {
  constructor(
    private readonly wanted: Wanted,
    readonly key: string,
  ) {}

  /** What one figure rules out is out, whatever cannot be read beside it. */
  judge(invoice: Invoice): Verdict {
    const { status, currency, created, total } = this.wanted;
    let verdict: Verdict = 'match';
    const conditions = [
      status && ((): Verdict => isAmong(status, statusOf(invoice))),
      currency && ((): Verdict => isAmong(currency, invoice.currency)),
      hasBound(created) && ((): Verdict => isWithin(created, standsAt(invoice), compareTexts)),
      hasBound(total) && ((): Verdict => isWithin(total, invoice.total?.minor ?? null, compareToUnits)),
    ];
    for (const condition of conditions) {
      const found = condition ? readVerdict(condition) : 'match';
      if (found === 'other') return 'other';
      if (found === 'undecided') verdict = 'undecided';
    }
    return verdict;
  }

  get range(): PlaceRange {
    return this.wanted.created;
  }

  placeOf(invoice: Invoice): string | null {
    const date = errorOr(() => standsAt(invoice));
    return date instanceof Error ? null : date;
  }
}

/** A field that cannot be read decides nothing. */
function readVerdict(condition: () => Verdict): Verdict {
  const verdict = errorOr(condition);
  return verdict instanceof Error ? 'undecided' : verdict;
}

/** Null where the provider said nothing, or a word that is not one of ours. */
function statusOf({ status }: Invoice): string | null {
  return status === 'UNKNOWN' ? null : status;
}

function isAmong(values: readonly string[], value: string | null): Verdict {
  if (value === null) return 'undecided';
  return values.includes(value) ? 'match' : 'other';
}

function hasBound({ from, before }: Bounds<unknown>): boolean {
  return from !== undefined || before !== undefined;
}

/** `compare` is negative where the value lies below the bound. */
function isWithin<Value, Bound>(
  { from, before }: Bounds<Bound>,
  value: Value | null,
  compare: (value: Value, bound: Bound) => number,
): Verdict {
  if (value === null) return 'undecided';
  if (from !== undefined && compare(value, from) < 0) return 'other';
  return before !== undefined && compare(value, before) >= 0 ? 'other' : 'match';
}

function compareTexts(value: string, bound: string): number {
  return value < bound ? -1 : value > bound ? 1 : 0;
}

/** Exact, also for a fraction of a minor unit. */
function compareToUnits(value: Decimal, bound: bigint): number {
  return compareDecimals(value, { digits: bound, scale: 0 });
}
