import { isBillingError, type BillingError } from '../errors/billing-error.js';
import { opposite } from './direction.js';
import { isRow, toGap, toStart, type Gap, type Neighbour, type Start } from './gap.js';
import type { Recovered } from './lost-row.js';
import type { Row } from './page-source.js';
import { markPassed, type Position } from './position.js';
import { inTravelOrder, type Slice } from './slice.js';
import type { Direction, Window } from './window.js';

/** One of the lists that are merged. */
export interface MergeList<Node> {
  /** Most rows that one call gives. */
  readonly pageMax: number;
  /** Reads as much of the window as it can. */
  read(window: Window): Promise<Slice<Node>>;
  /** By which rows of different lists have their order, as text: that of a newer row is greater. Null: nobody can tell. */
  placeOf(row: Row<Node>): string | null;
}

/** A row, and the place that it has among those of other lists. */
export interface PlacedRow<Node> {
  readonly row: Row<Node>;
  /** The row's own or, where it has none, that of the row before it; last of all where neither has one. */
  readonly place: string;
}

/** After all others. */
const LAST = '';

/** Where in a list its feed begins. */
export interface FeedStart {
  readonly direction: Direction;
  readonly gap: Gap;
  /** Whether the gap is the one after its newer row, at which the walk is. */
  readonly isAtRow: boolean;
}

/**
 * Hands out the rows of one list in the order of travel, and is never more than one read ahead. What goes wrong ends it,
 * and is kept: other lists go on.
 */
export class ListFeed<Node> {
  /** Rows looked at. */
  scanned = 0;
  /** Those of which nobody can tell whether they are wanted. */
  undecided = 0;
  /** Where the row at which it was to begin is gone. */
  recovered: Recovered | undefined;
  /** In the order of travel. */
  #rows: readonly PlacedRow<Node>[] = [];
  #next = 0;
  /** What comes after the rows at hand; `cut`: the calls did not suffice to find out. */
  #end: 'open' | 'nothing' | 'cut' | BillingError = 'open';
  /** Whether more is known to follow where the feed is open. */
  #isMoreKnown = false;
  #last: PlacedRow<Node> | undefined;
  /** Where looking for rows of a filter was cut short. */
  #passed: PlacedRow<Node> | undefined;
  /** What lies where the feed begins, where the row is gone that its place names; a row of a filter is not as easily known. */
  #beside: Neighbour | undefined;
  readonly #start: Start | undefined;

