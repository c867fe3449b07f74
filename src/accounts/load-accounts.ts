import type { Connection } from '../relay/connection.js';
import { connectList } from '../relay/list-connection.js';
import { parseWindow, type ConnectionArguments } from '../relay/paging-arguments.js';
import type { AccountContext } from './account.context.js';
import type { AccountList } from './account-source.js';
import type { BillingAccount } from './billing-account.js';

/**
 * A page of a list of accounts, whichever field asks for it: they share cursors and the calls.
 *
 * @throws BAD_USER_INPUT, INVALID_CURSOR where the arguments are at fault, and what the reading fails with
 */
export async function loadAccounts(
  list: AccountList,
  args: ConnectionArguments,
  { accounts, pageSizeMax }: AccountContext,
): Promise<Connection<BillingAccount>> {
  const scope = `accounts of ${JSON.stringify(list.workspaceId ?? list.provider)}`;
  return connectList(parseWindow(args, { pageSizeMax, scope }), scope, async (isEnough) =>
    accounts.accountsOf(list, isEnough),
  );
}
