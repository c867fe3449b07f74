import type { AccountContext } from '../accounts/account.context.js';
import type { BillingAccount } from '../accounts/billing-account.js';
import type { ProviderName } from '../errors/provider-name.js';
import { badArgument, isBillingError, quote } from '../errors/billing-error.js';
import { encodeGlobalId, parseGlobalId, type GlobalId } from '../relay/global-id.js';

/** What a global id names. */
export type NodeId = BillingAccount | InvoiceId;

export interface InvoiceId {
  readonly account: BillingAccount;
  readonly invoiceId: string;
}

export function encodeInvoiceId(account: BillingAccount, invoiceId: string): string {
  return encodeGlobalId({ type: 'Invoice', path: [...account.path, invoiceId] });
}

/** @throws BAD_USER_INPUT, naming `argument` */
export function parseNodeId(text: string, argument: string, context: AccountContext): NodeId {
  const id = parseGlobalId(text, argument);
  try {
    return toNodeId(id, context);
  } catch (error) {
    if (!isBillingError(error, 'BAD_USER_INPUT')) throw error;
    // Its parts have names that the field's arguments do not have.
    throw badArgument(argument, `expected a global id from this API, got ${quote(text)}.`);
  }
}

/** @throws BAD_USER_INPUT, also for the id of something that is not an invoice */
export function parseInvoiceId(text: string, argument: string, context: AccountContext): InvoiceId {
  const nodeId = parseNodeId(text, argument, context);
  if ('invoiceId' in nodeId) return nodeId;
  throw badArgument(
    argument,
    `expected the global id of an Invoice, got that of a BillingAccount: ${quote(text)}.`,
  );
}

/** @throws BAD_USER_INPUT, also for the id of something that is not a billing account */
export function parseAccountId(text: string, argument: string, context: AccountContext): BillingAccount {
  const nodeId = parseNodeId(text, argument, context);
  if ('path' in nodeId) return nodeId;
  throw badArgument(
    argument,
    `expected the global id of a BillingAccount, got that of an Invoice: ${quote(text)}.`,
  );
}

/** The parts were checked when the id was made; they are checked again because they become part of a path. */
function toNodeId({ type, path }: GlobalId, context: AccountContext): NodeId {
  const [provider, workspaceId = null, accountId = null, invoiceId] = path;
  const account = context.directory(provider as ProviderName).parseAccount(workspaceId, accountId);
  return type === 'Invoice' ? toInvoiceId(account, invoiceId as string, context) : account;
}

/** @throws BAD_USER_INPUT where the provider cannot have such an invoice */
export function toInvoiceId(account: BillingAccount, invoiceId: string, context: AccountContext): InvoiceId {
  if (context.directory(account.provider).isInvoiceId(invoiceId)) return { account, invoiceId };
  throw badArgument(
    'invoiceId',
    `expected the id of an invoice of ${account.provider}, got ${quote(invoiceId)}.`,
  );
}
