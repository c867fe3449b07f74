import type { Calls } from '../calls/call-budget.js';
import { BillingError } from '../errors/billing-error.js';
import type { Row } from '../lists/page-source.js';
import { inTravelOrder, narrowSlice, type Slice } from '../lists/slice.js';
import type { Direction } from '../lists/window.js';
import { overlap } from './detail-cost.js';
import type { DetailCall, Invoice } from './invoice.js';

/** What rows of lists cost beside their pages, for the fields that are selected of them. */
export class ListDetails {
  constructor(private readonly selected: ReadonlySet<string>) {}

  /** Upstream calls; rows that share one cost it once. */
  costOf(rows: readonly Row<Invoice>[]): number {
    return new Set(rows.flatMap((row) => this.#callOf(row)?.key ?? [])).size;
  }

  /**
   * Begins the calls of as many rows as can be paid for, in the order of travel. A shorter page that says more follows
   * is better than a full one whose last rows failed.
   *
   * @throws QUERY_TOO_COSTLY where not even the first row can be paid for
   */
  start(slice: Slice<Invoice>, direction: Direction, calls: Calls): Slice<Invoice> {
    const begun = new Set<string>();
    for (const [index, row] of inTravelOrder(slice.rows, direction).entries()) {
      const call = this.#callOf(row);
      if (!call || begun.has(call.key)) continue;
      if (calls.left === 0 && index === 0) throw tooCostly();
      if (calls.left === 0) return narrowSlice(slice, direction, index);
      begun.add(call.key);
      call.begin(calls);
    }
    return slice;
  }

  /** Its key tells calls of all accounts apart. */
  #callOf({ node }: Row<Invoice>): DetailCall | undefined {
    if (node instanceof Error) return undefined;
    const call = detailCallOf(node, this.selected);
    return call && { ...call, key: `${node.billingAccount.key} ${call.key}` };
  }
}

/** The call that the invoice costs for what is selected of it; undefined where it is all at hand. */
export function detailCallOf({ detailCall }: Invoice, selected: ReadonlySet<string>): DetailCall | undefined {
  return detailCall && overlap(selected, detailCall.fields) ? detailCall : undefined;
}

function tooCostly(): BillingError {
  return new BillingError(
    'QUERY_TOO_COSTLY',
    'The fields selected here cost an upstream call for each invoice, and none is left. Ask for less at a time.',
  );
}
