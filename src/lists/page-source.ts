import type { Calls } from '../calls/call-budget.js';
import type { BillingError } from '../errors/billing-error.js';
import type { Position } from './position.js';
import type { Direction } from './window.js';

/** One row of a list, newest first in every answer. */
export interface Row<Node> {
  readonly position: Position;
  /** What the row holds, or why it cannot be read; its neighbours are not touched by that. */
  readonly node: Node | BillingError;
  /** The row's JSON as it came. Two rows with one id must be equal in it, or neither can be trusted. */
  text(): string;
}

/** Which rows one upstream call is to give: those next to the anchor, in one direction. */
export interface PageRead {
  readonly direction: Direction;
  readonly limit: number;
  /** Excluded from the page; undefined: the head of the list (forward only). */
  readonly anchor: Position | undefined;
  /** What the page before gave as `continuation`, in the same walk. Stands for the anchor where present. */
  readonly continuation?: string | undefined;
}

/** What came of it. */
export interface SourcePage<Node> {
  /** Newest first, next to the anchor. There may be more than `limit`; who reads on keeps the nearest ones. */
  readonly rows: readonly Row<Node>[];
  /** Whether more rows lie beyond these in the direction of travel. */
  readonly more: boolean;
  /** The provider's own cursor for the page after this one, passed back to it unchanged. */
  readonly continuation?: string | undefined;
}

/** One list of one account at one provider: what a single upstream call can read of it. */
export interface PageSource<Node> {
  /** Most rows that one call gives. */
  readonly pageMax: number;
  /** Whether the provider reads towards newer rows from an anchor. */
  readonly readsBackward: boolean;
  /** One upstream call, paid from `calls`. @throws INVALID_CURSOR where the provider refuses the anchor */
  readPage(read: PageRead, calls: Calls): Promise<SourcePage<Node>>;
  /**
   * The page on which `readPage` looked for the anchor's row in vain, if it had one; no call. Only of a provider that cannot read
   * from an id: a row that is refused may be there all the same.
   */
  missedOn?(anchor: Position): SourcePage<Node> | undefined;
  /**
   * Which of the rows that have the anchor's own time came before it (newer) when its cursor was made; absent where the
   * cursor does not tell.
   */
  tiesOf?(this: void, anchor: Position): (position: Position) => boolean;
  /**
   * Fetches one row by its id, in one upstream call; absent where the provider has no such call. Null: there is no such
   * row. Undefined: this call cannot tell, and the list must be searched.
   */
  readRow?(id: string, calls: Calls): Promise<Row<Node> | null | undefined>;
}
