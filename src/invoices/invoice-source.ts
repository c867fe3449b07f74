import type { BillingAccount } from '../accounts/billing-account.js';
import type { PageSource } from '../relay/page-source.js';
import type { Invoice, InvoicePreview } from './invoice.js';
import type { InvoiceChange } from './preview-invoice.js';

/** Fields of listed invoices that cost a call for each invoice; one call brings all of them. */
export interface DetailFields {
  readonly always: ReadonlySet<string>;
  /** What only some invoices cost it for; each says so itself, in `Invoice.detailFields`. */
  readonly sometimes: ReadonlySet<string>;
}

/**
 * What a provider tells of invoices, each read one upstream call. Bound to one caller and one operation. The
 * core composes connections, single invoices and comparisons from these.
 */
export interface InvoiceSource {
  /** Absent where the list brings everything. */
  readonly detailFields?: DetailFields;
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
