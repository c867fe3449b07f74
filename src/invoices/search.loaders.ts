import { nextTick } from 'node:process';
import DataLoader from 'dataloader';
import type { BillingAccount } from '../accounts/billing-account.js';
import type { BatchGate } from '../calls/batch-gate.js';
import type { CallBudget, Purse } from '../calls/call-budget.js';
import { dealCalls, type CallNeed } from '../calls/share-calls.js';
import type { ProviderName } from '../errors/provider-name.js';
import { settleAll } from '../errors/settle.js';
import { findRows, type Found, type SearchStep } from '../lists/find-rows.js';
import { DETAILS_PURPOSE, toSearchPurpose } from './call-purpose.js';
import type { BatchTrace } from '../tracing/batch-trace.js';
import { detailCost, type SelectedFields } from './detail-cost.js';
import type { InvoiceSource } from './invoice-source.js';
import type { Invoice } from './invoice.js';
import { detailCallOf } from './list-details.js';

/** One invoice that is wanted, and which of its fields. */
export interface InvoiceKey {
  readonly account: BillingAccount;
  readonly source: InvoiceSource;
  readonly invoiceId: string;
  readonly selected: SelectedFields;
}

/** Told of each step of a search by ids. The account is not named: logs hold no tenant's ids. */
export type ReportSearchStep = (step: SearchStep & { readonly provider: ProviderName }) => void;

/** Invoices of one account are one search. */
interface Search {
  readonly account: BillingAccount;
  readonly source: InvoiceSource;
  /** What is selected of each wanted invoice, by its id. */
  readonly wanted: Map<string, SelectedFields>;
}

type Findings = ReadonlyMap<string, Found<Invoice>>;

/** One search for each account; each invoice gets its own value, null or error. */
export function createSearchLoader(
  budget: CallBudget,
  gate: BatchGate,
  onSearchStep: ReportSearchStep,
  trace: BatchTrace | undefined,
): DataLoader<InvoiceKey, Invoice | null, string> {
  const load = async (keys: readonly InvoiceKey[]): Promise<(Invoice | Error | null)[]> => {
    const batch = trace?.begin(keys.length);
    const searches = groupByAccount(keys);
    const allowances = dealCalls(budget, searches.map(toNeed));
    const reportOf =
      ({ account: { provider } }: Search, purse: Purse) =>
      (step: SearchStep) => {
        if (budget.isTold) purse.purpose = toSearchPurpose(step);
        onSearchStep({ provider, ...step });
      };
    const findings = new Map(
      searches.map((search, index) => {
        const purse = budget.open(allowances[index] ?? { kept: 0, share: 0 }, batch);
        return [search.account.key, runSearch(search, purse, reportOf(search, purse))];
      }),
    );
    const found = await settleAll(
      keys.map(async ({ account, invoiceId }) => {
        const invoice = (await findings.get(account.key))?.get(invoiceId) ?? null;
        if (invoice instanceof Error) throw invoice.from(account.provider);
        return invoice;
      }),
    );
    batch?.end();
    return found;
  };
  return new DataLoader<InvoiceKey, Invoice | null, string>(load, {
    cacheKeyFn: ({ account, invoiceId }) => JSON.stringify([account.key, invoiceId]),
    // As DataLoader does it: after all that this turn's promises lead to.
    batchScheduleFn: (dispatch) => void Promise.resolve().then(() => nextTick(() => gate.pass(dispatch))),
  });
}

function groupByAccount(keys: readonly InvoiceKey[]): readonly Search[] {
  const searches = new Map<string, Search>();
  for (const { account, source, invoiceId, selected } of keys) {
    const search = searches.get(account.key) ?? {
      account,
      source,
      wanted: new Map<string, SelectedFields>(),
    };
    search.wanted.set(invoiceId, selected);
    searches.set(account.key, search);
  }
  return [...searches.values()];
}

/**
 * One invoice is looked for at once; of several, the newest page may hold all. What each costs one by one is the most.
 */
function toNeed({ account, source, wanted }: Search): CallNeed {
  const pages = source.invoices(account);
  const callsEach = pages.readRow ? 1 : pages.readsBackward ? 2 : 1;
  const selections = [...wanted.values()];
  const detailed = selections.filter((selected) => detailCost(source, selected) !== 'never').length;
  const isOne = wanted.size === 1;
  return {
    least: isOne ? callsEach : 1,
    most: (isOne ? 0 : 1) + wanted.size * callsEach + detailed,
    step: callsEach,
  };
}

async function runSearch(
  { account, source, wanted }: Search,
  purse: Purse,
  onStep: (step: SearchStep) => void,
): Promise<Findings> {
  const isEachAffordable = wanted.size <= purse.left;
  const isEachDetailed = [...wanted.values()].every((selected) => detailCost(source, selected) === 'always');
  try {
    const found = await findRows(source.invoices(account), [...wanted.keys()], {
      calls: purse,
      prefersIds: isEachAffordable && isEachDetailed,
      onStep,
    });
    if (purse.purpose !== undefined) purse.purpose = DETAILS_PURPOSE;
    beginDetails(found, wanted, purse);
    return found;
  } finally {
    purse.close();
  }
}

/** Where the calls do not suffice for all, the first ones have theirs. */
function beginDetails(found: Findings, wanted: Search['wanted'], purse: Purse): void {
  for (const [invoiceId, selected] of wanted) {
    const invoice = found.get(invoiceId);
    if (!invoice || invoice instanceof Error || purse.left === 0) continue;
    detailCallOf(invoice, selected())?.begin(purse);
  }
}
