import type { BillingAccount } from '../accounts/billing-account.js';
import { isBillingError } from '../errors/billing-error.js';
import type { Slice } from '../lists/slice.js';
import type { InvoiceFilter } from './invoice-filter.js';
import type { InvoiceLoaders } from './invoice.loaders.js';
import type { Invoice } from './invoice.js';

/** What a count is worth. */
export const countPrecisions = { EXACT: 'EXACT', AT_LEAST: 'AT_LEAST', UNKNOWN: 'UNKNOWN' } as const;
export type CountPrecision = keyof typeof countPrecisions;

/** How many invoices a list has. */
export interface CountEstimate {
  /** Null where nothing is known. */
  readonly value: number | null;
  readonly precision: CountPrecision;
}

/** A list of invoices, as it was asked for. */
export interface AskedList {
  readonly account: BillingAccount;
  readonly filter: InvoiceFilter | undefined;
}

/** What a walk over a whole list has counted: those of which nobody can tell may come on top. */
export function toCount({ rows, more, failure, scan }: Slice<Invoice>): CountEstimate {
  const isAll = !more && !failure && !scan?.undecided;
  return { value: rows.length, precision: isAll ? 'EXACT' : 'AT_LEAST' };
}

/** Counts by reading the list as far as the calls allow; a failure on the way is told to `report`, beside the count. */
export async function countInvoices(
  { account, filter }: AskedList,
  invoices: InvoiceLoaders,
  report: (failure: Error) => void,
): Promise<CountEstimate> {
  try {
    const slice = await invoices.all(account, filter);
    if (slice.failure) report(slice.failure);
    return toCount(slice);
  } catch (error) {
    if (!isBillingError(error)) throw error;
    if (error.code !== 'QUERY_TOO_COSTLY') report(error);
    return { value: null, precision: 'UNKNOWN' };
  }
}
