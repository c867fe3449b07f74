import { bearerOf, type NorthflankToken, type Token } from '../ground/tokens.js';
import type { NorthflankAccount, NorthflankState } from './account.js';
import { refuse } from './errors.js';

export function authenticate(
  authorization: string | undefined,
  tokens: ReadonlyMap<string, Token>,
): NorthflankToken {
  const token = tokens.get(bearerOf(authorization) ?? '');
  if (token?.provider !== 'northflank') throw refuse(401, 'unauthorized', 'Invalid API token.');
  if (token.status === 401) throw refuse(401, 'unauthorized', 'The API token has expired.');
  if (token.status === 403)
    throw refuse(403, 'forbidden', 'Missing permission: Account > Billing > General > Read.');
  return token;
}

/** The account a path means: a team's, or the token's own when the path names none. */
export function requireAccount(
  state: NorthflankState,
  token: NorthflankToken,
  teamId: string | undefined,
): NorthflankAccount {
  const account = state.accounts.get(teamId ?? token.own);
  const isTeam = teamId === undefined || teamId !== 'own';
  if (!account || !isTeam) throw refuse(404, 'team-not-found', 'Team not found.');
  if (teamId !== undefined && !mayRead(token, teamId)) {
    throw refuse(403, 'forbidden', 'The API token has no access to this team.');
  }
  return account;
}

export function mayRead(token: NorthflankToken, teamId: string): boolean {
  return token.teams === 'all' || token.teams.has(teamId);
}
