import { overlap } from '../../invoices/detail-cost.js';
import type { Direction } from '../../lists/window.js';
import type { CallCosts } from '../../providers/provider.js';

/** Names of fields that are selected of invoices. */
export type FieldNames = ReadonlySet<string>;

/** A window of a list of invoices, or of so many lists of which nothing but their number is known. */
export interface WindowShape {
  readonly costs: CallCosts;
  readonly times: number;
  /** The same for lists that are one list. */
  readonly list: string;
  readonly direction: Direction;
  /** The cursor's text; undefined: from an end of the list. */
  readonly anchor: string | undefined;
  readonly size: number;
  readonly selected: FieldNames;
}

interface PredictedWindow {
  readonly list: string;
  readonly turn: readonly string[];
  readonly shape: WindowShape;
}

interface Search {
  readonly costs: CallCosts;
  readonly wanted: Map<string, FieldNames>;
}

/**
 * What an operation is going to read. Whatever its loaders read together is one read here: windows of one list that are
 * asked for in one turn, and those that come later where a larger one has been read.
 */
export class PredictedReads {
  /** Reads that have been noted. */
  noted = 0;
  /** Names the fields that wait for one and the same answer, and so are asked in one turn: its place and those above it. */
  turn: readonly string[] = [];
  /** Calls that nothing else is read together with. */
  #alone = 0;
  readonly #single = new Map<string, number>();
  readonly #windows = new Map<string, PredictedWindow>();
  readonly #searches = new Map<string, Search>();

  /** Something that costs so many calls, however often it is asked for. */
  add(key: string, calls: number): void {
    this.noted += 1;
    this.#single.set(key, Math.max(calls, this.#single.get(key) ?? 0));
  }

  addOne(): void {
    this.noted += 1;
    this.#alone += 1;
  }

  addWindow(shape: WindowShape): void {
    const isPlain = !costsDetails(shape.costs, shape.selected);
    const list = JSON.stringify([shape.list, shape.direction, shape.anchor, isPlain]);
    const key = toKey(list, this.turn);
    const other = this.#windows.get(key)?.shape;
    this.noted += 1;
    this.#windows.set(key, { list, turn: this.turn, shape: other ? merge(other, shape) : shape });
  }

  addSearch(account: string, costs: CallCosts, invoiceId: string, selected: FieldNames): void {
    this.noted += 1;
    const search = this.#searches.get(account) ?? { costs, wanted: new Map<string, FieldNames>() };
    search.wanted.set(invoiceId, selected);
    this.#searches.set(account, search);
  }

  /** Upstream calls, at most, where nothing fails and every id names something. May be infinite. */
  get calls(): number {
    const single = [...this.#single.values()];
    const windows = [...this.#windows.values()].map((window) =>
      this.#isRead(window) ? 0 : callsOfWindow(window.shape),
    );
    const searches = [...this.#searches.values()].map(callsOfSearch);
    return [...single, ...windows, ...searches].reduce((sum, calls) => sum + calls, this.#alone);
  }

  /** Whether a turn before has brought all of the window. */
  #isRead({ list, turn, shape }: PredictedWindow): boolean {
    return turn.some((_, length) => {
      const earlier = this.#windows.get(toKey(list, turn.slice(0, length)))?.shape;
      return earlier !== undefined && earlier.size >= shape.size && earlier.times >= shape.times;
    });
  }
}

function toKey(list: string, turn: readonly string[]): string {
  return JSON.stringify([list, turn]);
}

function merge(one: WindowShape, other: WindowShape): WindowShape {
  return {
    ...one,
    size: Math.max(one.size, other.size),
    times: Math.max(one.times, other.times),
    selected: new Set([...one.selected, ...other.selected]),
  };
}

/** The end of a list that is only read from its head is as far away as the list is long. */
function callsOfWindow({ costs, times, direction, anchor, size, selected }: WindowShape): number {
  if (times === 0) return 0;
  const isTail = direction === 'backward' && (anchor === undefined || !costs.readsBackward);
  const pages = isTail ? Number.POSITIVE_INFINITY : Math.ceil(size / costs.pageMax);
  return times * (pages + (costsDetails(costs, selected) ? size : 0));
}

/**
 * One invoice is asked for by its id, or found by its neighbour. Of several, the walk from the head and the search one by
 * one take turns: the walk is one page ahead before each of them but the last, which is not walked for. See `planRead`.
 */
function callsOfSearch({ costs, wanted }: Search): number {
  const ids = [...wanted.keys()];
  const isById = ids.every((id) => costs.fetchesById(id));
  if (!isById && !costs.readsBackward) return Number.POSITIVE_INFINITY;
  const each = isById ? 1 : CALLS_OF_A_HOP;
  const pages = ids.length === 1 ? 0 : each * (ids.length - 2) + 1;
  // An answer by id brings the details; a row of a page may have them still to come.
  const isDetailed = (selected: FieldNames): boolean => costsDetails(costs, selected);
  const details = isById && ids.length === 1 ? 0 : [...wanted.values()].filter(isDetailed).length;
  return each * ids.length + pages + details;
}

const CALLS_OF_A_HOP = 2;

/** Whether what is selected of its invoices may cost a call for each. */
export function costsDetails({ detailFields }: CallCosts, selected: FieldNames): boolean {
  if (!detailFields) return false;
  return overlap(selected, detailFields.always) || overlap(selected, detailFields.sometimes);
}
