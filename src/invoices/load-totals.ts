import { BillingError } from '../errors/billing-error.js';
import type { Slice } from '../lists/slice.js';
import type { AskedList } from './count-invoices.js';
import type { InvoiceLoaders } from './invoice.loaders.js';
import type { Invoice } from './invoice.js';
import { totalByCurrency, type CurrencyTotals } from './total-by-currency.js';

/**
 * Sums by reading the list as far as the calls allow; a failure on the way is told to `report`, beside the sums so far.
 *
 * @throws what ended the reading before any invoice could be counted: no sums at all would say that there are none
 */
export async function loadTotals(
  { account, filter }: AskedList,
  invoices: InvoiceLoaders,
  report: (failure: Error) => void,
): Promise<readonly CurrencyTotals[]> {
  const slice = await invoices.all(account, filter);
  const isAll = !slice.more && !slice.failure && !slice.scan?.undecided;
  const totals = totalByCurrency(
    slice.rows.map(({ node }) => node),
    isAll,
  );
  const isEmpty = totals.length === 0;
  if (isEmpty && !(isAll && slice.rows.length === 0))
    throw slice.failure ?? nothingCounted(slice).from(account.provider);
  if (slice.failure) report(slice.failure);
  return totals;
}

function nothingCounted({ more }: Slice<Invoice>): BillingError {
  if (more)
    return new BillingError(
      'PAGINATION_TOO_DEEP',
      'No invoice to count was found within the upstream calls of one operation. It may lie further down its list.',
    );
  return new BillingError(
    'UPSTREAM_INVALID_RESPONSE',
    'No invoice could be counted: what the filter goes by or the total is not stated, or cannot be read.',
  );
}
