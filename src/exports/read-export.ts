import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingError } from '../errors/billing-error.js';
import type { InvoiceFilter } from '../invoices/invoice-filter.js';
import type { InvoiceLoaders } from '../invoices/invoice.loaders.js';
import type { Invoice } from '../invoices/invoice.js';
import type { Row } from '../lists/page-source.js';
import type { Position } from '../lists/position.js';
import type { Slice } from '../lists/slice.js';
import { silence } from '../lists/walk-rows.js';
import { CircleWatch } from './circle-watch.js';
import { ExportCursors, type ExportedList } from './export-cursor.js';
import { toPassed, type ExportRecord } from './export-record.js';
import { toRecord } from './to-record.js';

/** What is asked for, and from where on. */
export interface AskedExport extends ExportedList {
  /** A cursor of this export; undefined: from the beginning. */
  readonly after: string | undefined;
}

/** Rows that were read in one step, and where to go on behind them. */
export interface ExportPage {
  readonly records: readonly ExportRecord[];
  readonly cursor: string | null;
}

/** Where a step reads. Each step is an operation of its own, with calls and time of its own. */
export interface ExportSteps {
  next(): Promise<Pick<InvoiceLoaders, 'window'>>;
  /** Most rows that one call brings. */
  pageMax(account: BillingAccount): number;
}

/**
 * All invoices of the accounts, one account after the other, page by page: no more than the rows of one step are held, and
 * the next one is read when somebody asks for it.
 *
 * @throws INVALID_CURSOR, and what a step fails with that brings no row; what was yielded before stands
 */
export async function* readExport(asked: AskedExport, steps: ExportSteps): AsyncGenerator<ExportPage> {
  const cursors = new ExportCursors(asked);
  const place = asked.after === undefined ? undefined : cursors.parse(asked.after);
  let cursor = asked.after ?? null;
  for (let index = place?.accountIndex ?? 0; index < asked.accounts.length; index += 1) {
    const account = asked.accounts[index] as BillingAccount;
    const anchor = index === place?.accountIndex ? place.anchor : undefined;
    for await (const slice of readSlices(account, anchor, asked.filter, steps)) {
      const records = await Promise.all(
        slice.rows.map(({ position, node }) =>
          toRecord({
            record: kindOf(node, asked.filter),
            cursor: cursors.encode(index, position),
            account,
            node,
          }),
        ),
      );
      const end = endOf(slice);
      if (end) cursor = cursors.encode(index, end);
      const isInVain = records.length === 0 && slice.more;
      yield { records: isInVain && cursor !== null ? [toPassed(cursor)] : records, cursor };
    }
  }
}

/** One account's list. A fault behind rows that were read is met again by the next step, or is over by then. */
async function* readSlices(
  account: BillingAccount,
  start: Position | undefined,
  filter: InvoiceFilter | undefined,
  steps: ExportSteps,
): AsyncGenerator<Slice<Invoice>> {
  const circle = new CircleWatch();
  // Looking for rows of a filter, a step goes as far as its calls do: what it has read is not read again.
  const size = filter ? Number.POSITIVE_INFINITY : steps.pageMax(account);
  for (let anchor = start, isOver = false; !isOver;) {
    const { window } = await steps.next();
    const slice = await window(
      account,
      { direction: 'forward', size, anchor },
      { filter: filter && keepUndecided(filter) },
    );
    yield slice;
    isOver = !slice.more;
    if (isOver) return;
    anchor = endOf(slice);
    if (!anchor) throw silence().from(account.provider);
    if (circle.isBack(anchor)) throw leadsInCircle().from(account.provider);
  }
}

/** The last row that a step has looked at. */
function endOf({ rows, scan }: Slice<Invoice>): Position | undefined {
  return scan?.resume?.position ?? rows.at(-1)?.position;
}

/** Whoever exports is shown the rows of which nobody can tell, as such, in their place. */
function keepUndecided(filter: InvoiceFilter): InvoiceFilter {
  return {
    key: filter.key,
    range: filter.range,
    judge: (invoice) => filter.judge(invoice),
    placeOf: (invoice) => filter.placeOf(invoice),
    keepsUndecided: true,
  };
}

function kindOf(node: Row<Invoice>['node'], filter: InvoiceFilter | undefined): 'invoice' | 'undecided' {
  if (!filter) return 'invoice';
  return node instanceof Error || filter.judge(node) === 'undecided' ? 'undecided' : 'invoice';
}

function leadsInCircle(): BillingError {
  return new BillingError('UPSTREAM_INVALID_RESPONSE', "The provider's list leads back to a row before.");
}
