import type { BillingAccount } from '../../accounts/billing-account.js';
import type { ProviderName } from '../../errors/provider-name.js';

/** Whose fields are asked for, as far as that can be known before anything is read. */
export type Subject =
  AccountSubject | InvoiceSubject | PreviewSubject | SubscriptionSubject | WorkspaceSubject | Nobody;

/** An account, or so many of them that a list is going to bring. */
export interface AccountSubject {
  readonly kind: 'BillingAccount';
  readonly provider: ProviderName;
  /** What holds it; undefined: nothing. */
  readonly workspace: WorkspaceSubject | undefined;
  /** The same for accounts that are the same. */
  readonly key: string;
  readonly times: number;
  /** Whether its profile comes with it. */
  readonly isListed: boolean;
}

export interface InvoiceSubject {
  readonly kind: 'Invoice';
  readonly account: AccountSubject;
}

export interface PreviewSubject {
  readonly kind: 'InvoicePreview';
  readonly account: AccountSubject;
  /** What the preview changes; undefined: nothing that could be compared. */
  readonly subscriptionId: string | undefined;
}

/** A subscription, or so many of an account's. */
export interface SubscriptionSubject {
  readonly kind: 'BillingSubscription';
  readonly account: AccountSubject;
  readonly key: string;
  readonly times: number;
}

/** A workspace, or so many of them that a list is going to bring. */
export interface WorkspaceSubject {
  readonly kind: 'Workspace';
  /** The same for workspaces that are the same. */
  readonly key: string;
  readonly times: number;
  /** Whether its profile comes with it. */
  readonly isListed: boolean;
}

/** What costs nothing, nor does anything below it. */
export interface Nobody {
  readonly kind: 'nobody';
}

export const nobody: Nobody = { kind: 'nobody' };

/** An account that an operation names. */
export function toSubject({ provider, workspaceId, key }: BillingAccount): AccountSubject {
  const workspace = workspaceId === null ? undefined : toWorkspaceSubject(workspaceId);
  return { kind: 'BillingAccount', provider, workspace, key, times: 1, isListed: false };
}

/** A workspace that an operation names. */
export function toWorkspaceSubject(id: string): WorkspaceSubject {
  return { kind: 'Workspace', key: id, times: 1, isListed: false };
}
