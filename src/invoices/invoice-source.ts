import type { BillingAccount } from '../accounts/billing-account.js';
import type { PageSource } from '../lists/page-source.js';
import type { Invoice } from './invoice.js';

/** Fields of listed invoices that cost a call for each invoice; one call brings all of them. */
export interface DetailFields {
  readonly always: ReadonlySet<string>;
  /** What only some invoices cost it for; each says so itself, in `Invoice.detailCall`. */
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
}
