import type { BillingAccount } from '../accounts/billing-account.js';
import type { BatchGate } from '../calls/batch-gate.js';
import type { CallBudget } from '../calls/call-budget.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { Slice } from '../lists/slice.js';
import type { Direction, Window } from '../lists/window.js';
import { BatchTrace } from '../tracing/batch-trace.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceFilter } from './invoice-filter.js';
import type { InvoiceSource } from './invoice-source.js';
import type { Invoice } from './invoice.js';
import { ListDetails } from './list-details.js';
import { createSearchLoader, type ReportSearchStep } from './search.loaders.js';
import { createWindowLoader, toWindowRead } from './window.loaders.js';

/** What one operation asks of invoices, gathered so that lists and accounts share their upstream calls. */
export interface InvoiceLoaders {
  /**
   * As much of the window as the calls allow, with all that is selected of its rows.
   *
   * @throws QUERY_TOO_COSTLY where they do not allow one row
   */
  window(account: BillingAccount, window: Window, asked?: AskedOfList): Promise<Slice<Invoice>>;
  /**
   * All invoices that the filter lets through, or as many as the calls allow; each without what costs a call of its own.
   *
   * @throws QUERY_TOO_COSTLY where they do not allow one page
   */
  all(account: BillingAccount, filter: InvoiceFilter | undefined): Promise<Slice<Invoice>>;
  /** Most invoices that one upstream call lists. @throws UNAUTHENTICATED where the caller has no credential for it */
  pageMax(account: BillingAccount): number;
  /**
   * Begins the calls that rows at hand cost for what is selected of them, in the order of travel, and leaves out those
   * that cannot be paid for any more.
   *
   * @throws QUERY_TOO_COSTLY where not even the first one can
   */
  details(slice: Slice<Invoice>, direction: Direction, selected: SelectedFields): Slice<Invoice>;
  /** Null: the account has no such invoice. What is selected of it decides how it is looked for. */
  invoice(account: BillingAccount, invoiceId: string, selected: SelectedFields): Promise<Invoice | null>;
}

/** Which invoices of a list are wanted, and what of each; left out: all of them, and nothing. */
export interface AskedOfList {
  readonly selected?: SelectedFields | undefined;
  readonly filter?: InvoiceFilter | undefined;
}

export interface InvoiceLoaderOptions {
  /** @throws UNAUTHENTICATED where the caller sent no credential for the provider */
  readonly sourceOf: (provider: ProviderName) => InvoiceSource;
  readonly budget: CallBudget;
  readonly gate: BatchGate;
  readonly onSearchStep: ReportSearchStep;
}

/** For one operation. What two of its fields ask for together is read together. */
export function createInvoiceLoaders(options: InvoiceLoaderOptions): InvoiceLoaders {
  const { sourceOf, budget, gate, onSearchStep } = options;
  const { span } = budget;
  const listTrace = span && new BatchTrace(span, 'lists');
  const searchTrace = span && new BatchTrace(span, 'invoices');
  const windows = createWindowLoader(budget, gate, listTrace);
  const invoices = createSearchLoader(budget, gate, onSearchStep, searchTrace);
  const loadWindow: InvoiceLoaders['window'] = async (account, window, asked = {}) => {
    const { selected = selectNothing, filter } = asked;
    const slice = windows.load(
      toWindowRead({ account, source: sourceOf(account.provider), window, selected, filter }),
    );
    return listTrace ? listTrace.wait(slice) : slice;
  };
  return {
    window: loadWindow,
    all: async (account, filter) => loadWindow(account, WHOLE_LIST, { filter }),
    pageMax: (account) => sourceOf(account.provider).invoices(account).pageMax,
    details: (slice, direction, selected) => new ListDetails(selected()).start(slice, direction, budget),
    invoice: async (account, invoiceId, selected) => {
      const invoice = invoices.load({ account, source: sourceOf(account.provider), invoiceId, selected });
      return searchTrace ? searchTrace.wait(invoice) : invoice;
    },
  };
}

/** From the newest invoice to the oldest. */
const WHOLE_LIST: Window = { direction: 'forward', size: Number.POSITIVE_INFINITY, anchor: undefined };

const selectNothing: SelectedFields = () => new Set();
