import DataLoader from 'dataloader';
import type { BillingAccount } from '../accounts/billing-account.js';
import type { BatchGate } from '../calls/batch-gate.js';
import type { CallBudget, Purse } from '../calls/call-budget.js';
import { dealCalls, type CallNeed } from '../calls/share-calls.js';
import { rethrowFrom } from '../errors/billing-error.js';
import { settleAll } from '../errors/settle.js';
import { narrowSlice, readWindow, type Slice } from '../lists/read-window.js';
import type { Window } from '../lists/window.js';
import { detailCost, type DetailCost, type SelectedFields } from './detail-cost.js';
import type { InvoiceSource } from './invoice-source.js';
import type { Invoice } from './invoice.js';
import { ListDetails } from './list-details.js';

/** One window of one list, and what is selected of its rows; nothing where only their being there is asked for. */
export interface WindowRead {
  readonly account: BillingAccount;
  readonly source: InvoiceSource;
  readonly window: Window;
  readonly selected: SelectedFields;
  /** The same for windows that are read together; see `toWindowRead`. */
  readonly list: string;
}

/** Works out once what the window is read together with. */
export function toWindowRead(read: Omit<WindowRead, 'list'>): WindowRead {
  return { ...read, list: listKey(read) };
}

interface Reading {
  readonly size: number;
  readonly slice: Promise<Slice<Invoice>>;
}

/**
 * Windows from one anchor in one direction contain each other: the largest is read, the others are its part. The lists
 * of one turn share the calls that are left once everything else of that turn has begun.
 */
export function createWindowLoader(
  budget: CallBudget,
  gate: BatchGate,
): DataLoader<WindowRead, Slice<Invoice>, string> {
  const readings = new Map<string, Reading>();
  const begin = (keys: readonly WindowRead[]): void => {
    const reads = mergeReads(keys).filter((read) => (readings.get(read.list)?.size ?? -1) < read.window.size);
    const allowances = dealCalls(budget, reads.map(toNeed));
    for (const [index, read] of reads.entries()) {
      const purse = budget.open(allowances[index] ?? { kept: 0, share: 0 });
      readings.set(read.list, { size: read.window.size, slice: readList(read, purse) });
    }
  };
  const load = async (keys: readonly WindowRead[]): Promise<(Slice<Invoice> | Error)[]> => {
    begin(keys);
    return settleAll(
      keys.map(async (key) => {
        const { slice } = readings.get(key.list) as Reading;
        return narrowSlice(await slice, key.window.direction, key.window.size);
      }),
    );
  };
  return new DataLoader<WindowRead, Slice<Invoice>, string>(load, {
    cacheKeyFn: ({ list, window }) => `${window.size} ${list}`,
    // What needs a fixed number of calls begins in this turn; lists wait for its end.
    batchScheduleFn: (dispatch) => void setImmediate(() => gate.pass(dispatch)),
  });
}

function listKey({ account, source, selected, window }: Omit<WindowRead, 'list'>): string {
  const { direction, anchor } = window;
  // A row without an id is only known by where it was found.
  const place = anchor?.offset === 0 ? undefined : anchor?.hint;
  const isPlain = detailCost(source, selected) === 'never';
  return JSON.stringify([account.key, direction, anchor?.id, anchor?.offset, place, isPlain]);
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

/** The fewest calls that show a row: its page's, and its own where every row has one. */
const LEAST: Readonly<Record<DetailCost, number>> = { always: 2, sometimes: 1, never: 1 };

function toNeed({ account, source, selected, window }: WindowRead): CallNeed {
  const { pageMax, readsBackward } = source.invoices(account);
  const cost = detailCost(source, selected);
  const isTail = window.direction === 'backward' && !(window.anchor && readsBackward);
  const pages = isTail ? Number.POSITIVE_INFINITY : Math.ceil(window.size / pageMax);
  return { least: LEAST[cost], most: cost === 'never' ? pages : pages + window.size, step: 1 };
}

async function readList(
  { account, source, window, selected }: WindowRead,
  purse: Purse,
): Promise<Slice<Invoice>> {
  const details = detailCost(source, selected) === 'never' ? undefined : new ListDetails(selected());
  try {
    const costOf = details && details.costOf.bind(details);
    const slice = await readWindow(source.invoices(account), window, { calls: purse, costOf });
    return details ? details.start(slice, window.direction, purse) : slice;
  } catch (error) {
    return rethrowFrom(error, account.provider);
  } finally {
    purse.close();
  }
}
