import { AsyncLocalStorage } from 'node:async_hooks';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { toError } from '../../errors/settle.js';
import type { Provider } from '../../providers/provider.js';
import { createApollo } from './apollo.js';
import type { Config } from '../config.js';
import { createContext, type OperationContext } from './context.js';
import { parseCredentials, valuesOf, type Credentials } from './credentials.js';
import type { Drain } from '../http/drain.js';
import type { Metrics } from '../metrics.js';
import { createOperationSignal } from './operation-signal.js';
import { toRequestError } from './request-error.js';
import { isFromRouter, routerHeader } from './router-access.js';

/** Where a graph is served. */
export interface Endpoint {
  readonly path: string;
  readonly schema: GraphQLSchema;
}

export interface GraphqlRouteOptions {
  readonly config: Config;
  /** What the deployment offers a router for composition. */
  readonly subgraphSdl: string;
  readonly providers: readonly Provider[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What a request turned out to ask for, to report it when it is over. */
const operations = new WeakMap<FastifyRequest, OperationContext>();

/** Upstream calls that the request has made; undefined where it came to no operation. */
export function callsMadeFor(request: FastifyRequest): number | undefined {
  return operations.get(request)?.callsMade();
}

/** `POST` and `GET` of one graph, as GraphQL over HTTP has them. */
export async function addGraphqlRoute(
  app: FastifyInstance,
  { path, schema }: Endpoint,
  options: GraphqlRouteOptions,
  drain: Drain,
): Promise<void> {
  const { config, logger, metrics } = options;
  // Apollo formats errors without telling which request they are of.
  const currentRequest = new AsyncLocalStorage<FastifyRequest>();
  const apollo = createApollo({
    schema,
    isIntrospectionServed: config.isIntrospectionServed,
    isSubgraphClosed: config.routerSecrets.length > 0,
    pageSizeMax: config.pageSizeMax,
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
    url: path,
    onRequest: async (request, reply) => drain.refuse(request, reply),
    handler: async (request, reply) => {
      if (config.isGraphiqlServed && isPageVisit(request)) return reply.redirect('./');
      return currentRequest.run(request, async () => handler.call(app, request, reply));
    },
  });
}

function beginOperation(
  request: FastifyRequest,
  reply: FastifyReply,
  { config, providers, subgraphSdl, logger }: GraphqlRouteOptions,
): OperationContext {
  const context = createContext({
    providers,
    credentials: readCredentials(request),
    signal: createOperationSignal(reply.raw, config.operationTimeoutMs),
    correlationId: request.id,
    pageSizeMax: config.pageSizeMax,
    upstreamCallsMax: config.upstreamCallsMax,
    isRouter: isFromRouter(valuesOf(request.raw.rawHeaders, routerHeader), config.routerSecrets),
    subgraphSdl,
    onSearchStep: (step) => logger.debug({ requestId: request.id, ...step }, 'search step'),
  });
  operations.set(request, context);
  reply.raw.once('close', () => context.forget());
  return context;
}

/** People type the API's address into a browser; the page for them is GraphiQL. */
function isPageVisit({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html');
}

/** A malformed credential fails the whole request: no field may be answered as if none had been sent. */
function readCredentials({ raw }: FastifyRequest): Credentials {
  try {
    return parseCredentials(raw.rawHeaders);
  } catch (error) {
    throw toRequestError(toError(error), 401);
  }
}
