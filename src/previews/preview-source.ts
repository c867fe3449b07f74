import type { BillingAccount } from '../accounts/billing-account.js';
import type { InvoicePreview } from './invoice-preview.js';
import type { InvoiceChange } from './invoice-change.js';

/** What a provider computes beforehand, each one upstream call. Bound to one caller and one operation. */
export interface PreviewSource {
  /** What is billed next if nothing changes; null where nothing is, or the provider cannot tell. */
  previewUpcoming(account: BillingAccount, subscriptionId?: string): Promise<InvoicePreview | null>;
  /**
   * What would be billed after the change; absent where the provider previews no changes.
   * @throws UPSTREAM_REJECTED, NOT_FOUND, RATE_LIMITED ...
   */
  previewInvoice?(account: BillingAccount, change: InvoiceChange): Promise<InvoicePreview>;
}
