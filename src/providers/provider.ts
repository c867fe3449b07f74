import type { AccountDirectory, AccountSource } from '../accounts/account-source.js';
import type { InvoiceSource } from '../invoices/invoice-source.js';
import type { PreviewSource } from '../previews/preview-source.js';
import type { Call } from '../transport/call.js';

/** All that a provider can be asked, for one caller and one operation. */
export type ProviderSource = AccountSource & InvoiceSource & PreviewSource;

/** A provider as the server knows it. Adding one is a folder that makes this, and a line in the list of providers. */
export interface Provider extends AccountDirectory {
  /** Binds the provider to one caller. Cheap, and makes no call. */
  connect(call: Call): ProviderSource;
  /** Ends idle connections. */
  close(): Promise<void>;
}
