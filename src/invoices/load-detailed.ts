import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingError } from '../errors/billing-error.js';
import type { Row } from '../lists/page-source.js';
import { inTravelOrder, narrowSlice, type Slice } from '../lists/read-window.js';
import type { Window } from '../lists/window.js';
import { detailCost, overlap, type SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import { listKey } from './invoice.loaders.js';
import type { InvoiceSource } from './invoice-source.js';
import type { DetailCall, Invoice } from './invoice.js';

/** A list, and what a client wants to know of its invoices. */
export interface DetailedList {
  readonly account: BillingAccount;
  readonly source: InvoiceSource;
  readonly selected: SelectedFields;
}

/**
 * As much of the window as the calls that are left can fill with all that was selected; other lists of the
 * operation get their share. A shorter page that says more follows is better than a full one whose last rows failed.
 *
 * @throws QUERY_TOO_COSTLY where not even one row can be filled
 */
export async function loadDetailed(
  window: Window,
  list: DetailedList,
  { details, invoices }: InvoiceContext,
): Promise<Slice<Invoice>> {
  const { pageMax } = list.source.invoices(list.account);
  const need = { list: listKey({ account: list.account, window }), rows: window.size, pageMax };
  const planned = await details.plan(need);
  const read = async (): Promise<Slice<Invoice>> => {
    if (detailCost(list.source, list.selected) !== 'always') return invoices.window(list.account, window);
    if (planned === 0) throw tooCostly();
    // Rows of a page that is read anyway cost nothing, and some of them may share a call.
    const size = Math.min(window.size, Math.max(planned, pageMax));
    return invoices.window(list.account, { ...window, size, callsPerRow: 1 });
  };
  const slice = await read().catch((error: unknown) => {
    details.settle(need, 0);
    throw error;
  });
  const costs = inTravelOrder(slice.rows, window.direction).map((row) => costOf(row, list.selected()));
  const distinct = new Set(costs.flatMap((call) => call?.key ?? [])).size;
  const shown = countShown(costs, details.settle(need, distinct));
  for (const call of costs.slice(0, shown)) call?.keep();
  return narrowSlice(slice, window.direction, shown);
}

function costOf({ node }: Row<Invoice>, selected: ReadonlySet<string>): DetailCall | undefined {
  const call = node instanceof Error ? undefined : node.detailCall;
  return call && overlap(selected, call.fields) ? call : undefined;
}

/** The rows that come before the first one whose call is not paid for. */
function countShown(costs: readonly (DetailCall | undefined)[], paid: number): number {
  const keys = new Set<string>();
  for (const [index, call] of costs.entries()) {
    if (call) keys.add(call.key);
    if (keys.size <= paid) continue;
    if (index === 0) throw tooCostly();
    return index;
  }
  return costs.length;
}

function tooCostly(): BillingError {
  return new BillingError(
    'QUERY_TOO_COSTLY',
    'The fields selected here cost an upstream call for each invoice, and none is left. Ask for less at a time.',
  );
}
