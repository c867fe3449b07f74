import type { InvoiceContext } from '../invoices/invoice.context.js';

/** What the federation resolvers need of a request's context. */
export interface FederationContext extends InvoiceContext {
  /** The SDL that this deployment offers for composition. */
  readonly subgraphSdl: string;
  /** Counts representations; returns how many the operation has held so far, over all of its fields. */
  countRepresentations(count: number): number;
}
