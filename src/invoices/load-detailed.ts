import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingError } from '../errors/billing-error.js';
import type { Row } from '../relay/page-source.js';
import { inTravelOrder, narrowSlice, type Slice } from '../relay/read-window.js';
import type { Window } from '../relay/window.js';
import { detailCost, overlap, type SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import { listKey } from './invoice.loaders.js';
import type { InvoiceSource } from './invoice-source.js';
import type { Invoice } from './invoice.js';

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
    const size = detailCost(list.source, list.selected) === 'always' ? planned : window.size;
    if (size === 0) throw tooCostly();
    return invoices.window(list.account, { ...window, size });
  };
  const slice = await read().catch((error: unknown) => {
    details.settle(need, 0);
    throw error;
  });
  const costs = inTravelOrder(slice.rows, window.direction).map((row) => isCostly(row, list.selected()));
  const paid = details.settle(need, costs.filter(Boolean).length);
  const shown = narrowSlice(slice, window.direction, countShown(costs, paid));
  for (const { node } of shown.rows) if (!(node instanceof Error)) node.keepCall?.();
  return shown;
}

function isCostly({ node }: Row<Invoice>, selected: ReadonlySet<string>): boolean {
  return !(node instanceof Error) && node.detailFields !== undefined && overlap(selected, node.detailFields);
}

/** The rows that come before the first one whose call is not paid for. */
function countShown(costs: readonly boolean[], paid: number): number {
  const costly = [...costs.keys()].filter((index) => costs[index]);
  const shown = costly[paid] ?? costs.length;
  if (shown === 0 && costs.length > 0) throw tooCostly();
  return shown;
}

function tooCostly(): BillingError {
  return new BillingError(
    'QUERY_TOO_COSTLY',
    'The fields selected here cost an upstream call for each invoice, and none is left. Ask for less at a time.',
  );
}
