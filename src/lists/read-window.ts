import type { Calls } from '../calls/call-budget.js';
import { BillingError, isBillingError } from '../errors/billing-error.js';
import { toError } from '../errors/settle.js';
import type { Position } from './position.js';
import { PageReader } from './page-reader.js';
import type { PageRead, PageSource, Row, SourcePage } from './page-source.js';
import { RowSet } from './row-set.js';
import type { Direction, Window } from './window.js';

/** The rows of a window, newest first, and whether more lie beyond them in the direction of travel. */
export interface Slice<Node> {
  readonly rows: readonly Row<Node>[];
  readonly more: boolean;
  /** What ended the reading early. The rows that came before it stand, and the last of them is where to go on. */
  readonly failure?: Error;
}

/** What reading a list may spend. */
export interface ReadBudget<Node> {
  readonly calls: Calls;
  /** Calls that the rows will cost beside their pages. Reading on leaves them. */
  readonly costOf?: ((rows: readonly Row<Node>[]) => number) | undefined;
}

interface Walk {
  readonly direction: Direction;
  readonly anchor: Position | undefined;
  /** Rows after which the walk is over. */
  readonly rowsMax: number;
  /** A row before which the walk is over. */
  readonly stopBefore?: Position | undefined;
}

interface Walked<Node> extends Slice<Node> {
  /** Why the walk ended; `silence` is a provider that says more follows and sends nothing new. */
  readonly end: 'filled' | 'stopped' | 'list' | 'budget' | 'silence' | 'failure';
}

/**
 * Reads a window in the fewest calls that the source allows: pages of up to `pageMax`, one after the other,
 * until the window is full, the list ends, or the calls do. A window that was cut short is a shorter one that says more
 * follows.
 *
 * @throws PAGINATION_TOO_DEEP where only a walk past the budget could tell which rows the window holds
 */
export async function readWindow<Node>(
  source: PageSource<Node>,
  { direction, size, anchor }: Window,
  budget: ReadBudget<Node>,
): Promise<Slice<Node>> {
  if (direction === 'backward' && !(anchor && source.readsBackward))
    return readTail(source, size, anchor, budget.calls);
  const walked = await walk(source, { direction, anchor, rowsMax: size }, budget);
  if (walked.end === 'silence' && walked.rows.length === 0) throw silence();
  return walked;
}

/**
 * Narrows a slice that was read for a window of the same anchor and direction, as large or larger. What ended the
 * reading is no concern of a window that was filled before.
 */
export function narrowSlice<Node>(slice: Slice<Node>, direction: Direction, size: number): Slice<Node> {
  if (slice.rows.length < size) return slice;
  if (slice.rows.length === size) return { rows: slice.rows, more: slice.more };
  return { rows: direction === 'forward' ? slice.rows.slice(0, size) : lastOf(slice.rows, size), more: true };
}

/** The last rows before the anchor, or of the list, by a walk from the head: the way without backward reads. */
async function readTail<Node>(
  source: PageSource<Node>,
  size: number,
  anchor: Position | undefined,
  calls: Calls,
): Promise<Slice<Node>> {
  const tail: Walk = {
    direction: 'forward',
    anchor: undefined,
    rowsMax: Number.POSITIVE_INFINITY,
    stopBefore: anchor,
  };
  const { rows, end, failure } = await walk(source, tail, { calls });
  if (failure) throw failure;
  if (end === 'budget') throw tooDeep();
  if (end === 'silence') throw silence();
  if (anchor && end !== 'stopped')
    throw new BillingError('INVALID_CURSOR', 'Argument "before": its row is gone.');
  return { rows: lastOf(rows, size), more: rows.length > size };
}

async function walk<Node>(
  source: PageSource<Node>,
  walk: Walk,
  { calls, costOf = () => 0 }: ReadBudget<Node>,
): Promise<Walked<Node>> {
  const { direction, rowsMax, stopBefore } = walk;
  const reader = new PageReader(source, calls);
  const found = new RowSet<Node>();
  const ended = (end: Walked<Node>['end'], failure?: Error): Walked<Node> => ({
    rows: inTravelOrder(found.rows, direction),
    more: end !== 'list',
    end,
    ...(failure && { failure }),
  });
  let anchor = walk.anchor;
  let continuation: string | undefined;
  for (;;) {
    const limit = Math.min(source.pageMax, rowsMax - found.rows.length);
    const hasRows = found.rows.length > 0;
    if (hasRows && !canReadOn(calls.left, costOf(found.rows))) return ended('budget');
    const page = await readNext(reader, { direction, limit, anchor, continuation }, hasRows);
    if (page === undefined) return ended('budget');
    if ('failure' in page) return ended('failure', page.failure);
    const rows = inTravelOrder(page.rows, direction);
    if (rows.some(({ position }) => isSamePlace(position, walk.anchor))) throw standstill();
    const stop = rows.findIndex(({ position }) => isSamePlace(position, stopBefore));
    const added = found.add(stop === -1 ? rows : rows.slice(0, stop));
    if (stop !== -1) return ended('stopped');
    if (!page.more) return ended('list');
    if (added === 0) return ended('silence');
    if (found.rows.length >= rowsMax) return ended('filled');
    anchor = found.rows.at(-1)?.position;
    continuation = page.continuation;
  }
}

/**
 * One more page is of use if the calls then left pay for the rows so far, and for one of its own where rows cost
 * something.
 */
function canReadOn(callsLeft: number, due: number): boolean {
  return due === 0 ? callsLeft > 0 : callsLeft - 1 > due;
}

interface Failed {
  readonly failure: Error;
}

/** Undefined: the budget is spent, and there are rows to show. Without any, what fails is thrown. */
async function readNext<Node>(
  reader: PageReader<Node>,
  read: PageRead,
  hasRows: boolean,
): Promise<SourcePage<Node> | Failed | undefined> {
  try {
    return trimPage(await reader.read(read), read);
  } catch (error) {
    if (!hasRows) throw error;
    return isBillingError(error, 'QUERY_TOO_COSTLY') ? undefined : { failure: toError(error) };
  }
}

/**
 * Its cursor points past all the rows that it sent; as some are cut off here, the walk goes on from the last one kept.
 */
function trimPage<Node>(page: SourcePage<Node>, { direction, limit }: PageRead): SourcePage<Node> {
  if (page.rows.length <= limit) return page;
  return { rows: direction === 'forward' ? page.rows.slice(0, limit) : lastOf(page.rows, limit), more: true };
}

/** A row without an id is the one that lies where the provider's own cursor and the place on its page say. */
function isSamePlace({ id, offset, hint }: Position, other: Position | undefined): boolean {
  if (other?.id !== id || other.offset !== offset) return false;
  return offset === 0 || JSON.stringify(other.hint) === JSON.stringify(hint);
}

/** Newest first becomes order of travel, and the other way round. */
export function inTravelOrder<Item>(items: readonly Item[], direction: Direction): readonly Item[] {
  return direction === 'forward' ? items : items.toReversed();
}

function lastOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  return count === 0 ? [] : items.slice(-count);
}

function tooDeep(): BillingError {
  return new BillingError(
    'PAGINATION_TOO_DEEP',
    'The oldest rows lie further down than the upstream calls of one operation reach. Page from the newest instead.',
  );
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
