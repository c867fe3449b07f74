import DataLoader from 'dataloader';
import type { BillingAccount } from '../accounts/billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import { rethrowFrom } from '../errors/billing-error.js';
import { settleAll } from '../errors/settle.js';
import type { PageSource } from '../lists/page-source.js';
import { narrowSlice, readWindow, type Slice } from '../lists/read-window.js';
import type { Window } from '../lists/window.js';
import { detailCost, type SelectedFields } from './detail-cost.js';
import { findRows, type Found, type SearchStep } from '../lists/find-rows.js';
import type { InvoiceSource } from './invoice-source.js';
import type { Invoice } from './invoice.js';

/** What one operation asks of invoices, gathered so that lists and accounts share their upstream calls. */
export interface InvoiceLoaders {
  window(account: BillingAccount, window: Window): Promise<Slice<Invoice>>;
  /** Null: the account has no such invoice. What is selected of it decides how it is looked for. */
  invoice(account: BillingAccount, invoiceId: string, selected: SelectedFields): Promise<Invoice | null>;
}

type OpenList = (account: BillingAccount) => PageSource<Invoice>;

/** Told of each step of a search by ids. The account is not named: logs hold no tenant's ids. */
export type ReportSearchStep = (step: SearchStep & { readonly provider: ProviderName }) => void;

export interface InvoiceLoaderOptions {
  readonly sourceOf: (provider: ProviderName) => InvoiceSource;
  /** Upstream calls that the operation may still make. */
  readonly callsLeft: () => number;
  readonly onSearchStep: ReportSearchStep;
}

export function createInvoiceLoaders(options: InvoiceLoaderOptions): InvoiceLoaders {
  const open: OpenList = (account) => options.sourceOf(account.provider).invoices(account);
  const windows = createWindowLoader(open);
  const invoices = createInvoiceLoader(options);
  return {
    window: async (account, window) => windows.load({ account, window }),
    invoice: async (account, invoiceId, selected) => invoices.load({ account, invoiceId, selected }),
  };
}

interface WindowKey {
  readonly account: BillingAccount;
  readonly window: Window;
}

/** Windows from one anchor in one direction contain each other: the largest is read, the others are its part. */
function createWindowLoader(open: OpenList): DataLoader<WindowKey, Slice<Invoice>, string> {
  const reads = new Map<string, { readonly size: number; readonly slice: Promise<Slice<Invoice>> }>();
  const read = async ({ account, window }: WindowKey): Promise<Slice<Invoice>> =>
    readWindow(open(account), window).catch((error: unknown) => rethrowFrom(error, account.provider));
  const ensureRead = (key: WindowKey): void => {
    const { size } = key.window;
    if ((reads.get(listKey(key))?.size ?? -1) < size) reads.set(listKey(key), { size, slice: read(key) });
  };
  return new DataLoader<WindowKey, Slice<Invoice>, string>(
    async (keys) => {
      for (const key of keys.toSorted((a, b) => b.window.size - a.window.size)) ensureRead(key);
      return settleAll(
        keys.map(async (key) => {
          const { slice } = reads.get(listKey(key)) as { slice: Promise<Slice<Invoice>> };
          return narrowSlice(await slice, key.window.direction, key.window.size);
        }),
      );
    },
    { cacheKeyFn: (key) => JSON.stringify([listKey(key), key.window.size]) },
  );
}

/** The same for windows that contain each other. */
export function listKey({ account, window: { direction, anchor, callsPerRow } }: WindowKey): string {
  // A row without an id is only known by where it was found.
  const place = anchor?.offset === 0 ? undefined : anchor?.hint;
  return JSON.stringify([account.key, direction, anchor?.id, anchor?.offset, place, callsPerRow]);
}

interface InvoiceKey {
  readonly account: BillingAccount;
  readonly invoiceId: string;
  readonly selected: SelectedFields;
}

/** One search per account; each invoice gets its own value, null or error. */
function createInvoiceLoader({
  sourceOf,
  callsLeft,
  onSearchStep,
}: InvoiceLoaderOptions): DataLoader<InvoiceKey, Invoice | null, string> {
  const promised = { calls: 0 };
  const find = async ({ account, ids, selections }: Wanted, isEachAffordable: boolean): Promise<Findings> => {
    const { provider } = account;
    const source = sourceOf(provider);
    return findRows(source.invoices(account), ids, {
      promised,
      prefersIds:
        isEachAffordable && [...selections].every((selected) => detailCost(source, selected) === 'always'),
      onStep: (step) => onSearchStep({ provider, ...step }),
    });
  };
  return new DataLoader<InvoiceKey, Invoice | null, string>(
    async (keys) => {
      const isEachAffordable = keys.length <= callsLeft();
      const searches = new Map(
        groupByAccount(keys).map((wanted) => [wanted.account.key, find(wanted, isEachAffordable)]),
      );
      return settleAll(
        keys.map(async ({ account, invoiceId }) => {
          const invoice = (await searches.get(account.key))?.get(invoiceId) ?? null;
          if (invoice instanceof Error) throw invoice.from(account.provider);
          return invoice;
        }),
      );
    },
    { cacheKeyFn: ({ account, invoiceId }) => JSON.stringify([account.key, invoiceId]) },
  );
}

type Findings = ReadonlyMap<string, Found<Invoice>>;

interface Wanted {
  readonly account: BillingAccount;
  readonly ids: string[];
  readonly selections: Set<SelectedFields>;
}

function groupByAccount(keys: readonly InvoiceKey[]): readonly Wanted[] {
  const groups = new Map<string, Wanted>();
  for (const { account, invoiceId, selected } of keys) {
    const group = groups.get(account.key) ?? { account, ids: [], selections: new Set() };
    group.ids.push(invoiceId);
    group.selections.add(selected);
    groups.set(account.key, group);
  }
  return [...groups.values()];
}
