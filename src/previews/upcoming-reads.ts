import type { BillingAccount } from '../accounts/billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { InvoicePreview } from './invoice-preview.js';
import type { PreviewSource } from './preview-source.js';

/** What is billed next, for the account or for one of its subscriptions; null: nothing, or nobody can tell. */
export type ReadUpcoming = (
  account: BillingAccount,
  subscriptionId?: string,
) => Promise<InvoicePreview | null>;

/**
 * However many fields of an operation ask what is billed next, it is asked once. It is remembered here and not with the
 * operation's reads: a provider may compute it by a POST, and two calls are put aside before it is known whether one will do.
 */
export function createUpcomingReads(sourceOf: (provider: ProviderName) => PreviewSource): ReadUpcoming {
  const asked = new Map<string, Promise<InvoicePreview | null>>();
  return async (account, subscriptionId) => {
    const key = JSON.stringify([account.key, subscriptionId]);
    const answer = asked.get(key) ?? sourceOf(account.provider).previewUpcoming(account, subscriptionId);
    asked.set(key, answer);
    return answer;
  };
}
