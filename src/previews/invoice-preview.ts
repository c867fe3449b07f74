import type { InvoiceFigures } from '../invoices/invoice.js';

/** What would be billed. Not a Node: it must never be cached or fetched again as an invoice. */
export interface InvoicePreview extends InvoiceFigures {
  readonly __typename: 'InvoicePreview';
  /** RFC 3339, UTC: when this service received the preview. */
  readonly computedAt: string;
}
