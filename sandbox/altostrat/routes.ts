import { type Answer, jsonAnswer } from '../http/answer.js';
import type { SandboxRequest } from '../http/request.js';
import type { Parameters, Route, RouteMatch } from '../http/route.js';
import type { JsonValue } from '../ground/json.js';
import type { AltostratToken, Token } from '../ground/tokens.js';
import { authenticate, requireAccount, requireWorkspace } from './access.js';
import type { AltostratState, BillingAccount } from './account.js';
import { AltostratRefusal, refuse } from './errors.js';
import { listInvoices } from './list-invoices.js';
import { previewInvoice } from './preview.js';

interface AltostratCall {
  readonly state: AltostratState;
  readonly token: AltostratToken;
  readonly parameters: Parameters;
  readonly request: SandboxRequest;
}

export type AltostratHandler = (call: AltostratCall) => Answer;

const ACCOUNTS = '/workspaces/{ws}/billing-accounts';
const ACCOUNT = `${ACCOUNTS}/{cus}`;

export const ALTOSTRAT_ROUTES: readonly Route<AltostratHandler>[] = [
  { method: 'GET', template: '/workspaces', handler: listWorkspaces },
  { method: 'GET', template: '/workspaces/{ws}', handler: (call) => jsonAnswer(200, workspaceOf(call).wire) },
  { method: 'GET', template: ACCOUNTS, handler: listAccounts },
  { method: 'GET', template: ACCOUNT, handler: (call) => jsonAnswer(200, accountOf(call).wire) },
  {
    method: 'GET',
    template: `${ACCOUNT}/invoices`,
    handler: (call) => listInvoices(accountOf(call), call.request.query),
  },
  {
    method: 'POST',
    template: `${ACCOUNT}/invoices/preview`,
    handler: (call) => previewInvoice(call.state, accountOf(call), call.request.body),
  },
  {
    method: 'GET',
    template: `${ACCOUNT}/subscriptions`,
    handler: (call) => list(accountOf(call).subscriptions.map(({ wire }) => wire)),
  },
  { method: 'GET', template: `${ACCOUNT}/subscriptions/{sub}`, handler: getSubscription },
];

export function answerAltostrat(
  match: RouteMatch<AltostratHandler>,
  state: AltostratState,
  tokens: ReadonlyMap<string, Token>,
  request: SandboxRequest,
): Answer {
  try {
    if (match.kind === 'none') throw refuse(404, `The route ${request.pathname} could not be found.`);
    if (match.kind === 'otherMethod') {
      const message = `The ${request.method} method is not supported for this route.`;
      throw refuse(405, message, { allow: match.allowed.join(', ') });
    }
    const token = authenticate(request.authorization, tokens);
    return match.route.handler({ state, token, parameters: match.parameters, request });
  } catch (error) {
    if (error instanceof AltostratRefusal) return error.answer;
    throw error;
  }
}

function listWorkspaces({ state, token }: AltostratCall): Answer {
  const visible = [...state.workspaces.values()].filter(({ id }) => token.workspaces.has(id));
  return list(visible.map(({ wire }) => wire));
}

function listAccounts(call: AltostratCall): Answer {
  const accounts = workspaceOf(call).accountIds.map((id) => call.state.accounts.get(id));
  return list(accounts.flatMap((account) => (account ? [account.wire] : [])));
}

function getSubscription(call: AltostratCall): Answer {
  const named = accountOf(call).subscriptions.find(({ wire }) => wire.id === call.parameters.sub);
  if (!named) throw refuse(404, 'Subscription not found.');
  return jsonAnswer(200, named.wire);
}

/** These lists are short and come whole: an envelope with `has_more` but no cursor. */
function list(data: JsonValue[]): Answer {
  return jsonAnswer(200, { data, has_more: false });
}

function workspaceOf({ state, token, parameters }: AltostratCall) {
  return requireWorkspace(state, token, parameters.ws ?? '');
}

function accountOf(call: AltostratCall): BillingAccount {
  return requireAccount(call.state, workspaceOf(call), call.parameters.cus ?? '');
}
