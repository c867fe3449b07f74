import type { BillingAccount } from '../accounts/billing-account.js';
import type { InvoiceContext } from '../invoices/invoice.context.js';
import type { Observed } from './invoice-signal.js';

/** What the subscription's resolver needs of a request's context. */
export interface LiveContext extends InvoiceContext {
  /**
   * What becomes of the accounts' invoices from now on, or from the event on that the client names.
   *
   * @throws UNAUTHENTICATED where the caller has no credential for one of them; RATE_LIMITED, OVERLOADED, SHUTTING_DOWN
   */
  watchInvoices(accounts: readonly BillingAccount[]): AsyncIterableIterator<Observed>;
}
