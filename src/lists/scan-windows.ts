import type { Recovered } from './lost-row.js';
import { isTail } from './read-window.js';
import type { PageSource, Row } from './page-source.js';
import { readToTail } from './read-tail.js';
import { Judge, type RowFilter } from './row-filter.js';
import { sift } from './sift.js';
import { inTravelOrder, type Slice } from './slice.js';
import { silence, walkRows, type ReadBudget } from './walk-rows.js';
import type { Window } from './window.js';

/** So many rows of those that a filter lets through. */
export interface Wanted<Node> {
  readonly size: number;
  readonly filter: RowFilter<Node>;
}

/** Where to look from. */
export type Start = Omit<Window, 'size'>;

/**
 * Reads windows of those rows of a list that filters let through, where the provider knows no such filters: one walk for all
 * of them, in full pages, until each window is full or the order of the list tells that no more of it can come, or the
 * list or the calls end. A window that was cut short says so, and where to go on, also if it found nothing.
 *
 * @throws PAGINATION_TOO_DEEP where only a walk past the budget could tell which rows the windows hold
 */
export async function scanWindows<Node>(
  source: PageSource<Node>,
  start: Start,
  wanted: readonly Wanted<Node>[],
  budget: ReadBudget<Node>,
): Promise<readonly Slice<Node>[]> {
  const isDeep = isTail(source, { ...start, size: 0 });
  const direction = isDeep ? 'forward' : start.direction;
  const searches = wanted.map(({ size, filter }) => ({ size, judge: new Judge(filter, direction) }));
  if (isDeep) {
    const isOver = (met: readonly Row<Node>[]): boolean => searches.every(({ judge }) => judge.isOver(met));
    const { rows, recovered } = await readToTail(source, { anchor: start.anchor, isOver }, budget.calls);
    // From the end of the list, or the anchor, back to its head: beyond that there is nothing.
    const met = rows.toReversed();
    return searches.map(({ size, judge }) =>
      sift({ judged: judge.judged(met), isAll: true, recovered }, start.direction, size),
    );
  }
  const { met, isEnd, failure, recovered } = await walkFor(source, start, searches, budget);
  return searches.map(({ size, judge }) =>
    sift(
      { judged: judge.judged(met), isAll: isEnd || judge.isOver(met), failure, recovered },
      direction,
      size,
    ),
  );
}

interface Search<Node> {
  readonly size: number;
  readonly judge: Judge<Node>;
}

interface Met<Node> {
  /** In the order of travel. */
  readonly met: readonly Row<Node>[];
  readonly isEnd: boolean;
  readonly failure: Error | undefined;
  readonly recovered: Recovered | undefined;
}

async function walkFor<Node>(
  source: PageSource<Node>,
  { direction, anchor }: Start,
  searches: readonly Search<Node>[],
  { costOf, ...budget }: ReadBudget<Node>,
): Promise<Met<Node>> {
  const isOver = (met: readonly Row<Node>[]): boolean =>
    searches.every(({ size, judge }) => judge.isOver(met) || judge.matchesAmong(met).length >= size);
  const walk = { direction, anchor, rowsMax: Number.POSITIVE_INFINITY, isOver };
  const { rows, end, failure, recovered } = await walkRows(source, walk, {
    ...budget,
    costOf:
      costOf && ((met) => costOf(met.filter((row) => searches.some(({ judge }) => judge.isMatch(row))))),
  });
  if (end === 'silence' && rows.length === 0) throw silence();
  return {
    met: inTravelOrder(rows, direction),
    isEnd: end === 'list',
    failure: end === 'silence' ? silence() : failure,
    recovered,
  };
}
