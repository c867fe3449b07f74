import type { Calls } from '../calls/call-budget.js';
import { BillingError, isBillingError } from '../errors/billing-error.js';
import { toError } from '../errors/settle.js';
import type { Recovered } from './lost-row.js';
import { PageReader } from './page-reader.js';
import type { PageRead, PageSource, Row } from './page-source.js';
import type { Position } from './position.js';
import { readFirst, trimPage, type BegunPage } from './read-first.js';
import { RowSet } from './row-set.js';
import { inTravelOrder, type Slice } from './slice.js';
import type { Direction } from './window.js';

/** What reading a list may spend. */
export interface ReadBudget<Node> {
  readonly calls: Calls;
  /** Calls that the rows will cost beside their pages. Reading on leaves them. */
  readonly costOf?: ((rows: readonly Row<Node>[]) => number) | undefined;
  /** Calls that reading on leaves although none of the rows so far costs any. */
  readonly callsKept?: number | undefined;
}

/** How far to walk, from where. */
export interface Walk<Node> {
  readonly direction: Direction;
  readonly anchor: Position | undefined;
  /** Rows after which the walk is over. */
  readonly rowsMax: number;
  /** A row before which the walk is over. */
  readonly stopBefore?: Position | undefined;
  /** Asked after each page, with all rows so far in the order of travel. */
  readonly isOver?: (rows: readonly Row<Node>[]) => boolean;
}

/** The rows that a walk has met. */
export interface Walked<Node> extends Slice<Node> {
  /** Why the walk ended; `over` is what `isOver` said, `silence` is a provider that says more follows and sends nothing new. */
  readonly end: 'filled' | 'over' | 'stopped' | 'list' | 'budget' | 'silence' | 'failure';
}

/**
 * Reads pages of up to `pageMax`, one after the other, until the walk has its rows, is over, or the list or the calls end.
 * Where nothing was read, what went wrong is thrown.
 */
export async function walkRows<Node>(
  source: PageSource<Node>,
  walk: Walk<Node>,
  { calls, costOf = () => 0, callsKept = 0 }: ReadBudget<Node>,
): Promise<Walked<Node>> {
  const { direction, rowsMax, stopBefore } = walk;
  const reader = new PageReader(source, calls);
  const found = new RowSet<Node>();
  let recovered: Recovered | undefined;
  const ended = (end: Walked<Node>['end'], failure?: Error): Walked<Node> => ({
    rows: inTravelOrder(found.rows, direction),
    more: end !== 'list',
    end,
    ...(failure && { failure }),
    ...(recovered && { recovered }),
  });
  let anchor = walk.anchor;
  let continuation: string | undefined;
  for (;;) {
    const limit = Math.min(source.pageMax, rowsMax - found.rows.length);
    const hasRows = found.rows.length > 0;
    if (hasRows && !canReadOn(calls.left, costOf(found.rows), callsKept)) return ended('budget');
    const read = { direction, limit, anchor, continuation };
    const page = hasRows ? await readNext(reader, read) : await readFirst({ source, reader, rowsMax }, read);
    if (page === undefined) return ended('budget');
    if ('failure' in page) return ended('failure', page.failure);
    recovered ??= page.recovered;
    const rows = inTravelOrder(page.rows, direction);
    if (rows.some(({ position }) => isSamePlace(position, walk.anchor))) throw standstill();
    const stop = rows.findIndex(({ position }) => isSamePlace(position, stopBefore));
    const added = found.add(stop === -1 ? rows : rows.slice(0, stop));
    if (stop !== -1) return ended('stopped');
    if (!page.more) return ended('list');
    if (added === 0) return ended('silence');
    if (found.rows.length >= rowsMax) return ended('filled');
    if (walk.isOver?.(found.rows)) return ended('over');
    anchor = found.rows.at(-1)?.position;
    continuation = page.continuation;
  }
}

/**
 * One more page is of use if the calls then left pay for the rows so far, and for one of its own where rows cost
 * something.
 */
function canReadOn(callsLeft: number, due: number, callsKept: number): boolean {
  return due === 0 ? callsLeft > callsKept : callsLeft - 1 > due;
}

interface Failed {
  readonly failure: Error;
}

/** Undefined: the budget is spent. There are rows to show. */
async function readNext<Node>(
  reader: PageReader<Node>,
  read: PageRead,
): Promise<BegunPage<Node> | Failed | undefined> {
  try {
    return trimPage(await reader.read(read), read);
  } catch (error) {
    return isBillingError(error, 'QUERY_TOO_COSTLY') ? undefined : { failure: toError(error) };
  }
}

/** A row without an id is the one that lies where the provider's own cursor and the place on its page say. */
function isSamePlace({ id, offset, hint }: Position, other: Position | undefined): boolean {
  if (other?.id !== id || other.offset !== offset) return false;
  return offset === 0 || JSON.stringify(other.hint) === JSON.stringify(hint);
}

/** Handing out the anchor again would lead whoever follows it in a circle. */
function standstill(): BillingError {
  return new BillingError(
    'UPSTREAM_INVALID_RESPONSE',
    'The provider sent the row that it was asked to go on from.',
  );
}

/** A provider that promises rows and sends none would be asked for ever. */
export function silence(): BillingError {
  return new BillingError(
    'UPSTREAM_INVALID_RESPONSE',
    'The provider says that more rows follow, but sent none.',
  );
}
