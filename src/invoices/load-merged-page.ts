import { hash } from 'node:crypto';
import type { BillingAccount } from '../accounts/billing-account.js';
import { errorOr, type BillingError } from '../errors/billing-error.js';
import { outermostGap } from '../lists/gap.js';
import type { ListFeed, MergeList } from '../lists/list-feed.js';
import { mergeLists, type MergeWindow } from '../lists/merge-lists.js';
import type { Row } from '../lists/page-source.js';
import { lastOf } from '../lists/slice.js';
import { silence } from '../lists/walk-rows.js';
import { parseMergeCursor } from '../relay/merge-cursor.js';
import { parsePaging, type ConnectionArguments } from '../relay/paging-arguments.js';
import { parseInstant, sortableInstant } from '../scalars/instant.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import { standsAt } from './invoice-date.js';
import { parseInvoiceFilter, type InvoiceFilter, type InvoiceFilterInput } from './invoice-filter.js';
import type { InvoiceLoaders } from './invoice.loaders.js';
import type { Invoice } from './invoice.js';
import { MergedPage } from './merged-page.js';

/** A page of the invoices of several accounts, as it was asked for. */
export interface AskedMerge {
  readonly accounts: readonly BillingAccount[];
  readonly args: ConnectionArguments & { readonly filter?: InvoiceFilterInput | null | undefined };
  /** Of each invoice. */
  readonly selected: SelectedFields;
}

/**
 * Which accounts come in which order makes no difference to the list: that of their keys decides among invoices of one
 * instant.
 *
 * @throws BAD_USER_INPUT, INVALID_CURSOR where the arguments are at fault, and what each account's reading failed with
 *   where none could be read
 */
export async function loadMergedPage(
  { accounts, args, selected }: AskedMerge,
  { pageSizeMax, invoices }: InvoiceContext,
): Promise<MergedPage> {
  const filter = parseInvoiceFilter(args.filter);
  const sorted = [...accounts].sort(({ key }, other) => (key < other.key ? -1 : 1));
  const scope = scopeOf(sorted, filter);
  const { direction, size, cursor, argument } = parsePaging(args, pageSizeMax);
  const from =
    typeof cursor === 'string'
      ? parseMergeCursor({ scope, lists: sorted.length }, cursor, argument)
      : { gaps: sorted.map(() => outermostGap(direction)) };
  const lists = sorted.map((account) => toMergeList(account, filter, invoices));
  const window: MergeWindow = { direction, size, from };
  const { rows, feeds } = await mergeLists(lists, window);
  if (size > 0 && rows.length === 0) assertProgress(feeds);
  const slice = { rows: rows.map(({ row }) => row), more: true };
  const paid = invoices.details(slice, direction, selected).rows.length;
  const sources = sorted.map((account, index) => ({
    account,
    list: lists[index] as MergeList<Invoice>,
    feed: feeds[index] as ListFeed<Invoice>,
  }));
  return new MergedPage(
    {
      sources,
      window,
      rows: direction === 'forward' ? rows.slice(0, paid) : lastOf(rows, paid),
      isShortened: paid < rows.length,
      scope,
    },
    accounts,
  );
}

/** Whoever followed an empty page from which nothing new is known would be led in a circle. */
function assertProgress(feeds: readonly ListFeed<Invoice>[]): void {
  const failed = feeds.find(({ failure }) => failure);
  if (failed?.failure && !feeds.some(({ hasLearned }) => hasLearned)) throw failed.failure;
}

function scopeOf(sorted: readonly BillingAccount[], filter: InvoiceFilter | undefined): string {
  const digest = hash('sha256', JSON.stringify(sorted.map(({ key }) => key)), 'base64url');
  return `merged invoices of ${digest}${filter ? ` like ${filter.key}` : ''}`;
}

function toMergeList(
  account: BillingAccount,
  filter: InvoiceFilter | undefined,
  invoices: InvoiceLoaders,
): MergeList<Invoice> {
  return {
    get pageMax(): number {
      return invoices.pageMax(account);
    },
    read: async (window) => {
      const slice = await invoices.window(account, window, { filter });
      const { rows, more, failure, scan } = slice;
      if (rows.length === 0 && more && !failure && !scan) throw silence().from(account.provider);
      return slice;
    },
    placeOf,
  };
}

/** A row that cannot be read may still tell when it was created. */
function placeOf({ node, position }: Row<Invoice>): string | null {
  const place: string | BillingError | null = node instanceof Error ? node : errorOr(() => standsAt(node));
  if (!(place instanceof Error)) return place;
  const createdAt = parseInstant(position.createdAt);
  return createdAt === undefined ? null : sortableInstant(createdAt);
}
