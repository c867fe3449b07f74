import type { Recovered } from './lost-row.js';
import type { Row } from './page-source.js';
import type { Direction } from './window.js';

/** The rows of a window, newest first, and whether more lie beyond them in the direction of travel. */
export interface Slice<Node> {
  readonly rows: readonly Row<Node>[];
  readonly more: boolean;
  /** What ended the reading early. The rows that came before it stand, and the last of them is where to go on. */
  readonly failure?: Error;
  /** Where the row to begin at is gone: what is there begins where it was. */
  readonly recovered?: Recovered;
  /** Of a list that was looked through for the rows of a filter. */
  readonly scan?: Scan<Node>;
}

/** How the rows of a filter were looked for. */
export interface Scan<Node> {
  /** Rows looked at, up to the last one of the slice or, where the slice is shorter than its window, all. */
  readonly scanned: number;
  /** Those of them of which nobody can tell whether the filter lets them through. They are not in the slice. */
  readonly undecided: number;
  /** Whether `more` is known. Else there are more rows, but perhaps none of the filter's. */
  readonly isMoreKnown: boolean;
  /** The row to go on from, where the looking ended before the slice was full or the list had ended. */
  readonly resume: Row<Node> | undefined;
  /** The same slice for a smaller window. */
  narrow(size: number): Slice<Node>;
}

/**
 * Narrows a slice that was read for a window of the same anchor and direction, as large or larger. What ended the
 * reading is no concern of a window that was filled before.
 */
export function narrowSlice<Node>(slice: Slice<Node>, direction: Direction, size: number): Slice<Node> {
  if (slice.scan) return slice.scan.narrow(size);
  if (slice.rows.length < size) return slice;
  const { rows, more, recovered } = slice;
  const beginning = recovered && { recovered };
  if (rows.length === size) return { rows, more, ...beginning };
  return {
    rows: direction === 'forward' ? rows.slice(0, size) : lastOf(rows, size),
    more: true,
    ...beginning,
  };
}

/** Newest first becomes order of travel, and the other way round. */
export function inTravelOrder<Item>(items: readonly Item[], direction: Direction): readonly Item[] {
  return direction === 'forward' ? items : items.toReversed();
}

/** The last ones, or all where there are fewer. */
export function lastOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  return count === 0 ? [] : items.slice(-count);
}
