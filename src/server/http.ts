import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import { registerGraphiql } from './graphiql.js';
import { addGraphqlRoute, callsMadeFor, graphqlPath, type GraphqlRouteOptions } from './graphql-route.js';
import { handleHttpErrors } from './http-errors.js';
import type { Metrics } from './metrics.js';
import { toRequestId } from './request-id.js';

export interface HttpServerOptions extends GraphqlRouteOptions {
  /** What the Headers tab of GraphiQL begins with. */
  readonly graphiqlHeaders: Record<string, string>;
  readonly graphiqlDirectory: string;
}

export interface HttpServer {
  /** Resolves with the base URL once the server answers. */
  listen(): Promise<string>;
  /** Takes no more requests, finishes those that run. */
  close(): Promise<void>;
}

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { config, logger } = options;
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.bodyBytesMax,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => toRequestId(request.headers['x-request-id'], randomUUID),
  }) as unknown as FastifyInstance;
  let isDraining = false;
  handleHttpErrors(app);
  addAnswerHeaders(app, () => isDraining);
  reportRequests(app, options);
  addHealth(app, options.metrics, () => isDraining);
  await addGraphqlRoute(app, options);
  if (config.isGraphiqlServed) {
    const { graphiqlHeaders: headers, graphiqlDirectory: directory } = options;
    await registerGraphiql(app, { graphqlPath, headers, directory });
  }
  return {
    listen: async () => app.listen({ host: config.host, port: config.port }),
    close: async () => {
      isDraining = true;
      await app.close();
    },
  };
}

function addAnswerHeaders(app: FastifyInstance, isDraining: () => boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith(graphqlPath)) {
      reply
        .header('cache-control', 'private, no-store')
        .header('vary', 'accept, authorization, northflank-authorization');
      reply.header('content-security-policy', "default-src 'none'");
    }
    // Otherwise a connection that was busy when the drain began stays open until its client gives it up.
    if (isDraining()) reply.header('connection', 'close');
  });
}

function reportRequests(app: FastifyInstance, { logger, metrics }: HttpServerOptions): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const durationMs = Math.round(reply.elapsedTime * 10) / 10;
    metrics.countRequest(route, reply.statusCode, durationMs);
    const upstreamCalls = callsMadeFor(request);
    const { id: requestId, method } = request;
    logger.info({ requestId, method, route, status: reply.statusCode, durationMs, upstreamCalls }, 'request');
  });
}

function addHealth(app: FastifyInstance, metrics: Metrics, isDraining: () => boolean): void {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    return isDraining() ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' };
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
