import type { PlaceRange, RowFilter, Verdict } from '../../src/lists/row-filter.js';

export interface NumberFilterOptions {
  /** What is said of each row, by its index in the list, over and over again. */
  readonly verdicts: readonly Verdict[];
  /** Rows before the first and from the second on are `other`, and the filter knows that the list has that order. */
  readonly range?: readonly [number, number] | undefined;
  /** Where the rows say that they stand; left out: in the order of the list. */
  readonly placeOf?: (index: number) => string | null;
}

/** A filter over a list whose rows hold their own index, as `ListSource` gives them. */
export class NumberFilter implements RowFilter<number> {
  readonly key = 'numbers';

  constructor(private readonly options: NumberFilterOptions) {}

  judge(index: number): Verdict {
    const { verdicts, range = [0, Number.POSITIVE_INFINITY] } = this.options;
    if (index < range[0] || index >= range[1]) return 'other';
    return verdicts[index % verdicts.length] ?? 'match';
  }

  get range(): PlaceRange {
    const { range } = this.options;
    return { from: range && toPlace(range[1] - 1), before: range && toPlace(range[0] - 1) };
  }

  placeOf(index: number): string | null {
    return this.options.placeOf?.(index) ?? toPlace(index);
  }
}

/** The first rows are the newest. */
function toPlace(index: number): string {
  return String(1000 - index).padStart(4, '0');
}
