import type { Direction } from './direction.js';

/** Where a row stands in its list: at the row with this id, or `offset` rows from it. */
export interface Position {
  /** The provider's id of the row. Null: the head of the list. */
  readonly id: string | null;
  /**
   * When the row was created, as sent, or what stands for that in the order of its list; null where the provider did not say.
   * It tells where the row was when it is gone.
   */
  readonly createdAt: string | null;
  /**
   * 0 for every row that has an id. A row that came without one is found from its neighbour: 1 is the row
   * after it (older), -1 the row before it (newer).
   */
  readonly offset: number;
  /**
   * Where a provider that cannot read from an id found the row: its own cursor of the page, the row's place on
   * it, and whatever else it needs to be there again in one call. Verified on use.
   */
  readonly hint?: readonly (string | number | null)[] | undefined;
  /** There where a search for rows of a filter was cut short: not every such row is one of the filter's. */
  readonly passed?: Passed | undefined;
}

/** Members one by one: some are getters, which spreading would lose. */
export function markPassed({ id, createdAt, offset, hint }: Position, passed: Passed): Position {
  return { id, createdAt, offset, hint, passed };
}

/** What a search had passed before it came to the row at which it was cut short. */
export interface Passed {
  /** The search's. */
  readonly direction: Direction;
  readonly hasMatch: boolean;
}

/** Before the newest row. */
export const head: Position = { id: null, createdAt: null, offset: 0 };
