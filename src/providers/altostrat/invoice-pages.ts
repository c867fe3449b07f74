import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls } from '../../calls/call-budget.js';
import { BillingError, isRefusal } from '../../errors/billing-error.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { Position } from '../../lists/position.js';
import type { PageRead, PageSource, SourcePage } from '../../lists/page-source.js';
import type { Direction } from '../../lists/window.js';
import type { AltostratClient } from './client.js';
import { toRows } from './to-rows.js';
import { parseWirePage } from './wire.js';

/** Most rows of one call. */
export const PAGE_MAX = 200;

/** The invoices of one account, as `GET .../invoices` with `limit`, `after` and `before` gives them. */
export class AltostratInvoicePages implements PageSource<Invoice> {
  readonly pageMax = PAGE_MAX;
  readonly readsBackward = true;

  constructor(
    private readonly client: AltostratClient,
    private readonly account: BillingAccount,
  ) {}

  async readPage(read: PageRead, calls: Calls): Promise<SourcePage<Invoice>> {
    const { skipped, from } = toUpstreamRead(read);
    const page = parseWirePage(await this.#list(from, calls));
    const rows = toRows(page.rows, this.account, from);
    const isForward = read.direction === 'forward';
    // Fewer rows may have come than are to be skipped.
    const cut = isForward ? Math.min(skipped, rows.length) : Math.max(0, rows.length - skipped);
    const [newer, older] = [rows.slice(0, cut), rows.slice(cut)];
    const [kept, passedOver] = isForward ? [older, newer] : [newer, older];
    if (passedOver.some(({ position }) => position.offset === 0)) throw rowGone();
    return {
      rows: kept,
      more: page.hasMore,
      continuation: isForward ? page.nextCursor : page.previousCursor,
    };
  }

  async #list(read: PageRead, calls: Calls): Promise<unknown> {
    const cursor = read.continuation ?? read.anchor?.id ?? undefined;
    const side = read.direction === 'forward' ? 'after' : 'before';
    const query = { limit: String(read.limit), ...(cursor === undefined ? {} : { [side]: cursor }) };
    try {
      return await this.client.listInvoices(this.account, query, calls);
    } catch (error) {
      throw cursor === undefined ? error : toCursorRefusal(error);
    }
  }
}

/**
 * The provider's list only begins at rows with an id. From a row without one, it is asked from the neighbour
 * on, and the rows in between are skipped.
 */
function toUpstreamRead(read: PageRead): { skipped: number; from: PageRead } {
  const { anchor, limit, continuation } = read;
  if (anchor === undefined || anchor.offset === 0 || continuation !== undefined)
    return { skipped: 0, from: read };
  assertReadable(read.direction, anchor);
  const skipped = Math.abs(anchor.offset);
  const from = { ...read, anchor: { ...anchor, offset: 0 }, limit: Math.min(limit + skipped, PAGE_MAX) };
  return { skipped, from };
}

/** @throws INVALID_CURSOR for a row without an id whose known neighbour lies on the other side */
function assertReadable(direction: Direction, { offset, id }: Position): void {
  if (direction === 'forward' ? offset > 0 : offset < 0 && id !== null) return;
  throw new BillingError(
    'INVALID_CURSOR',
    'The row at the cursor has no id. Use the cursor of the row beside it.',
  );
}

/** Only what the answer itself says of the cursor is the cursor's fault; whoever asked may be refused for more. */
function toCursorRefusal(error: unknown): unknown {
  if (!isRefusal(error, 'cursor-unknown', 'something-missing')) return error;
  return new BillingError(
    'INVALID_CURSOR',
    'The provider does not know the row at the cursor any more.',
    error.facts,
  );
}

/** Passing over a row that can be read would lose an invoice. */
function rowGone(): BillingError {
  return new BillingError('INVALID_CURSOR', 'The row at the cursor, which had no id, is not there any more.');
}
