import type { WholeList } from '../lists/whole-list.js';
import type { AccountProfile, BillingAccount } from './billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { BillingSubscription } from './billing-subscription.js';
import type { WorkspaceProfile } from './workspace.js';

/** Which accounts a provider can have at all. Needs no credential and makes no call. */
export interface AccountDirectory {
  readonly name: ProviderName;
  /** Whether accounts lie in workspaces. One provider at most may say so, since a workspace's id does not name its own. */
  readonly hasWorkspaces: boolean;
  /** @throws BAD_USER_INPUT where the provider cannot have such an account, naming the argument */
  parseAccount(workspaceId: string | null, accountId: string | null): BillingAccount;
  /** Whether the text can be the id of an invoice there, as the provider gives it or as it is derived here. */
  isInvoiceId(text: string): boolean;
}

/** What a provider tells of accounts, one upstream call each. Bound to one caller and one operation. */
export interface AccountSource {
  /** @throws NOT_FOUND */
  fetchAccount(account: BillingAccount): Promise<AccountProfile>;
  /**
   * Keyed by the provider's own ids: global ids of subscriptions are looked up by them.
   * @throws NOT_FOUND
   */
  listSubscriptions(account: BillingAccount): Promise<WholeList<BillingSubscription>>;
  /** There where the provider has workspaces. @throws NOT_FOUND */
  fetchWorkspace?(workspaceId: string): Promise<WorkspaceProfile>;
  /** There where the provider has workspaces. @throws NOT_FOUND */
  listAccounts?(workspaceId: string): Promise<WholeList<BillingAccount>>;
}
