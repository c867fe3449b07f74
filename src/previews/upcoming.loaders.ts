import type { BillingAccount } from '../accounts/billing-account.js';
import { oncePerKey } from '../calls/once-per-key.loaders.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { InvoicePreview } from './invoice-preview.js';
import type { PreviewSource } from './preview-source.js';

/** What is billed next, for the account or for one of its subscriptions; null: nothing, or nobody can tell. */
export type LoadUpcoming = (
  account: BillingAccount,
  subscriptionId?: string,
) => Promise<InvoicePreview | null>;

interface UpcomingKey {
  readonly account: BillingAccount;
  readonly subscriptionId: string | undefined;
}

export function createUpcomingLoader(sourceOf: (provider: ProviderName) => PreviewSource): LoadUpcoming {
  const upcoming = oncePerKey<UpcomingKey, InvoicePreview | null>(
    async ({ account, subscriptionId }) =>
      sourceOf(account.provider).previewUpcoming(account, subscriptionId),
    ({ account, subscriptionId }) => JSON.stringify([account.key, subscriptionId]),
  );
  return async (account, subscriptionId) => upcoming.load({ account, subscriptionId });
}
