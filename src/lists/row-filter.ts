import type { Row } from './page-source.js';
import type { Direction } from './window.js';

/** What a filter says of a row. `undecided`: what it goes by is not stated, or cannot be read. */
export type Verdict = 'match' | 'other' | 'undecided';

/** Which rows of a list are wanted. None of its methods throws. */
export interface RowFilter<Node> {
  /** The same text for filters that ask for the same, whatever their form. */
  readonly key: string;
  /** Between which places wanted rows stand, as far as the filter says. */
  readonly range: PlaceRange;
  /** Whether undecided rows are let through, for whoever tells them apart; left out: they are only counted. */
  readonly keepsUndecided?: boolean;
  judge(node: Node): Verdict;
  /** Where the row stands in the order of the list, as text: that of a newer row is greater. Null: nobody can tell. */
  placeOf(node: Node): string | null;
}

/** Lets every row through, also one that cannot be read. */
export const allRows: RowFilter<unknown> = {
  key: '',
  range: { from: undefined, before: undefined },
  judge: () => 'match',
  placeOf: () => null,
};

/** From the first place on, and before the second; undefined: no bound. */
export interface PlaceRange {
  readonly from: string | undefined;
  readonly before: string | undefined;
}

/** A row, and what the filter says of it. */
export interface JudgedRow<Node> {
  readonly row: Row<Node>;
  readonly verdict: Verdict;
}

/** What one filter says of the rows of one walk; each row is looked at once. */
export class Judge<Node> {
  readonly #verdicts = new Map<Row<Node>, Verdict>();
  /** Rows of the walk whose places have been looked at. */
  #placed = 0;
  #lastPlace: string | undefined;
  #isInOrder = true;

  constructor(
    private readonly filter: RowFilter<Node>,
    /** The walk's. */
    private readonly direction: Direction,
  ) {}

  judged(rows: readonly Row<Node>[]): readonly JudgedRow<Node>[] {
    return rows.map((row) => ({ row, verdict: this.#verdictOf(row) }));
  }

  isMatch(row: Row<Node>): boolean {
    return this.#verdictOf(row) === 'match';
  }

  matchesAmong(rows: readonly Row<Node>[]): readonly Row<Node>[] {
    return rows.filter((row) => this.isMatch(row));
  }

  /**
   * Whether nothing is wanted beyond the rows that the walk has met, in its order: the last of them lies past the range.
   * A list that was seen to be out of order tells nothing, and is read on.
   */
  isOver(rows: readonly Row<Node>[]): boolean {
    const { from, before } = this.filter.range;
    if (from === undefined && before === undefined) return false;
    for (; this.#placed < rows.length; this.#placed += 1) this.#place(rows[this.#placed] as Row<Node>);
    const last = this.#lastPlace;
    if (last === undefined || !this.#isInOrder) return false;
    return this.direction === 'forward'
      ? from !== undefined && last < from
      : before !== undefined && last >= before;
  }

  #verdictOf(row: Row<Node>): Verdict {
    const known = this.#verdicts.get(row);
    if (known !== undefined) return known;
    const isUnread = row.node instanceof Error && this.filter !== allRows;
    const found = isUnread ? 'undecided' : this.filter.judge(row.node as Node);
    const verdict = found === 'undecided' && this.filter.keepsUndecided ? 'match' : found;
    this.#verdicts.set(row, verdict);
    return verdict;
  }

  #place({ node }: Row<Node>): void {
    const place = node instanceof Error ? null : this.filter.placeOf(node);
    if (place === null) return;
    const last = this.#lastPlace ?? place;
    this.#isInOrder &&= this.direction === 'forward' ? place <= last : place >= last;
    this.#lastPlace = place;
  }
}
