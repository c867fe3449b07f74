import type { ProviderName } from '../errors/provider-name.js';
import type { InvoiceContext } from '../invoices/invoice.context.js';
import type { ReadUpcoming } from './upcoming-reads.js';
import type { PreviewSource } from './preview-source.js';

/** What the preview resolvers need of a request's context. */
export interface PreviewContext extends InvoiceContext {
  readonly upcoming: ReadUpcoming;
  /** @throws UNAUTHENTICATED where the caller sent no credential for the provider */
  previewSource(provider: ProviderName): PreviewSource;
}
