import type { AccountContext } from '../accounts/account.context.js';
import type { InvoiceLoaders } from './invoice.loaders.js';

/** What the invoice resolvers need of a request's context. */
export interface InvoiceContext extends AccountContext {
  readonly invoices: InvoiceLoaders;
  /** Adds an error to the answer beside data that stands: what came before a fault is not lost by it. */
  reportBeside(error: Error): void;
}
