import { type Answer, htmlAnswer, jsonAnswer, toBytes } from '../http/answer.js';
import type { JsonValue } from '../json.js';
import type { Provider } from '../tokens.js';
import type { Fault } from './fault.js';
import { patchAnswer } from './patch.js';

export interface AnswerSource {
  readonly provider: Provider;
  readonly authorization: string | undefined;
  /** Makes the answer that would be given without a fault. Called at most once. */
  normal(): Answer;
}

/** A whole answer as it goes over the wire. */
export interface WholeAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  bytes: Buffer;
}

/** Faults that answer in one piece. */
export type WholeFault = Exclude<Fault, { kind: 'latency' | 'hang' | 'reset' | 'truncate' | 'drip' }>;

/** The answer a fault makes, alone or out of the normal one. */
export function answerFor(exchange: AnswerSource, fault: WholeFault): WholeAnswer {
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

export function toWhole(answer: Answer): WholeAnswer {
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
