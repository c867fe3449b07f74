import fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.js';
import type { Drain } from './drain.js';
import { noSniffing } from './answer-headers.js';
import { handleHttpErrors } from './http-errors.js';

/** What those ask who look after the server. It needs no credential and names no tenant. */
export function addHealth(app: FastifyInstance, metrics: Metrics, drain: Drain): void {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    return drain.isBegun ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' };
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

/** The same on a listener of its own, which those who use the API need not reach. */
export function createHealthApp(metrics: Metrics, drain: Drain): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, return503OnClosing: false });
  app.addHook('onSend', async (_request, reply) => void reply.header(...noSniffing));
  handleHttpErrors(app);
  addHealth(app, metrics, drain);
  return app;
}
