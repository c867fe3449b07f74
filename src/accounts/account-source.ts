import type { IsEnough, WholeList } from '../lists/whole-list.js';
import type { AccountProfile, BillingAccount } from './billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { BillingSubscription } from './billing-subscription.js';
import type { Workspace, WorkspaceProfile } from './workspace.js';

/** Which accounts a provider can have at all. Needs no credential and makes no call. */
export interface AccountDirectory {
  readonly name: ProviderName;
  /** Whether accounts lie in workspaces. One provider at most may say so, since a workspace's id does not name its own. */
  readonly hasWorkspaces: boolean;
  /** @throws BAD_USER_INPUT where the provider cannot have such an account, naming the argument */
  parseAccount(workspaceId: string | null, accountId: string | null): BillingAccount;
  /**
   * Which of the provider's lists of accounts is meant: that of a workspace or, where it has none, the only one.
   *
   * @throws BAD_USER_INPUT where the provider has no such list, naming the argument
   */
  parseAccountList(workspaceId: string | null): AccountList;
  /** Whether the text can be the id of an invoice there, as the provider gives it or as it is derived here. */
  isInvoiceId(text: string): boolean;
}

/** Names a list of accounts. */
export interface AccountList {
  readonly provider: ProviderName;
  /** Null where the provider has no workspaces. */
  readonly workspaceId: string | null;
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
  /** The workspaces that the caller can see. There where the provider has workspaces. */
  listWorkspaces?(): Promise<WholeList<Workspace>>;
  /**
   * The accounts of a workspace or, where the provider has none, those that the caller can see. One call a page, until the rows
   * are enough. @throws NOT_FOUND
   */
  listAccounts(list: AccountList, isEnough: IsEnough<BillingAccount>): Promise<WholeList<BillingAccount>>;
}
