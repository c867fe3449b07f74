import type { Recovered } from './lost-row.js';
import type { JudgedRow } from './row-filter.js';
import { inTravelOrder, type Slice } from './slice.js';
import type { Direction } from './window.js';

/** Rows that were looked at for a filter, in the order of travel. */
export interface Scanned<Node> {
  readonly judged: readonly JudgedRow<Node>[];
  /** Whether the filter wants none of the rows beyond. */
  readonly isAll: boolean;
  /** What ended the reading early. */
  readonly failure?: Error | undefined;
  readonly recovered?: Recovered | undefined;
}

/** The slice of a window of so many rows, out of what was looked at for it or for a larger one. */
export function sift<Node>(scanned: Scanned<Node>, direction: Direction, size: number): Slice<Node> {
  const narrow = (smaller: number): Slice<Node> => sift(scanned, direction, smaller);
  const full = countUntil(scanned.judged, size);
  const beginning = scanned.recovered && { recovered: scanned.recovered };
  if (full === undefined)
    return { ...sliceOf(scanned, direction), ...cutShort(scanned, narrow), ...beginning };
  const [seen, beyond] = [scanned.judged.slice(0, full), scanned.judged.slice(full)];
  const hasNext = beyond.some(isMatch);
  return {
    ...sliceOf({ judged: seen }, direction),
    ...beginning,
    more: hasNext || !scanned.isAll,
    scan: { ...countsOf(seen), isMoreKnown: hasNext || scanned.isAll, resume: undefined, narrow },
  };
}

/** How many rows were looked at when so many matched; undefined where fewer did. */
function countUntil<Node>(judged: readonly JudgedRow<Node>[], size: number): number | undefined {
  let matches = 0;
  for (const [index, each] of judged.entries()) {
    if (isMatch(each)) matches += 1;
    if (matches >= size) return index + 1;
  }
  return undefined;
}

function cutShort<Node>(
  { judged, isAll, failure }: Scanned<Node>,
  narrow: (size: number) => Slice<Node>,
): Omit<Slice<Node>, 'rows'> {
  const resume = isAll ? undefined : judged.at(-1)?.row;
  return {
    more: !isAll,
    ...(failure && { failure }),
    scan: { ...countsOf(judged), isMoreKnown: true, resume, narrow },
  };
}

function sliceOf<Node>(
  { judged }: Pick<Scanned<Node>, 'judged'>,
  direction: Direction,
): Pick<Slice<Node>, 'rows'> {
  return { rows: inTravelOrder(judged.filter(isMatch), direction).map(({ row }) => row) };
}

function countsOf(judged: readonly JudgedRow<unknown>[]): { scanned: number; undecided: number } {
  return {
    scanned: judged.length,
    undecided: judged.filter(({ verdict }) => verdict === 'undecided').length,
  };
}

function isMatch({ verdict }: JudgedRow<unknown>): boolean {
  return verdict === 'match';
}
