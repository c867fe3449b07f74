import { BillingError, isBillingError } from '../errors/billing-error.js';
import { placeOfPosition, type Recovered } from './lost-row.js';
import type { PageReader } from './page-reader.js';
import type { PageRead, PageSource, SourcePage } from './page-source.js';
import { isRecoverable, recoverPage } from './recover-page.js';
import { lastOf } from './slice.js';

/** A page, and whether its walk had to be begun anew. */
export interface BegunPage<Node> extends SourcePage<Node> {
  readonly recovered?: Recovered | undefined;
}

/** Whose list it is, and how it is read. */
interface ReadFrom<Node> {
  readonly source: PageSource<Node>;
  readonly reader: PageReader<Node>;
  /** Rows that are wanted, of which the first read may be a part. */
  readonly rowsMax: number;
}

/** The first page of a walk. Where its provider does not know the row to begin at, that is looked for. */
export async function readFirst<Node>(
  { source, reader, rowsMax }: ReadFrom<Node>,
  read: PageRead,
): Promise<BegunPage<Node>> {
  const { anchor } = read;
  try {
    const page = await reader.read(read);
    if (!source.missedOn && isElsewhere(page, read)) throw elsewhere();
    return trimPage(page, read);
  } catch (refusal) {
    if (!isBillingError(refusal, 'INVALID_CURSOR') || !anchor || !isRecoverable(anchor, source))
      throw refusal;
    const page = await recoverPage({ source, reader, read: { ...read, anchor }, refusal });
    // All of its rows have been paid for.
    return { ...trimPage(page, { ...read, limit: rowsMax }), recovered: page.recovered };
  }
}

/**
 * Its cursor points past all the rows that it sent; as some are cut off here, the walk goes on from the last one kept.
 */
export function trimPage<Node>(
  page: SourcePage<Node>,
  { direction, limit }: Pick<PageRead, 'direction' | 'limit'>,
): SourcePage<Node> {
  if (page.rows.length <= limit) return page;
  return { rows: direction === 'forward' ? page.rows.slice(0, limit) : lastOf(page.rows, limit), more: true };
}

/** Some providers begin at the newest row where they do not know the one that they were asked to begin at. */
function isElsewhere({ rows }: SourcePage<unknown>, { direction, anchor }: PageRead): boolean {
  const beside = direction === 'forward' ? rows[0] : rows.at(-1);
  const [from, to] = [anchor, beside?.position].map((position) => position && placeOfPosition(position));
  if (typeof from !== 'string' || typeof to !== 'string') return false;
  return direction === 'forward' ? to > from : to < from;
}

function elsewhere(): BillingError {
  return new BillingError('INVALID_CURSOR', 'The provider went on elsewhere than at the cursor.');
}
