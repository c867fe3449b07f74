import { BillingError, isBillingError } from '../errors/billing-error.js';
import { isPast, partAt, placeOfPosition, toLostRow, type LostRow, type Recovered } from './lost-row.js';
import type { PageReader } from './page-reader.js';
import type { PageRead, PageSource, Row, SourcePage } from './page-source.js';
import type { Position } from './position.js';
import { RowSet } from './row-set.js';

/** A page next to a row that its provider did not find at once. */
export interface FoundPage<Node> extends SourcePage<Node> {
  /** Undefined: the row is in the list after all. */
  readonly recovered: Recovered | undefined;
}

/** What is needed to look for a row. */
export interface LostRead<Node> {
  readonly source: PageSource<Node>;
  readonly reader: PageReader<Node>;
  readonly read: PageRead & { readonly anchor: Position };
  /** With what the provider refused the row. */
  readonly refusal: unknown;
}

/** Whether a row that its provider refused can be looked for: by its time or, where a refusal may mean little, by its id. */
export function isRecoverable(anchor: Position, source: PageSource<unknown>): boolean {
  return anchor.offset === 0 && (source.missedOn !== undefined || placeOfPosition(anchor) !== null);
}

/**
 * Looks for a row that its provider does not know, and gives what is next to it: page by page from the newest on, until the
 * row is met or the rows are older than it was. From there the walk goes on as if the row were there.
 *
 * @throws PAGINATION_TOO_DEEP where the calls end before that, and the refusal where nothing tells where the row was
 */
export async function recoverPage<Node>(lost: LostRead<Node>): Promise<FoundPage<Node>> {
  const { anchor, direction } = lost.read;
  const row = toLostRow(anchor, lost.source);
  if (row && direction === 'forward') {
    const near = lost.source.missedOn?.(anchor);
    const parting = near && partAt(near.rows, row);
    if (near && parting && parting.olderFrom > 0 && isPast(near.rows, row))
      return cutForward(near, near.rows, parting.olderFrom);
  }
  const { rows, page } = await scan(lost, row);
  const at = rows.findIndex(({ position }) => isSame(position, anchor));
  if (at !== -1) return standAt(lost, rows, page, at);
  const parting = row && partAt(rows, row);
  if (!parting || (page.more && !isPast(rows, row))) throw lost.refusal;
  if (direction === 'forward') return cutForward(page, rows, parting.olderFrom);
  return {
    rows: rows.slice(0, parting.newer),
    more: false,
    recovered: { behind: rows[parting.newer]?.position },
  };
}

interface Scanned<Node> {
  readonly rows: readonly Row<Node>[];
  /** The last one. */
  readonly page: SourcePage<Node>;
}

/** From the newest row to the lost one, to one that is older, or to the end. */
async function scan<Node>(
  { source, reader, read }: LostRead<Node>,
  row: LostRow | undefined,
): Promise<Scanned<Node>> {
  const found = new RowSet<Node>();
  let page: SourcePage<Node> | undefined;
  do {
    page = await readNext(reader, source.pageMax, page);
    found.add(page.rows);
  } while (page.more && page.rows.length > 0 && !isMet(found.rows, page.rows, read.anchor, row));
  return { rows: found.rows, page };
}

function isMet(
  rows: readonly Row<unknown>[],
  newest: readonly Row<unknown>[],
  anchor: Position,
  row: LostRow | undefined,
): boolean {
  if (newest.some(({ position }) => isSame(position, anchor))) return true;
  return row !== undefined && isPast(rows, row);
}

async function readNext<Node>(
  reader: PageReader<Node>,
  limit: number,
  last: SourcePage<Node> | undefined,
): Promise<SourcePage<Node>> {
  const anchor = last?.rows.at(-1)?.position;
  try {
    return await reader.read({ direction: 'forward', limit, anchor, continuation: last?.continuation });
  } catch (error) {
    throw isBillingError(error, 'QUERY_TOO_COSTLY') ? tooDeep() : error;
  }
}

/** What follows the last row of a page is the next page. */
async function standAt<Node>(
  { source, reader, read }: LostRead<Node>,
  rows: readonly Row<Node>[],
  page: SourcePage<Node>,
  at: number,
): Promise<FoundPage<Node>> {
  if (read.direction === 'backward') return { rows: rows.slice(0, at), more: false, recovered: undefined };
  const older = rows.slice(at + 1);
  if (older.length > 0 || !page.more) return { ...page, rows: older, recovered: undefined };
  return { ...(await readNext(reader, source.pageMax, page)), recovered: undefined };
}

function cutForward<Node>(
  { more, continuation }: SourcePage<Node>,
  rows: readonly Row<Node>[],
  from: number,
): FoundPage<Node> {
  return { rows: rows.slice(from), more, continuation, recovered: { behind: rows[from - 1]?.position } };
}

function isSame({ id, offset }: Position, other: Position): boolean {
  return id === other.id && offset === other.offset;
}

function tooDeep(): BillingError {
  return new BillingError(
    'PAGINATION_TOO_DEEP',
    'The row at the cursor is gone, and its place lies further down than the upstream calls of one operation reach.',
  );
}
