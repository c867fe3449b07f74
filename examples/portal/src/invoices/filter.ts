import type { InvoiceFilter, InvoiceStatusFilter } from '../generated/graphql';

/** What stands in the fields above the list. Empty text: not asked for. */
export interface FilterFields {
  readonly accountId: string;
  readonly statuses: readonly InvoiceStatusFilter[];
  readonly currency: string;
  /** Decimal places of the currency. */
  readonly exponent: number;
  /** Days as `2025-10-01`: from the first on, up to and with the last. */
  readonly from: string;
  readonly until: string;
  /** Major units as typed: `1000`, `999.50`. */
  readonly atLeast: string;
  readonly below: string;
}

export const NO_FILTER: FilterFields = {
  accountId: '',
  statuses: [],
  currency: '',
  exponent: 0,
  from: '',
  until: '',
  atLeast: '',
  below: '',
};

const DAY_MS = 86_400_000;
const AMOUNT = /^(\d{1,15})(?:\.(\d+))?$/;

/**
 * The filter as the API takes it; null where nothing is asked for, so that the list without a filter is one in the cache.
 */
export function toInvoiceFilter(fields: FilterFields): InvoiceFilter | null {
  const { statuses, currency, exponent, from, until, atLeast, below } = fields;
  const filter: InvoiceFilter = {
    ...(statuses.length > 0 && { status: [...statuses] }),
    ...(currency && { currency: [currency] }),
    ...(from && { createdFrom: `${from}T00:00:00Z` }),
    ...(until && { createdBefore: dayAfter(until) }),
    // An amount is one of a currency: without it nobody could say what 1000 is.
    ...(currency && atLeast && { totalAtLeast: parseAmount(atLeast, exponent) }),
    ...(currency && below && { totalBelow: parseAmount(below, exponent) }),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString();
}

/**
 * What was typed in major units, as minor units: digits are moved, never computed. Undefined where it is no such amount, or
 * has more decimals than the currency.
 */
export function parseAmount(text: string, exponent: number): string | undefined {
  const [, whole = '', decimals = ''] = AMOUNT.exec(text.trim()) ?? [];
  if (!whole || decimals.length > exponent) return undefined;
  return (whole + decimals.padEnd(exponent, '0')).replace(/^0+(?=\d)/, '');
}
