import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { bearerOf, type Token } from '../ground/tokens.js';

/** Headers whose value may be shown; of all others the log keeps the name only. */
const SHOWN = ['x-request-id', 'accept', 'traceparent'];

export function describeHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    SHOWN.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** The value of a token the sandbox knows, a digest of any other: a log must never hold a real credential. */
export function describeToken(authorization: string | undefined, tokens: ReadonlyMap<string, Token>): string {
  if (authorization === undefined) return 'none';
  const bearer = bearerOf(authorization);
  if (bearer !== undefined && tokens.has(bearer)) return bearer;
  return `sha256:${createHash('sha256')
    .update(bearer ?? authorization)
    .digest('hex')
    .slice(0, 12)}`;
}
