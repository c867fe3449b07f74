import { findItem, type WholeList } from '../lists/whole-list.js';
import type { AccountSource } from './account-source.js';
import type { AccountDetails, BillingAccount } from './billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import { oncePerKey } from '../calls/once-per-key.loaders.js';
import type { BillingSubscription } from './billing-subscription.js';
import type { WorkspaceDetails } from './workspace.js';

/** What one operation has read of accounts: each thing once, however many fields ask for it. */
export interface AccountLoaders {
  details(account: BillingAccount): Promise<AccountDetails>;
  subscriptions(account: BillingAccount): Promise<WholeList<BillingSubscription>>;
  /**
   * Null: the account has no such subscription.
   * @throws PAGINATION_TOO_DEEP where the provider gives only the first of them, and it is not among those
   */
  subscription(account: BillingAccount, subscriptionId: string): Promise<BillingSubscription | null>;
  workspace(workspaceId: string): Promise<WorkspaceDetails>;
  accountsOf(workspaceId: string): Promise<WholeList<BillingAccount>>;
}

/** Workspaces are Altostrat's alone. */
const WORKSPACE_PROVIDER: ProviderName = 'ALTOSTRAT';

export function createAccountLoaders(sourceOf: (provider: ProviderName) => AccountSource): AccountLoaders {
  const details = oncePerKey<BillingAccount, AccountDetails>(
    async (account) => sourceOf(account.provider).fetchAccount(account),
    (account) => account.key,
  );
  const subscriptions = oncePerKey<BillingAccount, WholeList<BillingSubscription>>(
    async (account) => sourceOf(account.provider).listSubscriptions(account),
    (account) => account.key,
  );
  const workspace = oncePerKey<string, WorkspaceDetails>(
    async (id) => sourceOf(WORKSPACE_PROVIDER).fetchWorkspace(id),
    String,
  );
  const accountsOf = oncePerKey<string, WholeList<BillingAccount>>(
    async (id) => sourceOf(WORKSPACE_PROVIDER).listAccounts(id),
    String,
  );
  return {
    details: async (account) => account.details ?? details.load(account),
    subscriptions: async (account) => subscriptions.load(account),
    subscription: async (account, subscriptionId) =>
      findItem(await subscriptions.load(account), subscriptionId),
    workspace: async (id) => workspace.load(id),
    accountsOf: async (id) => accountsOf.load(id),
  };
}
