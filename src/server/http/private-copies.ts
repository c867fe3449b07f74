import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

declare module 'node:http' {
  interface IncomingMessage {
    /** Whether its answer is whole, and the caller's own cache may keep it. */
    mayBeKept?: boolean | undefined;
  }
}

/**
 * Lets the cache of whoever asked keep answers that may be kept, for as long as this server itself would keep what may
 * change, and be told that its copy is still good after that. No shared cache may have them.
 */
export function allowPrivateCopies(graph: FastifyInstance, ageMsMax: number): void {
  const cacheControl = `private, max-age=${Math.floor(ageMsMax / 1000)}`;
  graph.addHook('onSend', (request, reply, payload, done) => {
    if (request.raw.mayBeKept !== true || reply.statusCode !== 200 || typeof payload !== 'string')
      return done(null, payload);
    const etag = `"${createHash('sha256').update(payload).digest('base64url')}"`;
    reply.headers({ 'cache-control': cacheControl, etag });
    if (!isNamed(etag, request.headers['if-none-match'])) return done(null, payload);
    reply.code(304).removeHeader('content-type').removeHeader('content-length');
    return done(null, null);
  });
}

function isNamed(etag: string, header = ''): boolean {
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}
