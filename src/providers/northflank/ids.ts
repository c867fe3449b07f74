import type { AccountList } from '../../accounts/account-source.js';
import { BillingAccount } from '../../accounts/billing-account.js';
import { badArgument, quote } from '../../errors/billing-error.js';

/** A team's id becomes part of a path, so what it may hold is listed. */
const TEAM_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** @throws BAD_USER_INPUT where Northflank cannot have such an account */
export function parseNorthflankAccount(workspaceId: string | null, accountId: string | null): BillingAccount {
  refuseWorkspace(workspaceId);
  // A name that every object has would be a trap for whoever keys a map by team.
  if (accountId !== null && (!TEAM_ID.test(accountId) || accountId in Object.prototype)) {
    throw badArgument(
      'accountId',
      `expected a Northflank team id such as "my-team", got ${quote(accountId)}.`,
    );
  }
  return new BillingAccount('NORTHFLANK', null, accountId);
}

/** @throws BAD_USER_INPUT where a workspace is named */
export function parseNorthflankList(workspaceId: string | null): AccountList {
  refuseWorkspace(workspaceId);
  return { provider: 'NORTHFLANK', workspaceId: null };
}

function refuseWorkspace(workspaceId: string | null): void {
  if (workspaceId === null) return;
  throw badArgument('workspaceId', 'expected none for NORTHFLANK, which has no workspaces.');
}
