import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { toError } from '../../errors/settle.js';
import type { Provider } from '../../providers/provider.js';
import { createApollo } from './apollo.js';
import type { Config } from '../config.js';
import { createContext, type OperationContext } from './context.js';
import { parseCredentials, valuesOf, type CredentialHeader, type Credentials } from './credentials.js';
import type { Drain } from '../http/drain.js';
import type { Metrics } from '../metrics.js';
import { refuseLongDocument } from './document-lines.js';
import { OperationSignal } from './operation-signal.js';
import { toRequestError } from './request-error.js';
import { isFromRouter, routerHeader } from './router-access.js';
import { toAnswerText, type RawResult } from './answer-text.js';
import { Turns } from './turns.js';

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

const monotonicMs = (): number => performance.now();

/** One for the process, as its event loop is. */
const turns = new Turns(monotonicMs);

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request turned out to ask for; null where it came to no operation. */
    operation: OperationContext | null;
  }
}

/** Upstream calls that the request has made; undefined where it came to no operation. */
export function callsMadeFor({ operation }: FastifyRequest): number | undefined {
  return operation?.callsMade();
}

/** `POST` and `GET` of one graph, as GraphQL over HTTP has them. */
export async function addGraphqlRoute(
  app: FastifyInstance,
  { path, schema }: Endpoint,
  options: GraphqlRouteOptions,
  drain: Drain,
): Promise<void> {
  const { config, logger, metrics } = options;
  if (!app.hasRequestDecorator('operation')) app.decorateRequest('operation', null);
  const apollo = createApollo({
    schema,
    isIntrospectionServed: config.isIntrospectionServed,
    isSubgraphClosed: config.routerSecrets.length > 0,
    pageSizeMax: config.pageSizeMax,
    turns,
    logger,
  });
  const answerOptions = { hidesSchema: !config.isIntrospectionServed, turns, logger, metrics };
  await apollo.start();
  app.addHook('onClose', async () => apollo.stop());
  const headers = options.providers.map(({ definition }) => definition);
  const execute = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest, reply: FastifyReply) =>
      beginOperation(request, reply, options, headers),
  });
  app.route({
    method: ['GET', 'POST'],
    url: path,
    onRequest: async (request, reply) => drain.refuse(request, reply),
    handler: async (request, reply) => {
      if (config.isGraphiqlServed && isPageVisit(request)) return reply.redirect('./');
      const result = (await execute.call(app, request, reply)) as RawResult;
      return toAnswerText(result, request, reply, answerOptions);
    },
  });
}

function beginOperation(
  request: FastifyRequest,
  { raw: response }: FastifyReply,
  { config, providers, subgraphSdl, logger }: GraphqlRouteOptions,
  headers: readonly CredentialHeader[],
): OperationContext {
  refuseLongDocument(request);
  const signal = new OperationSignal(config.operationTimeoutMs, monotonicMs);
  const context = createContext({
    providers,
    credentials: readCredentials(request, headers),
    signal,
    correlationId: request.id,
    pageSizeMax: config.pageSizeMax,
    upstreamCallsMax: config.upstreamCallsMax,
    isRouter: isFromRouter(valuesOf(request.raw.rawHeaders, routerHeader), config.routerSecrets),
    subgraphSdl,
    onSearchStep: (step) => logger.debug({ requestId: request.id, ...step }, 'search step'),
  });
  request.operation = context;
  response.once('close', () => {
    if (response.writableFinished) signal.end();
    else signal.leave();
    context.end();
    // The connection stays, and with it the request, until its next one.
    request.operation = null;
  });
  return context;
}

/** People type the API's address into a browser; the page for them is GraphiQL. */
function isPageVisit({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html');
}

/** A malformed credential fails the whole request: no field may be answered as if none had been sent. */
function readCredentials({ raw }: FastifyRequest, headers: readonly CredentialHeader[]): Credentials {
  try {
    return parseCredentials(raw.rawHeaders, headers);
  } catch (error) {
    throw toRequestError(toError(error), 401);
  }
}
