import type { Answer } from '../http/answer.js';
import type { SandboxRequest } from '../http/request.js';
import type { Parameters, Route, RouteMatch } from '../http/route.js';
import { bearerOf, type NorthflankToken, type Token } from '../ground/tokens.js';
import { authenticate, requireAccount } from './access.js';
import type { NorthflankAccount, NorthflankState } from './account.js';
import { NorthflankRefusal, refuse } from './errors.js';
import { getDetails } from './get-details.js';
import { getInvoice } from './get-invoice.js';
import { listInvoices } from './list-invoices.js';
import { listTeams } from './list-teams.js';
import { RATE_LIMIT_DEFAULT, type RateLimitTurn } from './rate-limit.js';

interface NorthflankCall {
  readonly account: NorthflankAccount;
  readonly parameters: Parameters;
  readonly query: URLSearchParams;
  readonly state: NorthflankState;
  readonly token: NorthflankToken;
}

export type NorthflankHandler = (call: NorthflankCall) => Answer;

/** Each billing path exists twice: for the token's own account and for a team. */
export const NORTHFLANK_ROUTES: readonly Route<NorthflankHandler>[] = [
  {
    method: 'GET',
    template: '/v1/teams',
    handler: ({ state, token, query }) => listTeams(state, token, query),
  },
  ...['/v1', '/v1/teams/{teamId}'].flatMap((base) => [
    {
      method: 'GET',
      template: `${base}/billing/invoices`,
      handler: ({ account, query }: NorthflankCall) => listInvoices(account, query),
    },
    // Before the path by id, which would take `details` for an id.
    {
      method: 'GET',
      template: `${base}/billing/invoices/details`,
      handler: ({ account, query }: NorthflankCall) => getDetails(account, query),
    },
    {
      method: 'GET',
      template: `${base}/billing/invoices/{invoiceId}`,
      handler: ({ account, parameters, query }: NorthflankCall) =>
        getInvoice(account, parameters.invoiceId ?? '', query),
    },
  ]),
];

export function answerNorthflank(
  match: RouteMatch<NorthflankHandler>,
  state: NorthflankState,
  tokens: ReadonlyMap<string, Token>,
  request: SandboxRequest,
): Answer {
  const parameters = match.kind === 'found' ? match.parameters : {};
  let turn: RateLimitTurn | undefined;
  const answer = orRefusal(() => {
    const token = authenticate(request.authorization, tokens);
    turn = takeTurn(state, token, parameters.teamId, request.authorization);
    if (turn.isExceeded) throw refuse(429, 'rate-limit-exceeded', 'Rate limit exceeded.');
    if (match.kind === 'none') throw refuse(404, 'not-found', 'Not found.');
    if (match.kind === 'otherMethod') throw refuse(405, 'method-not-allowed', 'Method not allowed.');
    const account = requireAccount(state, token, parameters.teamId);
    return match.route.handler({ account, parameters, query: request.query, state, token });
  });
  return turn ? { ...answer, headers: { ...answer.headers, ...turn.headers } } : answer;
}

function orRefusal(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof NorthflankRefusal) return error.answer;
    throw error;
  }
}

/** Calls count per token; an account with a limit of its own counts them apart, so tests can share a token. */
function takeTurn(
  { accounts, rateLimiter }: NorthflankState,
  token: NorthflankToken,
  teamId: string | undefined,
  authorization: string | undefined,
): RateLimitTurn {
  const account = accounts.get(teamId ?? token.own);
  const bearer = bearerOf(authorization) ?? '';
  if (account?.rateLimit) return rateLimiter.take(`${bearer}|${account.id}`, account.rateLimit);
  return rateLimiter.take(bearer, RATE_LIMIT_DEFAULT);
}