  constructor(
    readonly list: MergeList<Node>,
    private readonly from: FeedStart,
  ) {
    this.#start = toStart(from.gap, from.direction, from.isAtRow);
    if (!this.#start) this.#end = 'nothing';
  }

  /** The row that is handed out next. */
  get head(): PlacedRow<Node> | undefined {
    return this.#rows[this.#next];
  }

  /** Whether it has found out anything that was not known where it began. */
  get hasLearned(): boolean {
    return !this.failure && this.#ahead !== 'nothing';
  }

  /** Whether nothing of the list lies behind. */
  get isUntouched(): boolean {
    return !this.#last && !isRow(this.#behind);
  }

  get isOpen(): boolean {
    return !this.head && this.#end === 'open';
  }

  /** Whether more rows may follow, which cannot be had now although nothing went wrong. */
  get isCut(): boolean {
    return !this.head && this.#end === 'cut';
  }

  /** Why no more rows can be had. */
  get failure(): BillingError | undefined {
    return !this.head && typeof this.#end === 'object' ? this.#end : undefined;
  }

  /** Where the feed was cut: no row that is still to come lies before that place. */
  get reached(): string {
    return (this.#passed ?? this.#last)?.place ?? LAST;
  }

  /** Whether a row lies ahead; undefined: reading on would tell. */
  get hasMore(): boolean | undefined {
    if (this.isOpen && !this.#isMoreKnown) return undefined;
    return this.head !== undefined || this.#end !== 'nothing';
  }

  /** Where the feed stands: behind the last row that it handed out. */
  get gap(): Gap {
    return this.#gapAfter(this.#last?.row.position);
  }

  /** The same, but past the rows that a search had seen when it was cut short, if it was. */
  get endGap(): Gap {
    return this.isCut && this.#passed ? this.#gapAfter(this.#markPassed(this.#passed)) : this.gap;
  }

  take(): PlacedRow<Node> {
    const row = this.head;
    if (!row) throw new Error('There is no row at hand.');
    this.#next += 1;
    this.#last = row;
    return row;
  }

  /** Reads so many rows, or a page, where none is at hand and more may follow. */
  async fill(size: number): Promise<void> {
    if (!this.isOpen) return;
    try {
      await this.#read(Math.min(size, this.list.pageMax));
    } catch (error) {
      if (!isBillingError(error)) throw error;
      // A list of which nothing could be read is as one that failed: waiting for it would end the page before its first row.
      this.#end = error.code === 'QUERY_TOO_COSTLY' && this.#last ? 'cut' : error;
    }
  }

  /** Whether a row lies ahead, by one more read if need be. */
  async look(): Promise<boolean> {
    await this.fill(1);
    return this.hasMore ?? true;
  }

  async #read(size: number): Promise<void> {
    const { direction } = this.from;
    const start = this.#last ? { anchor: this.#last.row.position } : await this.#findStart();
    const slice = await this.list.read({ direction, size, anchor: start.anchor });
    if (slice.recovered && !slice.scan) this.#beside = slice.recovered.behind ?? 'nothing';
    this.recovered ??= slice.recovered;
    const included = start.includes && !slice.recovered && (await this.#readIncluded(start.includes, slice));
    const rows = included ? [...slice.rows, included] : slice.rows;
    this.#rows = inTravelOrder(this.#place(rows), direction);
    this.#next = 0;
    this.scanned += slice.scan?.scanned ?? rows.length;
    this.undecided += slice.scan?.undecided ?? 0;
    this.#endWith(slice, size);
  }

  #endWith({ rows, more, failure, scan }: Slice<Node>, size: number): void {
    if (failure && !isBillingError(failure)) throw failure;
    this.#isMoreKnown = scan?.isMoreKnown ?? true;
    this.#end = failure ?? (!more ? 'nothing' : rows.length < size ? 'cut' : 'open');
    const [passed] = scan?.resume ? this.#place([scan.resume]) : [];
    this.#passed = passed;
  }

  /** Rows are newest first, and so are read. */
  #place(rows: readonly Row<Node>[]): readonly PlacedRow<Node>[] {
    let place = (this.from.direction === 'forward' && this.#last?.place) || LAST;
    return rows.map((row) => ({ row, place: (place = this.list.placeOf(row) ?? place) }));
  }

  /** A walk forward includes a row by beginning at the one before it. */
  async #findStart(): Promise<Start> {
    const { anchor, includes } = this.#start as Start;
    const { direction } = this.from;
    if (direction === 'backward' || !includes) return { anchor, includes };
    const { rows, recovered } = await this.list.read({ direction: opposite(direction), size: 1, anchor });
    // Where it is gone there is nothing to include.
    return { anchor: recovered ? anchor : rows[0]?.position };
  }

  /** The row that a walk back begins with: the one after what lies before it. Undefined: it is gone. */
  async #readIncluded({ id, offset }: Position, before: Slice<Node>): Promise<Row<Node> | undefined> {
    const anchor = before.rows.at(-1)?.position;
    const { rows } = await this.list.read({ direction: 'forward', size: 1, anchor });
    return rows.find(({ position }) => position.id === id && position.offset === offset);
  }

  /** What lies where the walk comes from: of the row at which it is, that row; where that one is gone, the one beside it. */
  get #behind(): Neighbour {
    const { direction, gap, isAtRow } = this.from;
    if (this.#beside) return this.#beside;
    return direction === 'forward' || isAtRow ? gap.newer : gap.older;
  }

  get #ahead(): Neighbour {
    const { direction, gap } = this.from;
    return direction === 'forward' ? gap.older : gap.newer;
  }

  #gapAfter(position: Position | undefined): Gap {
    const ahead = this.#end === 'nothing' ? 'nothing' : position ? 'unknown' : this.#ahead;
    return toGap(position ?? this.#behind, this.head?.row.position ?? ahead, this.from.direction);
  }

  #markPassed({ row }: PlacedRow<Node>): Position {
    const behind = this.#behind;
    const hasMatch = this.#last !== undefined || (isRow(behind) && behind.passed?.hasMatch !== false);
    return markPassed(row.position, { direction: this.from.direction, hasMatch });
  }
}
