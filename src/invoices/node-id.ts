import type { AccountContext } from '../accounts/account.context.js';
import type { BillingAccount } from '../accounts/billing-account.js';
import { isWorkspaceId, toWorkspace, type Workspace } from '../accounts/workspace.js';
import type { ProviderName } from '../errors/provider-name.js';
import { badArgument, isBillingError, quote, type BillingError } from '../errors/billing-error.js';
import { encodeGlobalId, parseGlobalId, type GlobalId } from '../relay/global-id.js';

/** What a global id names: told by `__typename`. */
export type NodeId = BillingAccount | InvoiceId | SubscriptionId | Workspace;

/** Names an invoice. Whether there is one, its account's list has to tell. */
export interface InvoiceId {
  readonly __typename: 'Invoice';
  readonly account: BillingAccount;
  readonly invoiceId: string;
}

/** Names a subscription. Whether there is one, its account has to tell. */
export interface SubscriptionId {
  readonly __typename: 'BillingSubscription';
  readonly account: BillingAccount;
  readonly subscriptionId: string;
}

/** The global id. `invoiceId` is the provider's own, or one that is derived in its folder. */
export function encodeInvoiceId(account: BillingAccount, invoiceId: string): string {
  return encodeGlobalId({ type: 'Invoice', path: [...account.path, invoiceId] });
}

/** @throws BAD_USER_INPUT, naming `argument` */
export function parseNodeId(text: string, argument: string, context: AccountContext): NodeId {
  // No packed id begins as a workspace's does: the first byte of those is their version.
  if (isWorkspaceId(text)) return toWorkspace(text);
  const id = parseGlobalId(text, argument);
  try {
    return parseNodePath(id, context);
  } catch (error) {
    if (!isBillingError(error, 'BAD_USER_INPUT')) throw error;
    // Its parts have names that the field's arguments do not have.
    throw badArgument(argument, `expected a global id from this API, got ${quote(text)}.`);
  }
}

/** @throws BAD_USER_INPUT, also for the id of something that is not an invoice */
export function parseInvoiceId(text: string, argument: string, context: AccountContext): InvoiceId {
  const nodeId = parseNodeId(text, argument, context);
  if (nodeId.__typename === 'Invoice') return nodeId;
  throw otherType(argument, 'Invoice', nodeId, text);
}

/** @throws BAD_USER_INPUT, also for the id of something that is not a billing account */
export function parseAccountId(text: string, argument: string, context: AccountContext): BillingAccount {
  const nodeId = parseNodeId(text, argument, context);
  if (nodeId.__typename === 'BillingAccount') return nodeId;
  throw otherType(argument, 'BillingAccount', nodeId, text);
}

/** Accounts that one field may name. */
export const ACCOUNTS_MAX = 50;

/** Each once, in their order. @throws BAD_USER_INPUT, also for too many */
export function parseAccountIds(
  ids: readonly string[],
  argument: string,
  context: AccountContext,
): readonly BillingAccount[] {
  const different = [...new Set(ids)];
  if (different.length > ACCOUNTS_MAX)
    throw badArgument(argument, `expected at most ${ACCOUNTS_MAX} ids, got ${different.length}.`);
  const accounts = different.map((id) => parseAccountId(id, argument, context));
  return [...new Map(accounts.map((account) => [account.key, account])).values()];
}

function otherType(
  argument: string,
  expected: NodeId['__typename'],
  { __typename }: NodeId,
  text: string,
): BillingError {
  return badArgument(
    argument,
    `expected the global id of type ${expected}, got one of type ${__typename}: ${quote(text)}.`,
  );
}

/** The parts were checked when the id was made; they are checked again because they become part of a path. */
function parseNodePath({ type, path }: GlobalId, context: AccountContext): NodeId {
  const [provider, workspaceId = null, accountId = null, localId] = path;
  const account = context.directory(provider as ProviderName).parseAccount(workspaceId, accountId);
  switch (type) {
    case 'BillingAccount':
      return account;
    case 'BillingSubscription':
      return { __typename: type, account, subscriptionId: localId as string };
    case 'Invoice':
      return parseLocalInvoiceId(account, localId as string, context);
  }
}

/** @throws BAD_USER_INPUT where the provider cannot have such an invoice */
export function parseLocalInvoiceId(
  account: BillingAccount,
  invoiceId: string,
  context: AccountContext,
): InvoiceId {
  if (context.directory(account.provider).isInvoiceId(invoiceId)) {
    return { __typename: 'Invoice', account, invoiceId };
  }
  throw badArgument(
    'invoiceId',
    `expected the id of an invoice of ${account.provider}, got ${quote(invoiceId)}.`,
  );
}
