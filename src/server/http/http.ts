import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import { credentialHeaders } from '../operation/credentials.js';
import { Drain } from './drain.js';
import { registerGraphiql } from './graphiql.js';
import {
  addGraphqlRoute,
  callsMadeFor,
  type Endpoint,
  type GraphqlRouteOptions,
} from '../operation/graphql-route.js';
import { handleHttpErrors } from './http-errors.js';
import type { Metrics } from '../metrics.js';
import { toRequestId } from './request-id.js';
import { routerHeader } from '../operation/router-access.js';
import { followSilentConnections } from './connections.js';

/** The graph for clients. */
export const graphqlPath = '/graphql';

/** The same data for a router: the graph whose SDL is `schema/subgraph.graphql`. */
export const subgraphPath = '/subgraph';

export interface HttpServerOptions extends GraphqlRouteOptions {
  readonly endpoints: readonly Endpoint[];
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

/** A request that is still arriving after this long is broken off; no operation is that large. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Beyond the longest operation, for its answer to be read. */
const DRAIN_GRACE_MS = 5000;

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { config, logger } = options;
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.bodyBytesMax,
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_TIMEOUT_MS,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => toRequestId(request.headers['x-request-id'], randomUUID),
  }) as unknown as FastifyInstance;
  const drain = new Drain();
  const endSilent = followSilentConnections(app.server);
  const paths = options.endpoints.map(({ path }) => path);
  handleHttpErrors(app, paths);
  drain.follow(app);
  addAnswerHeaders(app, paths);
  reportRequests(app, options);
  addHealth(app, options.metrics, drain);
  for (const endpoint of options.endpoints) await addGraphqlRoute(app, endpoint, options, drain);
  if (config.isGraphiqlServed) {
    const { graphiqlHeaders: headers, graphiqlDirectory: directory } = options;
    await registerGraphiql(app, { graphqlPath, headers, directory });
  }
  return {
    listen: async () => app.listen({ host: config.host, port: config.port }),
    close: async () => {
      endSilent();
      await drain.begin(config.operationTimeoutMs + DRAIN_GRACE_MS);
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** Whoever sends another of these may get another answer. */
const vary = ['accept', ...Object.values(credentialHeaders), routerHeader].join(', ');

function addAnswerHeaders(app: FastifyInstance, graphPaths: readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('onSend', async (request, reply) => {
    if (graphPaths.some((path) => request.url.startsWith(path))) {
      reply.header('cache-control', 'private, no-store').header('vary', vary);
      reply.header('content-security-policy', "default-src 'none'");
    }
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

function addHealth(app: FastifyInstance, metrics: Metrics, drain: Drain): void {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    return drain.isBegun ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' };
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
