import type { InvoiceFigures } from '../invoices/invoice.js';
import type { InvoiceChange } from './invoice-change.js';

/** What would be billed. Not a Node: it must never be cached or fetched again as an invoice. */
export interface InvoicePreview extends InvoiceFigures {
  readonly __typename: 'InvoicePreview';
  /** RFC 3339, UTC: when this service received the preview. */
  readonly computedAt: string;
  /** What was to be changed; absent where nothing was. */
  readonly change?: InvoiceChange;
}
