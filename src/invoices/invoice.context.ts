import type { AccountContext } from '../accounts/account.context.js';
import type { InvoiceLoaders } from './invoice.loaders.js';

/** What the invoice resolvers need of a request's context. */
export interface InvoiceContext extends AccountContext {
  readonly invoices: InvoiceLoaders;
}
