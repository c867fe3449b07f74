import { BillingError } from '../errors/billing-error.js';
import type { Calls } from '../calls/call-budget.js';
import { isFarPast, partAt, toLostRow, type Recovered } from './lost-row.js';
import type { PageSource, Row } from './page-source.js';
import type { Position } from './position.js';
import { silence, walkRows, type Walk } from './walk-rows.js';

/** How far a tail reaches. */
export interface TailReach<Node> extends Pick<Walk<Node>, 'isOver'> {
  /** Whose row ends it; undefined: the end of the list does. */
  readonly anchor: Position | undefined;
}

/** The rows of a tail. */
export interface Tail<Node> {
  /** Newest first. */
  readonly rows: readonly Row<Node>[];
  /** Where the anchor's row is gone: they end where it was. */
  readonly recovered?: Recovered | undefined;
}

/**
 * All rows from the head of a list to the anchor or the end, newest first: the way to the last of them without backward
 * reads. Where the anchor's row was not met, all that has a time before its own comes after it.
 *
 * @throws PAGINATION_TOO_DEEP where the calls end before, and whatever else ended the walk: the last rows are not known
 */
export async function readToTail<Node>(
  source: PageSource<Node>,
  { anchor, isOver }: TailReach<Node>,
  calls: Calls,
): Promise<Tail<Node>> {
  const lost = anchor && toLostRow(anchor, source);
  const isPast = lost && ((met: readonly Row<Node>[]) => isFarPast(met, lost.place, source.pageMax));
  const walk: Walk<Node> = {
    direction: 'forward',
    anchor: undefined,
    rowsMax: Number.POSITIVE_INFINITY,
    stopBefore: anchor,
    ...((isOver ?? isPast) && { isOver: (met) => isOver?.(met) === true || isPast?.(met) === true }),
  };
  const { rows, end, failure } = await walkRows(source, walk, { calls });
  if (failure) throw failure;
  if (end === 'budget') throw tooDeep();
  if (end === 'silence') throw silence();
  if (!anchor || end === 'stopped') return { rows };
  if (lost && (end === 'list' || isPast?.(rows))) {
    const { newer } = partAt(rows, lost);
    return { rows: rows.slice(0, newer), recovered: { behind: rows[newer]?.position } };
  }
  if (end === 'list') throw new BillingError('INVALID_CURSOR', 'The row at the cursor is gone.');
  return { rows };
}

function tooDeep(): BillingError {
  return new BillingError(
    'PAGINATION_TOO_DEEP',
    'The oldest rows lie further down than the upstream calls of one operation reach. Page from the newest instead.',
  );
}
