import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode, SharedErrorCode } from '../../errors/error-codes.js';
import { lingerBehind } from './linger.js';

/** An answer to a request that never came to GraphQL. It has the shape of GraphQL's errors all the same. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode | SharedErrorCode;
  /** Our own words, which say what was expected; nothing of the request stands in them. */
  readonly message: string;
  readonly retryable?: true;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection cannot be used further: what follows on it is not the beginning of a request. */
  readonly closes?: true;
}

/** Thrown where a handler, hook or parser of ours refuses. The error handler answers with what it carries. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** What HTTP refuses. `status` is 400 unless another one fits better. */
export function badRequest(message: string, status = 400): Refusal {
  return { status, code: 'BAD_REQUEST', message };
}

/**
 * Answers with the refusal. The headers are complete, since some requests are refused before any hook has seen them.
 */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const text = toText(refusal, request.id);
  request.raw.errorCodes = [refusal.code];
  reply.code(refusal.status).headers(toHeaders(refusal, request.id));
  if (refusal.closes !== true || request.raw.complete) return reply.send(text);
  return reply.header('content-length', Buffer.byteLength(text)).send(lingerBehind(text, request.raw));
}

/**
 * The whole answer as it goes over the wire, for requests that the HTTP parser gave up. The connection ends with it. To a HEAD
 * it is the head alone.
 */
export function toRawAnswer(refusal: Refusal, correlationId: string, method?: string): string {
  const text = toText(refusal, correlationId);
  const length = Buffer.byteLength(text);
  const headers = { ...toHeaders({ ...refusal, closes: true }, correlationId), 'content-length': length };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n`;
  return method === 'HEAD' ? head : head + text;
}

/** Headers of the answer, by their names. */
export function toHeaders({ headers, closes }: Refusal, correlationId: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': correlationId,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'",
    ...(closes && { connection: 'close' }),
    ...headers,
  };
}

/** The body of the answer. */
export function toText({ code, message, retryable }: Refusal, correlationId: string): string {
  const extensions = { code, retryable: retryable === true, correlationId };
  return JSON.stringify({ errors: [{ message, extensions }] });
}
