import type { FastifyInstance } from 'fastify';
import type { CredentialHeader } from '../operation/credentials.js';
import { routerHeader } from '../operation/router-access.js';
import type { Drain } from './drain.js';
import { createHeadCheck } from './request-head.js';
import { sendRefusal } from './refusal.js';

/** On every answer; and nothing is done for a request whose head does not say one thing. */
export function checkRequests(app: FastifyInstance): void {
  const checkHead = createHeadCheck();
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    const refusal = checkHead(request.raw);
    if (refusal) sendRefusal(request, reply, refusal);
    else done();
  });
}

/** On every answer of the routes of `graph`, by whatever address they were reached. */
export function addGraphHeaders(
  graph: FastifyInstance,
  drain: Drain,
  providers: readonly CredentialHeader[],
): void {
  // Whoever sends another of these may get another answer.
  const vary = ['accept', ...providers.map(({ credentialHeader }) => credentialHeader), routerHeader].join(
    ', ',
  );
  graph.addHook('onSend', (_request, reply, payload, done) => {
    reply
      .header('cache-control', 'private, no-store')
      .header('vary', vary)
      .header('content-security-policy', "default-src 'none'");
    // Otherwise a connection that was busy when the drain began stays open until its client gives it up.
    if (drain.isBegun) reply.header('connection', 'close');
    done(null, payload);
  });
}
