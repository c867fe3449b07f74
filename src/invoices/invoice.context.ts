import type { AccountContext } from '../accounts/account.context.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { DetailLoader } from '../calls/detail-budget.loaders.js';
import type { InvoiceLoaders } from './invoice.loaders.js';
import type { InvoiceSource } from './invoice-source.js';

/** What the invoice resolvers need of a request's context. */
export interface InvoiceContext extends AccountContext {
  readonly invoices: InvoiceLoaders;
  /** @throws UNAUTHENTICATED where the caller sent no credential for the provider */
  invoiceSource(provider: ProviderName): InvoiceSource;
  /** Upstream calls that this operation may still make. */
  callsLeft(): number;
  readonly details: DetailLoader;
}
