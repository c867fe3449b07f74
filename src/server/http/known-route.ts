import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { KnownAnswer, KnownAnswers } from '../operation/known-answers.js';
import { noSniffing } from './answer-headers.js';
import type { Drain } from './drain.js';
import type { ReportRequest } from './report-requests.js';
import type { HeadCheck } from './request-head.js';
import { toRequestId } from './request-id.js';

declare module 'node:http' {
  interface IncomingMessage {
    /** The body, where it has been read already. */
    bytes?: Buffer | undefined;
    /** What the request goes by, where that is settled already. */
    requestId?: string | undefined;
  }
}

/** Which graphs there are, what is looked at of a request before its body, and who is told of its answer. */
export interface KnownRouteOptions {
  /** By their paths. */
  readonly graphs: ReadonlyMap<string, KnownAnswers>;
  readonly bodyBytesMax: number;
  readonly checkHead: HeadCheck;
  readonly drain: Drain;
  readonly graphHeaders: Readonly<Record<string, string>>;
  readonly report: ReportRequest;
}

/** Ways to say that a body is JSON in UTF-8. Any other is read with more care. */
const JSON_TYPES: ReadonlySet<string | undefined> = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8',
  'application/json; charset=UTF-8',
]);

/** What the careful parser refuses, or reads as something else, does not come up in an ordinary body. */
const UNUSUAL = ['__proto__', 'constructor', '\\u'];

/**
 * The way of nearly all requests: an ordinary `POST` to a graph that asks what has been asked before is read, answered
 * and written in one go each. Every other request goes on to `next` as if nothing had been; where its body has been
 * read, with that.
 */
export function createKnownRoute(options: KnownRouteOptions, next: RequestListener): RequestListener {
  const { graphs, drain } = options;
  const send = createSend(options);
  return (message, response) => {
    const graph = message.method === 'POST' ? graphs.get(message.url ?? '') : undefined;
    if (!graph || drain.isBegun || !isOrdinary(message, options)) return next(message, response);
    const startedAtMs = performance.now();
    readBytes(message, (bytes) => {
      const known = graph.find(parseOrdinary(bytes), message);
      const goOn = (): void => {
        message.bytes = bytes;
        next(message, response);
      };
      if (!known) return goOn();
      const finish = (answer: KnownAnswer | undefined): void => {
        // Nobody is there to read it, and an error would only take time from those who are.
        if (response.destroyed) return;
        if (answer) send(answer, { id, message, response, startedAtMs });
        else goOn();
      };
      const id = (message.requestId = toRequestId(message.headers['x-request-id'], randomUUID));
      const answer = graph.answer(known, { id, message, response });
      if (answer instanceof Promise) void answer.then(finish);
      else finish(answer);
    });
  };
}

interface Sending {
  readonly id: string;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly startedAtMs: number;
}

/** Writes an answer in one go, and reports it. */
function createSend({ graphHeaders, drain, report }: KnownRouteOptions) {
  const fixed = [...noSniffing, ...Object.entries(graphHeaders).flat()];
  return (
    { text, contentType, operation }: KnownAnswer,
    { id, message, response, startedAtMs }: Sending,
  ): void => {
    const length = Buffer.byteLength(text);
    const headers = [
      ...fixed,
      'x-request-id',
      id,
      'content-type',
      contentType,
      'x-upstream-calls',
      String(operation.callsMade()),
      'content-length',
      String(length),
    ];
    if (drain.isBegun) headers.push('connection', 'close');
    response.writeHead(200, headers);
    // Text of as many bytes as characters is ASCII, which takes no encoding.
    response.end(text, length === text.length ? 'latin1' : 'utf8');
    report({
      requestId: id,
      method: 'POST',
      route: message.url ?? '',
      status: 200,
      durationMs: performance.now() - startedAtMs,
      operation,
      errorCodes: undefined,
    });
  };
}

function isOrdinary(message: IncomingMessage, { bodyBytesMax, checkHead }: KnownRouteOptions): boolean {
  const { headers } = message;
  return (
    JSON_TYPES.has(headers['content-type']) &&
    headers['content-encoding'] === undefined &&
    Number(headers['content-length'] ?? Number.POSITIVE_INFINITY) <= bodyBytesMax &&
    checkHead(message) === undefined
  );
}

/** A body that breaks off is nobody's: its connection is gone. */
function readBytes(message: IncomingMessage, done: (bytes: Buffer) => void): void {
  let only: Buffer | undefined;
  let all: Buffer[] | undefined;
  message.on('data', (chunk: Buffer) => {
    if (only === undefined) only = chunk;
    else (all ??= [only]).push(chunk);
  });
  message.on('end', () => done(all ? Buffer.concat(all) : (only ?? Buffer.alloc(0))));
}

/** Parsed JSON; undefined where it has to be looked at more closely. */
function parseOrdinary(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString();
  if (UNUSUAL.some((word) => text.includes(word))) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
