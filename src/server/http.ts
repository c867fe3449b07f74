import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Provider } from '../providers/provider.js';
import { createApollo } from './apollo.js';
import type { Config } from './config.js';
import { createContext, type OperationContext } from './context.js';
import { parseCredentials } from './credentials.js';
import { registerGraphiql } from './graphiql.js';
import { handleHttpErrors } from './http-errors.js';
import type { Metrics } from './metrics.js';
import { createOperationSignal } from './operation-signal.js';
import { toRequestId } from './request-id.js';

export interface HttpServerOptions {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly providers: readonly Provider[];
  readonly logger: Logger;
  readonly metrics: Metrics;
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

export const graphqlPath = '/graphql';

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
  await addGraphql(app, options);
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

async function addGraphql(app: FastifyInstance, options: HttpServerOptions): Promise<void> {
  const { config, schema, logger, metrics } = options;
  // Apollo formats errors without telling which request they are of.
  const currentRequest = new AsyncLocalStorage<FastifyRequest>();
  const apollo = createApollo({
    schema,
    isIntrospectionServed: config.isIntrospectionServed,
    logger,
    correlationId: () => currentRequest.getStore()?.id ?? 'none',
    onError: (code) => metrics.countError(code),
  });
  await apollo.start();
  app.addHook('onClose', async () => apollo.stop());
  const handler = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest, reply: FastifyReply) => beginOperation(request, reply, options),
  });
  app.route({
    method: ['GET', 'POST'],
    url: graphqlPath,
    handler: async (request, reply) => {
      if (config.isGraphiqlServed && isPageVisit(request)) return reply.redirect('/');
      return currentRequest.run(request, async () => handler.call(app, request, reply));
    },
  });
}

function beginOperation(
  request: FastifyRequest,
  reply: FastifyReply,
  { config, providers }: HttpServerOptions,
): OperationContext {
  const context = createContext({
    providers,
    credentials: parseCredentials(request.raw.rawHeaders),
    signal: createOperationSignal(reply.raw, config.operationTimeoutMs),
    correlationId: request.id,
    pageSizeMax: config.pageSizeMax,
    upstreamCallsMax: config.upstreamCallsMax,
  });
  operations.set(request, context);
  return context;
}

/** What a request turned out to ask for, to report it when it is over. */
const operations = new WeakMap<FastifyRequest, OperationContext>();

/** People type the API's address into a browser; the page for them is GraphiQL. */
function isPageVisit({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html');
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
        .header('vary', 'authorization, northflank-authorization');
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
    const upstreamCalls = operations.get(request)?.callsMade();
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
