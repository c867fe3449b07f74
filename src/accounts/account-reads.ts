import { findItem, type WholeList } from '../lists/whole-list.js';
import type { AccountSource } from './account-source.js';
import type { AccountProfile, BillingAccount } from './billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { BillingSubscription } from './billing-subscription.js';
import type { WorkspaceProfile } from './workspace.js';

/** What one operation reads of accounts. However many fields ask for one thing, it is one upstream call. */
export interface AccountReads {
  profile(account: BillingAccount): Promise<AccountProfile>;
  subscriptions(account: BillingAccount): Promise<WholeList<BillingSubscription>>;
  /**
   * Null: the account has no such subscription.
   * @throws PAGINATION_TOO_DEEP where the provider gives only the first of them, and it is not among those
   */
  subscription(account: BillingAccount, subscriptionId: string): Promise<BillingSubscription | null>;
  workspace(workspaceId: string): Promise<WorkspaceProfile>;
  accountsOf(workspaceId: string): Promise<WholeList<BillingAccount>>;
}

/** Workspaces are Altostrat's alone. */
const WORKSPACE_PROVIDER: ProviderName = 'ALTOSTRAT';

/** Over the sources of one operation, which remember what they have read. */
export function createAccountReads(sourceOf: (provider: ProviderName) => AccountSource): AccountReads {
  const subscriptions = async (account: BillingAccount): Promise<WholeList<BillingSubscription>> =>
    sourceOf(account.provider).listSubscriptions(account);
  return {
    profile: async (account) => account.profile ?? sourceOf(account.provider).fetchAccount(account),
    subscriptions,
    subscription: async (account, subscriptionId) => findItem(await subscriptions(account), subscriptionId),
    workspace: async (id) => sourceOf(WORKSPACE_PROVIDER).fetchWorkspace(id),
    accountsOf: async (id) => sourceOf(WORKSPACE_PROVIDER).listAccounts(id),
  };
}
