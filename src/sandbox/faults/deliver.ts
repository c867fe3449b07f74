import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, htmlAnswer, jsonAnswer, toBytes } from '../http/answer.js';
import type { JsonValue } from '../json.js';
import type { Provider } from '../tokens.js';
import { patchAnswer } from './patch.js';
import type { Fault } from './fault.js';

/** One call on its way to an answer. */
export interface Exchange {
  readonly provider: Provider;
  readonly authorization: string | undefined;
  readonly response: ServerResponse;
  /** Aborts when the connection is gone, whoever closed it. */
  readonly signal: AbortSignal;
  /** Makes the answer that would be given without a fault. Called at most once. */
  normal(): Answer;
  /** Notes that the sandbox, not the client, is about to break the connection. */
  onHangUp(): void;
}

/** Answers the call in the way the fault asks for. */
export async function deliver(exchange: Exchange, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'latency':
      await sleep(fault.ms, undefined, { signal: exchange.signal });
      return deliver(exchange, fault.then ?? { kind: 'none' });
    case 'hang':
      return;
    case 'reset':
      return reset(exchange, fault.afterBytes);
    case 'truncate':
      return truncate(exchange, fault.bytes, fault.contentLength ?? 'full');
    case 'drip':
      return drip(exchange, fault.bytesPerTick, fault.tickMs);
    default: {
      const answer = answerFor(exchange, fault);
      return sendWhole(exchange, answer.status, answer.headers, answer.bytes);
    }
  }
}

interface WholeAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  bytes: Buffer;
}

type DeliveredWhole = Exclude<Fault, { kind: 'latency' | 'hang' | 'reset' | 'truncate' | 'drip' }>;

function answerFor(exchange: Exchange, fault: DeliveredWhole): WholeAnswer {
  switch (fault.kind) {
    case 'none':
    case 'sequence': // flattened before it gets here, one step per call
      return toWhole(exchange.normal());
    case 'patch': {
      const answer = exchange.normal();
      const json = answer.json;
      return toWhole(json === undefined ? answer : { ...answer, json: patchAnswer(json, fault) });
    }
    case 'raw':
      return {
        status: fault.status ?? 200,
        headers: { 'content-type': 'application/json', ...fault.headers },
        bytes:
          fault.bodyBase64 === undefined
            ? Buffer.from(fault.body ?? '')
            : Buffer.from(fault.bodyBase64, 'base64'),
      };
    case 'status':
      return toWhole(statusAnswer(fault));
    case 'rateLimit':
      return toWhole(rateLimitAnswer(exchange.provider, fault.retryAfter));
    case 'html':
      return toWhole(htmlAnswer(fault.status, `<html><body><h1>${fault.status}</h1></body></html>\n`));
    case 'redirect':
      return toWhole({ status: fault.status, headers: { location: fault.location } });
    case 'echoAuthorization':
      return toWhole(echoAnswer(exchange.authorization ?? '', fault.status ?? 401));
  }
}

function toWhole(answer: Answer): WholeAnswer {
  return { status: answer.status, headers: answer.headers, bytes: toBytes(answer) };
}

function statusAnswer({ status, body, headers = {} }: Extract<Fault, { kind: 'status' }>): Answer {
  if (body === undefined) return { status, headers };
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...headers }, text: body };
  return jsonAnswer(status, body, headers);
}

function rateLimitAnswer(provider: Provider, retryAfter: string | number | undefined): Answer {
  const headers: Record<string, string> = {};
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  const body: JsonValue =
    provider === 'altostrat'
      ? { message: 'Too Many Attempts.' }
      : { error: { message: 'Rate limit exceeded.', id: 'rate-limit-exceeded', details: {} } };
  return jsonAnswer(429, body, headers);
}

/** Sends the credential back wherever a careless reader would log or forward it. */
function echoAnswer(authorization: string, status: number): Answer {
  return jsonAnswer(
    status,
    {
      message: `Rejected: ${authorization}`,
      error: { message: `Rejected: ${authorization}` },
      authorization,
    },
    { 'x-echo-authorization': authorization, 'www-authenticate': `Bearer error="${authorization}"` },
  );
}

function sendWhole(
  { response }: Exchange,
  status: number,
  headers: WholeAnswer['headers'],
  bytes: Buffer,
): void {
  // 204 and 304 have no body, and a length beside them would be read as a promise.
  const hasBody = status !== 204 && status !== 304;
  const length: Record<string, number> = hasBody ? { 'content-length': bytes.length } : {};
  response.writeHead(status, { ...length, ...headers });
  response.end(hasBody ? bytes : undefined);
}

function reset(exchange: Exchange, afterBytes: number | undefined): void {
  const { response } = exchange;
  if (afterBytes === undefined) return hangUp(exchange);
  const { status, headers, bytes } = toWhole(exchange.normal());
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, afterBytes), () => setImmediate(() => hangUp(exchange)));
}

function hangUp({ response, onHangUp }: Exchange): void {
  onHangUp();
  response.socket?.resetAndDestroy();
}

function truncate(exchange: Exchange, bytesMax: number, contentLength: 'full' | 'actual'): void {
  const { response } = exchange;
  const { status, headers, bytes } = toWhole(exchange.normal());
  const cut = bytes.subarray(0, bytesMax);
  if (contentLength === 'actual') return sendWhole(exchange, status, headers, cut);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(cut, () => {
    exchange.onHangUp();
    response.socket?.end();
  });
}

async function drip(exchange: Exchange, bytesPerTick: number, tickMs: number): Promise<void> {
  const { response, signal } = exchange;
  const { status, headers, bytes } = toWhole(exchange.normal());
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  for (let start = 0; start < bytes.length; start += bytesPerTick) {
    response.write(bytes.subarray(start, start + bytesPerTick));
    await sleep(tickMs, undefined, { signal });
  }
  response.end();
}
