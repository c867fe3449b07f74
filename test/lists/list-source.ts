import { CallBudget, type Calls } from '../../src/calls/call-budget.js';
import { BillingError } from '../../src/errors/billing-error.js';
import { head, type Position } from '../../src/lists/position.js';
import { readWindow } from '../../src/lists/read-window.js';
import type { RowFilter } from '../../src/lists/row-filter.js';
import { scanWindows } from '../../src/lists/scan-windows.js';
import type { Slice } from '../../src/lists/slice.js';
import type { Window } from '../../src/lists/window.js';
import type { PageRead, PageSource, Row, SourcePage } from '../../src/lists/page-source.js';

/** A provider's list: the id of each row, newest first; null for a row that came without one. */
export type ListedIds = readonly (string | null)[];

export interface ListSourceOptions {
  readonly pageMax: number;
  readonly readsBackward?: boolean;
  readonly callsMax?: number;
  /** Rows that the pages give at most, one after the other and over again. None: as many as asked for. */
  readonly pageSizes?: readonly number[];
  /** Sends one row of every page twice; only a row with an id can be told from its repetition. */
  readonly repeats?: boolean;
}

/** A provider over a plain list, which knows its rows by their place. It records what it was asked. */
export class ListSource implements PageSource<number> {
  readonly reads: PageRead[] = [];
  readonly pageMax: number;
  readonly readsBackward: boolean;
  /** What its reads are paid from. */
  readonly calls: CallBudget;

  constructor(
    private readonly ids: ListedIds,
    private readonly options: ListSourceOptions,
  ) {
    this.pageMax = options.pageMax;
    this.calls = new CallBudget(options.callsMax ?? Infinity);
    this.readsBackward = options.readsBackward ?? true;
  }

  async readPage(read: PageRead, calls: Calls): Promise<SourcePage<number>> {
    calls.take();
    const { pageSizes = [], repeats = false } = this.options;
    const shortened = Math.min(read.limit, pageSizes[this.reads.length % pageSizes.length] ?? read.limit);
    this.reads.push(read);
    const size = repeats && shortened > 1 ? shortened - 1 : shortened;
    const { start, end, more } = this.#range(read, size);
    const rows = this.ids.slice(start, end).map((_, index) => this.#row(start + index, read));
    const twin = size < shortened ? rows.find(({ position }) => position.offset === 0) : undefined;
    return { rows: rows.flatMap((row) => (row === twin ? [row, row] : [row])), more };
  }

  #range({ direction, anchor }: PageRead, size: number): { start: number; end: number; more: boolean } {
    const { length } = this.ids;
    if (direction === 'backward') {
      if (!anchor || !this.readsBackward) throw new Error('This provider does not read backward from there.');
      const end = this.#indexOf(anchor);
      return { start: Math.max(0, end - size), end, more: end - size > 0 };
    }
    const start = anchor ? this.#indexOf(anchor) + 1 : 0;
    return { start, end: Math.min(length, start + size), more: start + size < length };
  }

  #indexOf({ id, offset }: Position): number {
    const index = id === null ? -1 : this.ids.indexOf(id);
    if (id !== null && index === -1) throw new BillingError('INVALID_CURSOR', `There is no row ${id}.`);
    return index + offset;
  }

  #row(index: number, { direction }: PageRead): Row<number> {
    return {
      position: this.#position(index, direction === 'forward' ? 1 : -1),
      node: index,
      text: () => `row ${index}`,
    };
  }

  /** A row without an id is found from the nearest row with one that the reader has passed. */
  #position(index: number, step: 1 | -1): Position {
    const id = this.ids[index] ?? null;
    if (id !== null) return { id, createdAt: `time of ${id}`, offset: 0 };
    if (index < 0 || index >= this.ids.length) return { ...head, offset: 0 };
    const neighbour = this.#position(index - step, step);
    return { ...neighbour, offset: neighbour.offset + step };
  }
}

/** `count` rows, all with ids. */
export function listOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `in_${index}`);
}

/** The window, paid from the source's own calls. */
export async function readFrom(source: ListSource, window: Window): Promise<Slice<number>> {
  return readWindow(source, window, { calls: source.calls });
}

/** The window of those rows that the filter lets through, paid from the source's own calls. */
export async function scanFor(
  source: ListSource,
  window: Window,
  filter: RowFilter<number>,
): Promise<Slice<number>> {
  const wanted = [{ size: window.size, filter }];
  const [slice] = await scanWindows(source, window, wanted, { calls: source.calls });
  return slice as Slice<number>;
}
