import type { AccountList } from '../../accounts/account-source.js';
import { BillingAccount } from '../../accounts/billing-account.js';
import { parseWorkspaceId } from '../../accounts/workspace.js';
import { badArgument, quote } from '../../errors/billing-error.js';

/** Every billing account is a Stripe customer. What the id may hold is listed, since it becomes part of a path. */
const ACCOUNT_ID = /^cus_[A-Za-z0-9._-]{1,251}$/;

/** @throws BAD_USER_INPUT where Altostrat cannot have such an account */
export function parseAltostratAccount(workspaceId: string | null, accountId: string | null): BillingAccount {
  const workspace = parseWorkspaceId(required(workspaceId, 'workspaceId'), 'workspaceId');
  const account = required(accountId, 'accountId');
  if (!ACCOUNT_ID.test(account)) {
    throw badArgument(
      'accountId',
      `expected an Altostrat account id such as "cus_abc123", got ${quote(account)}.`,
    );
  }
  return new BillingAccount('ALTOSTRAT', workspace, account);
}

/** @throws BAD_USER_INPUT where no workspace is named, or none that there can be */
export function parseAltostratList(workspaceId: string | null): AccountList {
  const workspace = parseWorkspaceId(required(workspaceId, 'workspaceId'), 'workspaceId');
  return { provider: 'ALTOSTRAT', workspaceId: workspace };
}

/** An invoice's id is only ever a query value, never a path, so any printable text without spaces will do. */
const INVOICE_ID = /^[\x21-\x7e]{1,255}$/;

/** Whether an invoice there could have the id. */
export function isAltostratInvoiceId(text: string): boolean {
  return INVOICE_ID.test(text);
}

function required(value: string | null, argument: string): string {
  if (value !== null) return value;
  throw badArgument(argument, `required for ALTOSTRAT, got none.`);
}
