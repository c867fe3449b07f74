import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { addGraphqlRoute, type Endpoint, type GraphqlRouteOptions } from '../operation/graphql-route.js';
import type { KnownAnswers } from '../operation/known-answers.js';
import type { MetricsPage } from '../metrics.js';
import { BillingError } from '../../errors/billing-error.js';
import type { SharedWakes } from '../../transport/stores/shared-wakes.js';
import { createEventIds, createLive } from '../live/create-live.js';
import { shareWakes } from '../live/share-wakes.js';
import { Admission } from './admission.js';
import { addGraphHeaders, checkRequests, graphHeadersOf } from './answer-headers.js';
import { Connections } from './connections.js';
import { createCors } from './cors.js';
import { createApp } from './create-app.js';
import { Drain } from './drain.js';
import { addExportRoute, exportPath } from './export-route.js';
import { registerGraphiql, type GraphiqlOptions } from './graphiql.js';
import { addHealth, createHealthApp } from './health.js';
import { handleHttpErrors } from './http-errors.js';
import { createKnownRoute } from './known-route.js';
import { allowPrivateCopies } from './private-copies.js';
import { badRequest, sendRefusal } from './refusal.js';
import { createReport, reportRequests } from './report-requests.js';
import { addJsonParser } from './request-body.js';
import { createHeadCheck } from './request-head.js';
import { createBoundedServer, LOOK_MS } from './server-limits.js';
import { Shutdown } from './shutdown.js';
import { createStallWatch } from './stalled-sockets.js';
import { addWebhookRoutes, type WebhookOptions } from './webhook-route.js';

/** The graph for clients. */
export const graphqlPath = '/graphql';

/** The same data for a router: the graph whose SDL is `schema/subgraph.graphql`. */
export const subgraphPath = '/subgraph';

export interface HttpServerOptions extends Omit<GraphqlRouteOptions, 'live' | 'ids' | 'release'> {
  readonly endpoints: readonly Endpoint[];
  /** What the Headers tab of GraphiQL begins with. */
  readonly graphiql: Pick<GraphiqlOptions, 'headers' | 'asksForIds'>;
  readonly graphiqlDirectory: string;
  /** What other replicas are told by webhooks; undefined: there are none, or no webhooks. */
  readonly wakes?: SharedWakes | undefined;
  /** What `/metrics` answers; undefined: the figures of this process. */
  readonly metricsPage?: MetricsPage | undefined;
}

export interface HttpServer {
  /** Resolves with the base URL once the server answers. */
  listen(): Promise<string>;
  /** Takes no more requests, finishes those that run. */
  close(): Promise<void>;
  /** Takes no more connections, which is for another process to do at the same port. */
  stopListening(): void;
  /** Answers what still comes on connections that are open, and closes each with its answer. Resolves when it may close. */
  leave(): Promise<void>;
}

/** What pages of other origins may call, where they may call anything, and by which methods. Routers are no pages. */
const openToPages: ReadonlyMap<string, string> = new Map([
  [graphqlPath, 'GET, POST'],
  [exportPath, 'GET'],
]);

/** Beyond the longest operation, for its answer to be read. */
const DRAIN_GRACE_MS = 5000;

const notAllowed = { ...badRequest('Expected GET or POST.', 405), headers: { allow: 'GET, POST' } };

