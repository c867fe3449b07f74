import type { AccountReads } from './account-reads.js';
import type { AccountDirectory } from './account-source.js';
import type { ProviderName } from '../errors/provider-name.js';

/** What the account resolvers need of a request's context. */
export interface AccountContext {
  readonly accounts: AccountReads;
  /** Largest `first` or `last`. */
  readonly pageSizeMax: number;
  /** @throws BAD_USER_INPUT where this deployment does not serve the provider */
  directory(provider: ProviderName): AccountDirectory;
  /** Of the provider that has workspaces. @throws BAD_USER_INPUT where this deployment serves none that has */
  workspaceDirectory(): AccountDirectory;
}
