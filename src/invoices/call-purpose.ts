import type { SearchStep } from '../lists/find-rows.js';
import type { Window } from '../lists/window.js';

/** Windows that one walk reads, in the words in which an operation's cost tells what a call was made for. */
export interface JoinedWindows {
  /** The largest of them. */
  readonly window: Window;
  readonly isFiltered: boolean;
  /** How many parts of the operation it answers. */
  readonly windows: number;
}

/** What details are read for, wherever their rows come from. */
export const DETAILS_PURPOSE = 'what the list leaves out of an invoice';

export function toWindowPurpose({ window, isFiltered, windows }: JoinedWindows): string {
  const rows = isFiltered ? `${toRows(window)} that the filter lets through` : toRows(window);
  return windows > 1 ? `${windows} windows read as one: ${rows}` : rows;
}

function toRows({ direction, size, anchor }: Window): string {
  if (size === Number.POSITIVE_INFINITY) return 'all rows';
  if (anchor) return `${size} ${direction === 'forward' ? 'after' : 'before'} a cursor`;
  return `the ${direction === 'forward' ? 'newest' : 'oldest'} ${size}`;
}

const STEPS: Readonly<Record<SearchStep['read'], string>> = {
  page: 'the next page of its list',
  hop: 'from its neighbour in the list',
  ids: 'the invoice itself',
};

export function toSearchPurpose({ read, wanted, missing }: SearchStep): string {
  const what = wanted === 1 ? 'an invoice by its id' : `${missing} of ${wanted} invoices by their ids`;
  return `search for ${what}: ${STEPS[read]}`;
}
