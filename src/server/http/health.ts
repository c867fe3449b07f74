import fastify, { type FastifyInstance } from 'fastify';
import type { MetricsPage } from '../metrics.js';
import type { TokenVerifier } from '../operation/verify-token.js';
import type { Drain } from './drain.js';
import { noSniffing } from './answer-headers.js';
import { handleHttpErrors } from './http-errors.js';
import { noSchemas } from './no-schemas.js';

/** What tells of the server's health. */
export interface Health {
  readonly metrics: MetricsPage;
  /** Undefined: no token is verified here. */
  readonly verifier: TokenVerifier | undefined;
  readonly drain: Drain;
}

/** What those ask who look after the server. It needs no credential and names no tenant. */
export function addHealth(app: FastifyInstance, { metrics, verifier, drain }: Health): void {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    if (drain.isBegun) return reply.code(503).send({ status: 'draining' });
    if (verifier?.isReady === false) return reply.code(503).send({ status: 'waiting for keys' });
    return { status: 'ready' };
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

/** The same on a listener of its own, which those who use the API need not reach. */
export function createHealthApp(health: Health): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, return503OnClosing: false, ...noSchemas });
  app.addHook('onRequest', async (_request, { raw }) => health.drain.endWith(raw));
  app.addHook('onSend', async (_request, reply) => void reply.header(...noSniffing));
  handleHttpErrors(app);
  addHealth(app, health);
  return app;
}
