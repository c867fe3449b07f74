import { InputError } from '../ground/parse-input.js';
import { type Answer, jsonAnswer } from '../http/answer.js';
import { parseJson, queryValue, type SandboxRequest } from '../http/request.js';
import { matchRoute, type Route } from '../http/route.js';
import type { JsonValue } from '../ground/json.js';
import type { SandboxState } from '../emulator/state.js';
import { deleteInvoice, insertInvoices, patchAccount, patchInvoice, putAccount } from './accounts.js';
import { done, problem } from './answers.js';
import type { ControlCall, ControlHandler } from './control-call.js';
import { addFault, clearFaults, listFaults, listHeld, releaseHeld, removeFault } from './faults.js';
import { deleteNorthflank, insertNorthflank, patchNorthflank } from './northflank.js';
import { showOverview } from './overview.js';
import { putToken } from './tokens.js';

const ACCOUNT = '/_sandbox/accounts/{id}';
const TEAM = '/_sandbox/northflank/{teamId}';

const ROUTES: readonly Route<ControlHandler>[] = [
  { method: 'GET', template: '/_sandbox', handler: showOverview },
  { method: 'GET', template: '/_sandbox/', handler: showOverview },
  { method: 'POST', template: '/_sandbox/reset', handler: resetAll },
  { method: 'GET', template: '/_sandbox/calls', handler: reportCalls },
  { method: 'DELETE', template: '/_sandbox/calls', handler: clearCalls },
  { method: 'GET', template: '/_sandbox/faults', handler: listFaults },
  { method: 'POST', template: '/_sandbox/faults', handler: addFault },
  { method: 'DELETE', template: '/_sandbox/faults', handler: clearFaults },
  { method: 'DELETE', template: '/_sandbox/faults/{id}', handler: removeFault },
  { method: 'GET', template: '/_sandbox/holds', handler: listHeld },
  { method: 'POST', template: '/_sandbox/holds/release', handler: releaseHeld },
  { method: 'POST', template: '/_sandbox/accounts', handler: putAccount },
  { method: 'PATCH', template: ACCOUNT, handler: patchAccount },
  { method: 'POST', template: `${ACCOUNT}/invoices`, handler: insertInvoices },
  { method: 'PATCH', template: `${ACCOUNT}/invoices/{invoiceId}`, handler: patchInvoice },
  { method: 'DELETE', template: `${ACCOUNT}/invoices/{invoiceId}`, handler: deleteInvoice },
  { method: 'PATCH', template: TEAM, handler: patchNorthflank },
  { method: 'POST', template: `${TEAM}/invoices`, handler: insertNorthflank },
  { method: 'DELETE', template: `${TEAM}/invoices/{invoiceId}`, handler: deleteNorthflank },
  { method: 'POST', template: '/_sandbox/tokens', handler: putToken },
];

/** Answers a control call; whatever is wrong with it is listed under `problems`. */
export function answerControl(state: SandboxState, request: SandboxRequest, reset: () => void): Answer {
  const match = matchRoute(ROUTES, request.method, request.pathname);
  if (match.kind === 'none') return problem(404, [`There is no control call ${request.pathname}.`]);
  if (match.kind === 'otherMethod') return problem(405, [`Allowed: ${match.allowed.join(', ')}.`]);
  const body = parseJson(request.body);
  if (body === undefined) return problem(400, ['The body is not JSON.']);
  try {
    return match.route.handler({ state, parameters: match.parameters, request, body, reset });
  } catch (error) {
    if (error instanceof InputError) return problem(400, error.problems);
    throw error;
  }
}

function resetAll({ reset }: ControlCall): Answer {
  reset();
  return done();
}

function reportCalls({ state, request }: ControlCall): Answer {
  const report = state.calls.report(queryValue(request.query, 'token'));
  return jsonAnswer(200, report as unknown as JsonValue);
}

function clearCalls({ state }: ControlCall): Answer {
  state.calls.clear();
  return done();
}
