import DataLoader from 'dataloader';
import type { BillingAccount } from '../accounts/billing-account.js';
import type { BatchGate } from '../calls/batch-gate.js';
import type { CallBudget, Purse } from '../calls/call-budget.js';
import { dealCalls, type CallNeed } from '../calls/share-calls.js';
import { rethrowFrom } from '../errors/billing-error.js';
import { settleAll } from '../errors/settle.js';
import { isTail, readWindow } from '../lists/read-window.js';
import { allRows } from '../lists/row-filter.js';
import { scanWindows } from '../lists/scan-windows.js';
import { narrowSlice, type Slice } from '../lists/slice.js';
import type { Window } from '../lists/window.js';
import { DETAILS_PURPOSE, toWindowPurpose } from './call-purpose.js';
import type { BatchTrace } from '../tracing/batch-trace.js';
import type { Span } from '../tracing/span.js';
import { detailCost, type DetailCost, type SelectedFields } from './detail-cost.js';
import type { InvoiceFilter } from './invoice-filter.js';
import type { InvoiceSource } from './invoice-source.js';
import type { Invoice } from './invoice.js';
import { ListDetails } from './list-details.js';

/** One window of one list, and what is selected of its rows; nothing where only their being there is asked for. */
export interface WindowRead {
  readonly account: BillingAccount;
  readonly source: InvoiceSource;
  readonly window: Window;
  readonly selected: SelectedFields;
  /** Which rows the window is of; undefined: all. */
  readonly filter: InvoiceFilter | undefined;
  /** The same for windows that are read together; see `toWindowRead`. */
  readonly list: string;
}

/** Works out once what the window is read together with. */
export function toWindowRead(read: Omit<WindowRead, 'list'>): WindowRead {
  return { ...read, list: listKey(read) };
}

interface Reading {
  readonly size: number;
  /** Of the windows that one walk reads. */
  readonly slices: Promise<readonly Slice<Invoice>[]>;
  /** Which of them it is. */
  readonly place: number;
}

/**
 * Windows from one anchor in one direction contain each other: the largest is read, the others are its part. The lists
 * of one turn share the calls that are left once everything else of that turn has begun.
 */
export function createWindowLoader(
  budget: CallBudget,
  gate: BatchGate,
  trace: BatchTrace | undefined,
): DataLoader<WindowRead, Slice<Invoice>, string> {
  const readings = new Map<string, Reading>();
  const begin = (keys: readonly WindowRead[], batch: Span | undefined): void => {
    const reads = growReads(mergeReads(keys)).filter(
      (read) => (readings.get(read.list)?.size ?? -1) < read.window.size,
    );
    const walks = toWalks(reads);
    const allowances = dealCalls(
      budget,
      walks.map(([read]) => toNeed(read)),
    );
    for (const [index, walk] of walks.entries()) {
      const purse = budget.open(allowances[index] ?? { kept: 0, share: 0 }, batch);
      if (budget.isTold) purse.purpose = toPurpose(walk, keys);
      const slices = readLists(walk, purse);
      for (const [place, { list, window }] of walk.entries())
        readings.set(list, { size: window.size, slices, place });
    }
  };
  const load = async (keys: readonly WindowRead[]): Promise<(Slice<Invoice> | Error)[]> => {
    const batch = trace?.begin(keys.length);
    begin(keys, batch);
    const found = await settleAll(
      keys.map(async (key) => {
        const { slices, place } = readings.get(key.list) as Reading;
        const slice = (await slices)[place] as Slice<Invoice>;
        return narrowSlice(slice, key.window.direction, key.window.size);
      }),
    );
    batch?.end();
    return found;
  };
  return new DataLoader<WindowRead, Slice<Invoice>, string>(load, {
    cacheKeyFn: ({ list, window }) => `${window.size} ${list}`,
    // What needs a fixed number of calls begins in this turn; lists wait for its end.
    batchScheduleFn: (dispatch) => void setImmediate(() => gate.pass(dispatch)),
  });
}

function listKey({ account, source, selected, window, filter }: Omit<WindowRead, 'list'>): string {
  const { direction, anchor } = window;
  // A row without an id is only known by where it was found.
  const place = anchor?.offset === 0 ? undefined : anchor?.hint;
  const isPlain = detailCost(source, selected) === 'never';
  return JSON.stringify([...placeOfAnchor(anchor), account.key, direction, place, isPlain, filter?.key]);
}

/** One read for each list: as large as the largest window, with what any of them selects. */
function mergeReads(keys: readonly WindowRead[]): readonly WindowRead[] {
  const reads = new Map<string, WindowRead>();
  for (const key of keys) {
    const other = reads.get(key.list);
    reads.set(key.list, other ? mergeTwo(other, key) : key);
  }
  return [...reads.values()];
}

