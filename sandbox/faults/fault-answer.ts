import { type Answer, htmlAnswer, jsonAnswer, toBytes } from '../http/answer.js';
import type { JsonValue } from '../ground/json.js';
import { bearerOf, type Provider } from '../ground/tokens.js';
import type { Fault } from './fault.js';
import { patchAnswer } from './patch.js';
import { type RetryAfter, toRetryAfterText } from './retry-after.js';
import { toText } from './text.js';

const TOKEN_MARK = '{{token}}';

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

type KindOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** Faults that answer in one piece. */
type AnsweringFault = KindOf<
  'status' | 'rateLimit' | 'html' | 'redirect' | 'raw' | 'patch' | 'echoAuthorization'
>;

/** The answer a fault makes, alone or out of the normal one; `{{token}}` in it is the caller's bearer value. */
export function answerFor(exchange: AnswerSource, fault: AnsweringFault): WholeAnswer {
  return withToken(makeAnswer(exchange, fault), bearerOf(exchange.authorization) ?? '');
}

function makeAnswer(exchange: AnswerSource, fault: AnsweringFault): WholeAnswer {
  switch (fault.kind) {
    case 'patch':
      return toWhole(patchAnswer(exchange.normal(), fault));
    case 'raw':
      return rawAnswer(fault);
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

function withToken({ status, headers, bytes }: WholeAnswer, token: string): WholeAnswer {
  const fill = (text: string) => text.replaceAll(TOKEN_MARK, token);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
    // Bytes that hold no mark may be no text at all.
    bytes: bytes.includes(TOKEN_MARK) ? Buffer.from(fill(bytes.toString())) : bytes,
  };
}

function rawAnswer({ status = 200, headers, body = '', bodyBase64 }: KindOf<'raw'>): WholeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    bytes: bodyBase64 === undefined ? Buffer.from(toText(body)) : Buffer.from(bodyBase64, 'base64'),
  };
}

function statusAnswer({ status, body, headers = {} }: KindOf<'status'>): Answer {
  if (body === undefined) return { status, headers };
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...headers }, text: body };
  return jsonAnswer(status, body, headers);
}

function rateLimitAnswer(provider: Provider, retryAfter: RetryAfter | undefined): Answer {
  const headers: Record<string, string> = {};
  if (retryAfter !== undefined) headers['retry-after'] = toRetryAfterText(retryAfter, Date.now());
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
