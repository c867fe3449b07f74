import type { ProviderDefinition } from '../providers/provider.js';
import type { CountingUpstream } from './counting-upstream.js';
import type { GraphAccess } from './graph-client.js';
import type { NamedAccount } from './paging-oracle.js';

/** A provider that is to be checked, and what is known of it without asking it. */
export interface ProviderSubject {
  readonly definition: ProviderDefinition;
  /** What it calls. Left out: it makes no HTTP calls, and what is checked by breaking them is not. */
  readonly upstream?: CountingUpstream | undefined;
  /** Good there; without "Bearer". */
  readonly token: string;
  /** One with eight invoices or more: beyond three pages of three. */
  readonly account: Omit<NamedAccount, 'provider'>;
  /** The provider's own ids of all of them, newest first. */
  readonly invoiceIds: readonly string[];
  /** An account that could be there and is not. */
  readonly missingAccount: Omit<NamedAccount, 'provider'>;
  /** An account that there cannot be. */
  readonly impossibleAccount: Omit<NamedAccount, 'provider'>;
}

/** A subject that is served, as the checks see it. */
export interface ServedSubject extends ProviderSubject {
  /** With its token. */
  readonly graph: GraphAccess;
  /** What it was asked since the last `forget`; undefined where it cannot be known. */
  callsMade(): number | undefined;
  forget(): void;
}

/** The account as a field of a query. */
export const ACCOUNT =
  'billingAccount(provider: $provider, workspaceId: $workspaceId, accountId: $accountId)';
/** What a query that has `ACCOUNT` declares. */
export const VARIABLES = '$provider: BillingProvider!, $workspaceId: ID, $accountId: ID';

/** One claim of the port. */
export interface ConformanceCheck {
  /** As a sentence with the provider as its subject: "lists its invoices ...". */
  readonly name: string;
  /** Rejects with an Error that says what was expected and what came. */
  readonly run: () => Promise<void>;
}
