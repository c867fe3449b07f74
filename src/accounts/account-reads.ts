import { findItem, type IsEnough, type WholeList } from '../lists/whole-list.js';
import type { AccountList, AccountSource } from './account-source.js';
import type { AccountProfile, BillingAccount } from './billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { BillingSubscription } from './billing-subscription.js';
import type { Workspace, WorkspaceProfile } from './workspace.js';

/** What one operation reads of accounts. However many fields ask for one thing, it is one upstream call. */
export interface AccountReads {
  profile(account: BillingAccount): Promise<AccountProfile>;
  subscriptions(account: BillingAccount): Promise<WholeList<BillingSubscription>>;
  /**
   * Null: the account has no such subscription.
   * @throws PAGINATION_TOO_DEEP where the provider gives only the first of them, and it is not among those
   */
  subscription(account: BillingAccount, subscriptionId: string): Promise<BillingSubscription | null>;
  workspace(workspace: Workspace): Promise<WorkspaceProfile>;
  workspaces(): Promise<WholeList<Workspace>>;
  accountsOf(list: AccountList, isEnough: IsEnough<BillingAccount>): Promise<WholeList<BillingAccount>>;
}

/**
 * Over the sources of one operation, which remember what they have read. `workspaceProvider` names the provider that has
 * workspaces, and throws where there is none.
 */
export function createAccountReads(
  sourceOf: (provider: ProviderName) => AccountSource,
  workspaceProvider: () => ProviderName,
): AccountReads {
  const subscriptions = async (account: BillingAccount): Promise<WholeList<BillingSubscription>> =>
    sourceOf(account.provider).listSubscriptions(account);
  const workspaceSource = (): Required<AccountSource> => {
    const source = sourceOf(workspaceProvider());
    assertHasWorkspaces(source);
    return source;
  };
  return {
    profile: async (account) => account.profile ?? sourceOf(account.provider).fetchAccount(account),
    subscriptions,
    subscription: async (account, subscriptionId) => findItem(await subscriptions(account), subscriptionId),
    workspace: async ({ id, profile }) => profile ?? workspaceSource().fetchWorkspace(id),
    workspaces: async () => workspaceSource().listWorkspaces(),
    accountsOf: async (list, isEnough) => sourceOf(list.provider).listAccounts(list, isEnough),
  };
}

/** A provider that says in its directory that it has workspaces can be asked for them. */
function assertHasWorkspaces(source: AccountSource): asserts source is Required<AccountSource> {
  if (!source.fetchWorkspace || !source.listWorkspaces) throw new Error('The provider tells no workspaces.');
}
