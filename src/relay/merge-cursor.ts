import { isRow, type Gap, type Neighbour } from '../lists/gap.js';
import type { MergePlace } from '../lists/merge-lists.js';
import { invalidCursor, toPosition, toTuple, type CursorArgument } from './cursor.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';

/** Above the text of two rows in each of fifty lists, where a provider's own cursors stand in them. */
const TEXT_LENGTH_MAX = 65_536;

/** What stands where a row's parts would be counted. */
const NOTHING = 0;
const UNKNOWN = -1;
/** Stands for the list of the row where the place is none's. */
const NO_ROW = -1;

/**
 * Cursor text of a place in several lists at once: the list of its row, and for each list the rows on both sides. Only the
 * newer one is told of the row's own list: it is the row.
 */
export function encodeMergeCursor(scope: string, { gaps, own }: MergePlace): string {
  const parts = gaps.flatMap(({ newer, older }, index) =>
    index === own ? encodeNeighbour(newer) : [...encodeNeighbour(newer), ...encodeNeighbour(older)],
  );
  return encodeOpaque(scope, [own ?? NO_ROW, ...parts]);
}

/** @throws INVALID_CURSOR where the text is damaged or was made for another set of lists, naming `argument` */
export function parseMergeCursor(
  { scope, lists }: { readonly scope: string; readonly lists: number },
  text: string,
  argument: CursorArgument,
): MergePlace {
  const parts = new Parts(decodeOpaque(scope, text, TEXT_LENGTH_MAX) ?? []);
  const first = parts.next();
  const own = first === NO_ROW ? undefined : (first as number);
  const gaps = Array.from({ length: lists }, (_, index) => parts.gap(index === own));
  const isOfList = own === undefined || (Number.isInteger(own) && own >= 0 && own < lists);
  if (!isOfList || !parts.isOver || !gaps.every(isGap)) throw invalidCursor(argument);
  return { gaps, own };
}

function encodeNeighbour(neighbour: Neighbour): readonly unknown[] {
  if (neighbour === 'nothing') return [NOTHING];
  if (neighbour === 'unknown') return [UNKNOWN];
  const tuple = toTuple(neighbour);
  return [tuple.length, ...tuple];
}

/** Reads a tuple from its beginning. */
class Parts {
  #at = 0;

  constructor(private readonly tuple: readonly unknown[]) {}

  get isOver(): boolean {
    return this.#at === this.tuple.length;
  }

  next(): unknown {
    this.#at += 1;
    return this.tuple[this.#at - 1];
  }

  /** Undefined for what is none. */
  gap(isOwn: boolean): Gap | undefined {
    const newer = this.#neighbour();
    const older = isOwn ? 'unknown' : this.#neighbour();
    if (newer === undefined || older === undefined) return undefined;
    const isPlace = isOwn ? isRow(newer) : newer !== 'unknown' || older !== 'unknown';
    return isPlace ? { newer, older } : undefined;
  }

  #neighbour(): Neighbour | undefined {
    const length = this.next();
    if (length === NOTHING) return 'nothing';
    if (length === UNKNOWN) return 'unknown';
    if (!isCount(length) || this.#at + length > this.tuple.length) return undefined;
    this.#at += length;
    return toPosition(this.tuple.slice(this.#at - length, this.#at));
  }
}

function isCount(part: unknown): part is number {
  return Number.isSafeInteger(part) && (part as number) > 0;
}

function isGap(gap: Gap | undefined): gap is Gap {
  return gap !== undefined;
}
