import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls } from '../../calls/call-budget.js';
import { BillingError, isRefusal } from '../../errors/billing-error.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { Position } from '../../lists/position.js';
import type { PageRead, PageSource, Row, SourcePage } from '../../lists/page-source.js';
import type { NorthflankClient } from './client.js';
import { createReadDetails, type ReadDetails } from './invoice-details.js';
import { parseDerivedId, readOwnId } from './invoice-id.js';
import { readTies } from './tied-rows.js';
import { FIRST_PAGE, readHint, toRows, type PageStart } from './to-rows.js';
import { toInvoice } from './to-invoice.js';
import { PAGE_ROWS } from './wire.js';

interface Page {
  readonly rows: readonly Row<Invoice>[];
  readonly more: boolean;
  readonly next: PageStart | undefined;
}

/**
 * The invoices of one account over a list that is only read forward. Every read is a page of the same fixed
 * size, so that a row lies on the same page whatever page size a client asks for; a row's cursor holds which.
 */
export class NorthflankInvoicePages implements PageSource<Invoice> {
  readonly pageMax = PAGE_ROWS;
  readonly readsBackward = false;
  readonly #readDetails: ReadDetails;
  /** Pages on which the row of an anchor should have been, and was not. */
  readonly #missed = new WeakMap<Position, Page>();

  constructor(
    private readonly client: NorthflankClient,
    private readonly account: BillingAccount,
  ) {
    this.#readDetails = createReadDetails(client, account);
  }

  async readPage({ anchor, continuation }: PageRead, calls: Calls): Promise<SourcePage<Invoice>> {
    if (continuation !== undefined) {
      const { start, seen } = JSON.parse(continuation) as Continuation;
      if (!start) return { rows: [], more: true };
      return toSourcePage(await this.#load(start, calls), [...seen, start.cursor]);
    }
    if (anchor === undefined) return toSourcePage(await this.#load(FIRST_PAGE, calls), [null]);
    const page = await this.#findByHint(anchor, calls);
    if (page) return toSourcePage(page, []);
    throw new BillingError('INVALID_CURSOR', 'The row at the cursor is not where it was any more.');
  }

  missedOn(anchor: Position): SourcePage<Invoice> | undefined {
    const page = this.#missed.get(anchor);
    return page && toSourcePage(page, []);
  }

  tiesOf(this: void, anchor: Position): (position: Position) => boolean {
    return readTies(anchor);
  }

  /** A derived id names a row by its neighbours, so only the list can tell which one it is. */
  async readRow(invoiceId: string, calls: Calls): Promise<Row<Invoice> | null | undefined> {
    if (parseDerivedId(invoiceId)) return undefined;
    const wire = await this.#readDetails(invoiceId, calls);
    if (wire === null) return null;
    if (readOwnId(wire) !== invoiceId) return undefined;
    return {
      position: { id: invoiceId, createdAt: null, offset: 0 },
      node: toInvoice(wire, { account: this.account, invoiceId }, this.#readDetails),
      text: () => JSON.stringify(wire),
    };
  }

  /** What follows the anchor, where its cursor says; undefined where it is not there any more. */
  async #findByHint(anchor: Position, calls: Calls): Promise<Page | undefined> {
    const hint = readHint(anchor);
    if (!hint) return undefined;
    const page = await this.#load(hint.start, calls).catch((error: unknown) => {
      // The provider's cursors may expire. The list is then searched from its head, once.
      if (!isRefusal(error, 'cursor-unknown')) throw error;
      return undefined;
    });
    if (!page || hint.index === -1) return page;
    if (anchor.offset !== 0) return this.#rowsAfter(page, hint.index, calls);
    const isThere = page.rows[hint.index]?.position.id === anchor.id;
    const index = isThere ? hint.index : indexOf(page, anchor);
    if (index === -1) this.#missed.set(anchor, page);
    return this.#rowsAfter(page, index, calls);
  }

  /** What follows the last row of a page is the next page. */
  async #rowsAfter(page: Page, index: number, calls: Calls): Promise<Page | undefined> {
    if (index === -1) return undefined;
    const rows = page.rows.slice(index + 1);
    return rows.length === 0 && page.next ? this.#load(page.next, calls) : { ...page, rows };
  }

  async #load(start: PageStart, calls: Calls): Promise<Page> {
    const answer = await this.client.listInvoices(this.account, start.cursor ?? undefined, calls);
    const { rows: wires, hasNextPage, cursor } = answer;
    // Both must say so; a cursor after the last page leads nowhere, and without one there is no way on.
    const nextCursor = hasNextPage && cursor !== start.cursor ? cursor : undefined;
    const { rows, next } = toRows(wires, this.account, this.#readDetails, start, nextCursor);
    return { rows, more: hasNextPage, next };
  }
}

function indexOf(page: Page, { id, offset }: Position): number {
  return offset === 0
    ? page.rows.findIndex(({ position }) => position.offset === 0 && position.id === id)
    : -1;
}

/** Where a walk goes on, and the provider's cursors that it has followed. */
interface Continuation {
  /** Undefined: the next cursor is one of these, so the walk leads in a circle. */
  readonly start?: PageStart | undefined;
  readonly seen: readonly (string | null)[];
}

function toSourcePage({ rows, more, next }: Page, seen: Continuation['seen']): SourcePage<Invoice> {
  if (!next) return { rows, more };
  const isCircle = seen.includes(next.cursor);
  const continuation: Continuation = { start: isCircle ? undefined : next, seen };
  return { rows: isCircle ? withoutWayOn(rows) : rows, more, continuation: JSON.stringify(continuation) };
}

/** Who asks for what follows the last row is to search for it, and meet the circle as well. */
function withoutWayOn(rows: Page['rows']): Page['rows'] {
  const last = rows.at(-1);
  if (!last) return rows;
  const { id, createdAt, offset } = last.position;
  return [...rows.slice(0, -1), { ...last, position: { id, createdAt, offset } }];
}
