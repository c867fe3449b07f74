import type { IncomingMessage } from 'node:http';
import type { JsonValue } from '../ground/json.js';

/** A request as the routes see it. */
export interface SandboxRequest {
  readonly method: string;
  /** Path and query as they came over the wire. */
  readonly rawPath: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly accept: string;
  readonly body: string;
}

export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/**
 * The path is split by hand: a URL parser would take `//v1/x` for a host and tidy away what a client really
 * sent.
 */
export function toSandboxRequest(message: IncomingMessage, body: string): SandboxRequest {
  const rawPath = message.url ?? '/';
  const mark = rawPath.indexOf('?');
  return {
    method: message.method ?? 'GET',
    rawPath,
    pathname: mark < 0 ? rawPath : rawPath.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : rawPath.slice(mark + 1)),
    authorization: message.headers.authorization,
    accept: message.headers.accept ?? '',
    body,
  };
}

export async function readBody(message: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new BodyTooLargeError(`The body is larger than ${bytesMax} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Undefined when the text is not JSON; an empty body is an empty object. */
export function parseJson(text: string): JsonValue | undefined {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The last value given, and nothing for an empty one: what PHP and Laravel make of a query. */
export function queryValue(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1) || undefined;
}
