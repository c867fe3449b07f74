import { type AltostratToken, bearerOf, type Token } from '../ground/tokens.js';
import type { AltostratState, BillingAccount, Workspace } from './account.js';
import { refuse } from './errors.js';

export function authenticate(
  authorization: string | undefined,
  tokens: ReadonlyMap<string, Token>,
): AltostratToken {
  const bearer = bearerOf(authorization);
  if (bearer === undefined) throw refuse(401, 'Unauthenticated.');
  const token = tokens.get(bearer);
  if (token?.provider !== 'altostrat') throw refuse(401, 'Invalid token.');
  if (token.status === 401) throw refuse(401, 'Expired token.');
  if (token.status === 403) throw refuse(403, 'This action is unauthorized.');
  return token;
}

/** Unknown is 404 and foreign is 403, which tells the two apart; a client should not. */
export function requireWorkspace(state: AltostratState, token: AltostratToken, id: string): Workspace {
  const workspace = state.workspaces.get(id);
  if (!workspace) throw refuse(404, 'Workspace not found.');
  if (!token.workspaces.has(id)) throw refuse(403, 'This action is unauthorized.');
  return workspace;
}

export function requireAccount(state: AltostratState, workspace: Workspace, id: string): BillingAccount {
  const account = state.accounts.get(id);
  if (account?.workspaceId !== workspace.id) throw refuse(404, 'Billing account not found.');
  return account;
}