function mergeTwo(one: WindowRead, other: WindowRead): WindowRead {
  const { window } = one.window.size >= other.window.size ? one : other;
  return { ...one, window, selected: () => new Set([...one.selected(), ...other.selected()]) };
}

/**
 * Whoever looks through a list reads full pages. A window that begins at the same place is read as large, where that is one
 * page either way: then they are the same call.
 */
function growReads(reads: readonly WindowRead[]): readonly WindowRead[] {
  const looked = new Set(
    reads.filter(({ filter }) => filter).map(({ account, window }) => startOf(account, window)),
  );
  if (looked.size === 0) return reads;
  return reads.map((read) => {
    const { account, source, window, selected, filter } = read;
    const isJoined = !filter && looked.has(startOf(account, window));
    if (!isJoined || detailCost(source, selected) !== 'never') return read;
    const size = Math.max(window.size, source.invoices(account).pageMax);
    return { ...read, window: { ...window, size } };
  });
}

function startOf({ key }: BillingAccount, { direction, anchor }: Window): string {
  return JSON.stringify([...placeOfAnchor(anchor), key, direction]);
}

/** Its time as well: an older cursor of the same row may be without, and leads on no further than the row is there. */
function placeOfAnchor(anchor: Window['anchor']): readonly unknown[] {
  return [anchor?.id, anchor?.offset, anchor?.createdAt];
}

/** The fewest calls that show a row: its page's, and its own where every row has one. */
const LEAST: Readonly<Record<DetailCost, number>> = { always: 2, sometimes: 1, never: 1 };

function toNeed({ account, source, selected, window, filter }: WindowRead): CallNeed {
  const list = source.invoices(account);
  const cost = detailCost(source, selected);
  const isDeep = filter !== undefined || isTail(list, window);
  const pages = isDeep ? Number.POSITIVE_INFINITY : Math.ceil(window.size / list.pageMax);
  return { least: LEAST[cost], most: cost === 'never' ? pages : pages + window.size, step: 1 };
}

/** Reads that one walk answers, the first of which says what it needs. */
type WalkReads = readonly [WindowRead, ...WindowRead[]];

/** Whoever looks through a list from the same place for what costs nothing more walks together, and pays together. */
function toWalks(reads: readonly WindowRead[]): readonly WalkReads[] {
  const walks = new Map<string, [WindowRead, ...WindowRead[]]>();
  for (const read of reads) {
    const { account, source, window, selected, filter, list } = read;
    const isLong = filter !== undefined || window.size === Number.POSITIVE_INFINITY;
    const isJoinable = isLong && detailCost(source, selected) === 'never';
    const key = isJoinable ? startOf(account, window) : list;
    const walk = walks.get(key);
    if (walk) walk.push(read);
    else walks.set(key, [read]);
  }
  return [...walks.values()];
}

/** What the walk is made for, and how many of the operation's windows it answers. */
function toPurpose(walk: WalkReads, keys: readonly WindowRead[]): string {
  const lists = new Set(walk.map(({ list }) => list));
  const windows = keys.filter(({ list }) => lists.has(list)).length;
  return toWindowPurpose({ window: largest(walk).window, isFiltered: walk[0].filter !== undefined, windows });
}

function largest(walk: WalkReads): WindowRead {
  return walk.reduce((one, other) => (other.window.size > one.window.size ? other : one));
}

/** A slice for each read, in their order. */
async function readLists(reads: WalkReads, purse: Purse): Promise<readonly Slice<Invoice>[]> {
  const [{ account, source, window, filter, selected }] = reads;
  const details = detailCost(source, selected) === 'never' ? undefined : new ListDetails(selected());
  const begin = (those: ListDetails, slice: Slice<Invoice>): Slice<Invoice> => {
    if (purse.purpose !== undefined) purse.purpose = DETAILS_PURPOSE;
    return those.start(slice, window.direction, purse);
  };
  try {
    const costOf = details && details.costOf.bind(details);
    const list = source.invoices(account);
    if (reads.length === 1 && !filter) {
      const slice = await readWindow(list, window, { calls: purse, costOf });
      return [details ? begin(details, slice) : slice];
    }
    const wanted = reads.map((each) => ({ size: each.window.size, filter: each.filter ?? allRows }));
    const slices = await scanWindows(list, window, wanted, {
      calls: purse,
      costOf,
      callsKept: details ? 1 : 0,
    });
    if (details) return slices.map((slice) => begin(details, slice));
    return slices.map((slice, index) => (reads[index]?.filter ? slice : toPlain(slice)));
  } catch (error) {
    return rethrowFrom(error, account.provider);
  } finally {
    purse.close();
  }
}

/** Of a list without a filter, the last row is where to go on, as always. */
function toPlain({ rows, more, failure, recovered }: Slice<Invoice>): Slice<Invoice> {
  return { rows, more, ...(failure && { failure }), ...(recovered && { recovered }) };
}
