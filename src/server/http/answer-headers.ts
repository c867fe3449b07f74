import type { FastifyInstance } from 'fastify';
import type { CredentialHeader } from '../operation/credentials.js';
import { routerHeader } from '../operation/router-access.js';
import type { Drain } from './drain.js';
import type { HeadCheck } from './request-head.js';
import { sendRefusal } from './refusal.js';

/** A page of ours is never taken for anything else than it says it is. */
export const noSniffing = ['x-content-type-options', 'nosniff'] as const;

/** On every answer; and nothing is done for a request whose head does not say one thing. */
export function checkRequests(app: FastifyInstance, checkHead: HeadCheck): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header(...noSniffing);
    const refusal = checkHead(request.raw);
    if (refusal) sendRefusal(request, reply, refusal);
    else done();
  });
}

/** The headers of every answer of a graph, beside those of all answers. */
export function graphHeadersOf(
  providers: readonly CredentialHeader[],
  isOpenToPages: boolean,
): Readonly<Record<string, string>> {
  const credentials = providers.map(({ credentialHeader }) => credentialHeader);
  return {
    'cache-control': 'private, no-store',
    // Whoever sends another of these may get another answer.
    vary: ['accept', ...credentials, routerHeader, ...(isOpenToPages ? ['origin'] : [])].join(', '),
    'content-security-policy': "default-src 'none'",
  };
}

/** On every answer of the routes of `graph`, by whatever address they were reached. */
export function addGraphHeaders(
  graph: FastifyInstance,
  drain: Drain,
  headers: Readonly<Record<string, string>>,
): void {
  graph.addHook('onSend', (_request, reply, payload, done) => {
    reply.headers(headers);
    // Otherwise a connection that was busy when the drain began stays open until its client gives it up.
    if (drain.isBegun) reply.header('connection', 'close');
    done(null, payload);
  });
}