/** All that is served, ready to listen. Makes no upstream call before it is asked for something. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { config, endpoints, providers, metrics, logger } = options;
  const server = createBoundedServer();
  const drain = new Drain();
  const connections = new Connections(server, config.connectionsMax, () => metrics.countDroppedConnection());
  server.on('request', (_request, response) => drain.follow(response));
  watchStalled(server, connections);
  const { bodyBytesMax } = config;
  const checkHead = createHeadCheck();
  const report = createReport(logger, metrics);
  const definitions = providers.map(({ definition }) => definition);
  const { corsOrigins: origins } = config;
  const graphHeaders = graphHeadersOf(definitions, origins.size > 0);
  const graphs = new Map<string, KnownAnswers>();
  const admission = new Admission({ operationsMax: config.operationsMax, metrics });
  const ids = createEventIds();
  const live = createLive({ config, providers, metrics, ids });
  drain.whenBegun(() => live.close(stopping()));
  const release = (response: ServerResponse): void => admission.release(response);
  const routeOptions = { ...options, live, ids, release };
  const cors = { origins, methods: openToPages, providers: definitions, checkHead, drain, report };
  const openUp = origins.size > 0 ? createCors(cors) : (next: RequestListener): RequestListener => next;
  const shorten = (next: RequestListener): RequestListener =>
    openUp(
      admission.guard(
        createKnownRoute({ graphs, bodyBytesMax, checkHead, drain, graphHeaders, report }, next),
      ),
    );
  const app = createApp({ server, connections, logger, bodyBytesMax, shorten });
  handleHttpErrors(app);
  checkRequests(app, checkHead);
  reportRequests(app, report);
  const health = { metrics: options.metricsPage ?? metrics, verifier: options.verifier, drain };
  const healthApp = config.adminPort === undefined ? undefined : createHealthApp(health);
  if (!healthApp) addHealth(app, health);
  await app.register(async (graph) => {
    addGraphHeaders(graph, drain, graphHeaders);
    if (config.trustedDocuments) allowPrivateCopies(graph, config.cache.listAgeMsMax);
    addJsonParser(graph, bodyBytesMax);
    refuseOtherMethods(graph, endpoints);
    for (const endpoint of endpoints) {
      const known = await addGraphqlRoute(graph, endpoint, routeOptions, drain);
      if (known) graphs.set(endpoint.path, known);
    }
    addExportRoute(graph, routeOptions, drain);
  });
  await addWebhookRoutes(app, { ...webhooksOf(options), onWake: shareWakes(live, options.wakes) }, drain);
  if (config.isGraphiqlServed) {
    const { graphiql, graphiqlDirectory: directory } = options;
    await registerGraphiql(app, { graphqlPath, ...graphiql, directory });
  }
  const drainMsMax = config.operationTimeoutMs + DRAIN_GRACE_MS;
  const shutdown = new Shutdown({ app, server, healthApp, connections, drain, drainMsMax });
  return {
    listen: async () => {
      await healthApp?.listen({ host: config.host, port: config.adminPort });
      return app.listen({ host: config.host, port: config.port });
    },
    close: async () => shutdown.close(),
    stopListening: () => shutdown.stopListening(),
    leave: async () => shutdown.leave(),
  };
}

function stopping(): BillingError {
  return new BillingError(
    'SHUTTING_DOWN',
    'This server is stopping. Subscribe again, and another one answers.',
  );
}

function webhooksOf({ config, providers, metrics }: HttpServerOptions): Omit<WebhookOptions, 'onWake'> {
  const definitions = providers.map(({ definition }) => definition);
  return { definitions, secrets: config.webhookSecrets, bodyBytesMax: config.bodyBytesMax, metrics };
}

/** Looks at all sockets every so often, which costs a request nothing. */
function watchStalled(server: Server, connections: Connections): void {
  const look = createStallWatch();
  const looking = setInterval(() => look(connections.sockets, performance.now()), LOOK_MS).unref();
  server.on('close', () => clearInterval(looking));
}

/** Belongs to the routes, like their headers, so that no spelling of their address is told anything else. */
function refuseOtherMethods(graph: FastifyInstance, endpoints: readonly Endpoint[]): void {
  const others = graph.supportedMethods.filter((method) => method !== 'GET' && method !== 'POST');
  for (const { path } of endpoints) {
    graph.route({
      method: others,
      url: path,
      handler: async (request, reply) => sendRefusal(request, reply, notAllowed),
    });
  }
}
