import type { BillingAccount } from '../accounts/billing-account.js';
import type { BatchGate } from '../calls/batch-gate.js';
import type { CallBudget } from '../calls/call-budget.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { Slice } from '../lists/read-window.js';
import type { Window } from '../lists/window.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceSource } from './invoice-source.js';
import type { Invoice } from './invoice.js';
import { createSearchLoader, type ReportSearchStep } from './search.loaders.js';
import { createWindowLoader, toWindowRead } from './window.loaders.js';

/** What one operation asks of invoices, gathered so that lists and accounts share their upstream calls. */
export interface InvoiceLoaders {
  /**
   * As much of the window as the calls allow, with all that is selected of its rows.
   *
   * @throws QUERY_TOO_COSTLY where they do not allow one row
   */
  window(account: BillingAccount, window: Window, selected?: SelectedFields): Promise<Slice<Invoice>>;
  /** Null: the account has no such invoice. What is selected of it decides how it is looked for. */
  invoice(account: BillingAccount, invoiceId: string, selected: SelectedFields): Promise<Invoice | null>;
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
  const windows = createWindowLoader(budget, gate);
  const invoices = createSearchLoader(budget, gate, onSearchStep);
  return {
    window: async (account, window, selected = selectNothing) =>
      windows.load(toWindowRead({ account, source: sourceOf(account.provider), window, selected })),
    invoice: async (account, invoiceId, selected) =>
      invoices.load({ account, source: sourceOf(account.provider), invoiceId, selected }),
  };
}

const selectNothing: SelectedFields = () => new Set();
