import type { PageSource } from './page-source.js';
import { readToTail } from './read-tail.js';
import { lastOf, type Slice } from './slice.js';
import { silence, walkRows, type ReadBudget } from './walk-rows.js';
import type { Window } from './window.js';

/**
 * Reads a window in the fewest calls that the source allows: pages of up to `pageMax`, one after the other,
 * until the window is full, the list ends, or the calls do. A window that was cut short is a shorter one that says more
 * follows.
 *
 * @throws PAGINATION_TOO_DEEP where only a walk past the budget could tell which rows the window holds
 */
export async function readWindow<Node>(
  source: PageSource<Node>,
  window: Window,
  budget: ReadBudget<Node>,
): Promise<Slice<Node>> {
  const { direction, size, anchor } = window;
  if (isTail(source, window)) {
    const { rows, recovered } = await readToTail(source, { anchor }, budget.calls);
    return { rows: lastOf(rows, size), more: rows.length > size, ...(recovered && { recovered }) };
  }
  const walked = await walkRows(source, { direction, anchor, rowsMax: size }, budget);
  if (walked.end === 'silence' && walked.rows.length === 0) throw silence();
  return walked;
}

/** Whether only a walk from the head of the list leads to the window. */
export function isTail(
  { readsBackward }: Pick<PageSource<unknown>, 'readsBackward'>,
  { direction, anchor }: Window,
): boolean {
  return direction === 'backward' && !(anchor && readsBackward);
}
