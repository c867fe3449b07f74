import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALTOSTRAT_ROUTES, answerAltostrat } from '../altostrat/routes.js';
import type { Call } from '../calls/call-log.js';
import { describeHeaders, describeToken } from '../calls/describe-headers.js';
import { deliver, type Exchange } from '../faults/deliver.js';
import type { FaultTarget } from '../faults/fault-match.js';
import { answerNorthflank, NORTHFLANK_ROUTES } from '../northflank/routes.js';
import type { SandboxState } from './state.js';
import { bearerOf, type Provider } from '../ground/tokens.js';
import type { Answer } from '../http/answer.js';
import { readBody, type SandboxRequest, toSandboxRequest } from '../http/request.js';
import { matchRoute, routeName } from '../http/route.js';

const BODY_BYTES_MAX = 1_048_576;

interface PlannedCall {
  readonly route: string;
  readonly answer: (request: SandboxRequest) => Answer;
}

/** Logs the call, asks for a fault, and answers. Rejects when the client goes away meanwhile. */
export async function serveProvider(
  state: SandboxState,
  provider: Provider,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const head = toSandboxRequest(message, '');
  const { route, answer } = plan(state, provider, head);
  const call = beginCall(state, provider, route, message);
  const signal = followResponse(state, call, response);
  const requestId = message.headers['x-request-id'];
  if (typeof requestId === 'string') response.setHeader('x-request-id', requestId);
  const request = { ...head, body: await readBody(message, BODY_BYTES_MAX) };
  const target: FaultTarget = {
    provider,
    method: request.method,
    token: bearerOf(request.authorization),
    route,
    rawPath: request.rawPath,
  };
  const fault = state.faults.take(target);
  if (state.latencyMs > 0) await sleep(state.latencyMs, undefined, { signal });
  const exchange: Exchange = {
    provider,
    authorization: request.authorization,
    response,
    signal,
    normal: () => answer(request),
    hold: () => state.gate.wait(target, signal),
    // Settled here, so that the closing connection is not taken for the client's doing.
    onHangUp: () => settle(state, call, response),
  };
  await deliver(exchange, fault);
}

function plan(state: SandboxState, provider: Provider, { method, pathname }: SandboxRequest): PlannedCall {
  const { tokens } = state;
  if (provider === 'altostrat') {
    const match = matchRoute(ALTOSTRAT_ROUTES, method, pathname);
    return {
      route: routeName(match, method),
      answer: (request) => answerAltostrat(match, state.altostrat, tokens, request),
    };
  }
  const match = matchRoute(NORTHFLANK_ROUTES, method, pathname);
  return {
    route: routeName(match, method),
    answer: (request) => answerNorthflank(match, state.northflank, tokens, request),
  };
}

function beginCall(state: SandboxState, provider: Provider, route: string, message: IncomingMessage): Call {
  const call: Call = {
    provider,
    token: describeToken(message.headers.authorization, state.tokens),
    method: message.method ?? 'GET',
    route,
    path: message.url ?? '/',
    status: null,
    headers: describeHeaders(message.headers),
    headerNames: Object.keys(message.headers).sort(),
    aborted: false,
    startedAtMs: Date.now(),
    endedAtMs: null,
  };
  state.calls.begin(call);
  return call;
}

/** Ends the log entry when the answer is out or the connection gone; the signal tells what is still waiting. */
function followResponse(state: SandboxState, call: Call, response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('finish', () => settle(state, call, response));
  response.once('close', () => {
    if (call.endedAtMs === null) call.aborted = true;
    settle(state, call, response);
    gone.abort();
  });
  return gone.signal;
}

function settle(state: SandboxState, call: Call, response: ServerResponse): void {
  if (response.headersSent) call.status = response.statusCode;
  state.calls.end(call);
}
