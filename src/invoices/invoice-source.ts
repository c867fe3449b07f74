import type { BillingAccount } from '../accounts/billing-account.js';
import type { PageSource } from '../relay/page-source.js';
import type { Invoice, InvoicePreview } from './invoice.js';
import type { InvoiceChange } from './preview-invoice.js';

/**
 * What a provider tells of invoices, each read one upstream call. Bound to one caller and one operation. The
 * core composes connections, single invoices and comparisons from these.
 */
export interface InvoiceSource {
  /** Fields of a listed invoice that cost a call of their own; one call brings all of them. */
  readonly detailFields: ReadonlySet<string>;
  /** The account's invoices, newest first. Makes no call by itself. */
  invoices(account: BillingAccount): PageSource<Invoice>;
  /** What is billed next if nothing changes; null where nothing is, or the provider cannot tell. */
  previewUpcoming(account: BillingAccount, subscriptionId?: string): Promise<InvoicePreview | null>;
  /**
   * What would be billed after the change; absent where the provider previews no changes.
   * @throws UPSTREAM_REJECTED, NOT_FOUND, RATE_LIMITED ...
   */
  previewInvoice?(account: BillingAccount, change: InvoiceChange): Promise<InvoicePreview>;
}
