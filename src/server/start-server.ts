import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { allProviders } from '../providers/all-providers.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { UpstreamCallReport } from '../transport/call-report.js';
import { SharedWakes } from '../transport/stores/shared-wakes.js';
import type { Config } from './config.js';
import type { MinuteCounts } from '../transport/stores/minute-counts.js';
import type { SharedStore } from './connect-store.js';
import { createProviders } from './create-providers.js';
import { createVerifier } from './create-verifier.js';
import type { Documents } from './documents/read-documents.js';
import { createHttpServer, graphqlPath, subgraphPath, type HttpServer } from './http/http.js';
import type { BeginTrace } from '../tracing/span.js';
import { onDrift } from '../wire/drift.js';
import type { Metrics, MetricsPage } from './metrics.js';
import { createDriftReport } from './report-drift.js';
import { createGraph, createServedGraph } from './schema/schema.js';
import { printSubgraph, toSubgraph } from './schema/subgraph.js';
import { credentialHeaders, listOpen } from './welcome.js';

export interface ServerOptions {
  readonly config: Config;
  /** Those that may be asked by their ids. */
  readonly documents?: Documents | undefined;
  /** Whom it serves; left out: the providers that come with it. */
  readonly definitions?: readonly ProviderDefinition[];
  /** Where the sandbox is, which stands in for the `emulated` providers; undefined where there are none. */
  readonly sandboxUrl: URL | undefined;
  readonly emulated: readonly ProviderDefinition[];
  readonly logger: Logger;
  /** Where the build puts GraphiQL. */
  readonly graphiqlDirectory: string;
  readonly metrics: Metrics;
  /** Undefined: no traces are kept. */
  readonly beginTrace?: BeginTrace | undefined;
  /** What `/metrics` answers; undefined: the metrics of this process. */
  readonly metricsPage?: MetricsPage | undefined;
}

export interface RunningServer {
  readonly url: string;
  /** Finishes what runs, then lets go of everything. */
  stop(): Promise<void>;
  /** Takes no more connections: other processes listen at the same port. */
  stopListening(): void;
  /** Stops as well, for those: what still comes on connections that are open is answered, and refused nothing. */
  makeWay(): Promise<void>;
}

/** Starts the API. Rejects when the port cannot be had. */
export async function startServer({
  config,
  documents,
  definitions = allProviders,
  sandboxUrl,
  emulated,
  logger,
  graphiqlDirectory,
  metrics,
  beginTrace,
  metricsPage,
}: ServerOptions): Promise<RunningServer> {
  const shared = await connectShared(config, logger, metrics);
  const providers = createProviders(definitions, {
    config,
    sandboxUrl,
    shared,
    callCounts: await countCalls(config, shared),
    tracing: beginTrace && { isForwarded: config.forwardsTraces },
    onCall: createCallReport(logger, metrics),
    onCacheLookup: (provider, outcome) => metrics.countCacheLookup(provider, outcome),
  });
  const { tokenIssuer } = config;
  const verification = tokenIssuer && createVerifier({ tokenIssuer, definitions, logger });
  const forgetDrift = onDrift(createDriftReport(logger, metrics));
  const served = createServedGraph(definitions);
  const server = await createHttpServer({
    config,
    documents,
    endpoints: [
      { path: graphqlPath, schema: served },
      { path: subgraphPath, schema: toSubgraph(served, config.subgraph), isForRouters: true },
    ],
    subgraphSdl: once(() =>
      printSubgraph(toSubgraph(createGraph(definitions), config.subgraph), config.subgraph),
    ),
    providers,
    verifier: verification?.verifier,
    logger,
    beginTrace,
    metrics,
    graphiql: {
      headers: credentialHeaders(definitions, listOpen(emulated, config)),
      asksForIds: emulated.length === 0,
    },
    graphiqlDirectory,
    metricsPage,
    wakes: config.webhookSecrets.size > 0 && shared ? new SharedWakes(shared.link, randomUUID()) : undefined,
  });
  const close = async (): Promise<void> => {
    await server.close();
    verification?.close();
    await Promise.all(providers.map(async (provider) => provider.close()));
    shared?.link.close();
    forgetDrift();
  };
  let closed: Promise<void> | undefined;
  const stop = (): Promise<void> => (closed ??= close());
  const url = await listenOr(stop, server);
  return {
    url,
    stop,
    stopListening: () => server.stopListening(),
    makeWay: async () => {
      server.stopListening();
      await server.leave();
      await stop();
    },
  };
}

function createCallReport(logger: Logger, metrics: Metrics): (report: UpstreamCallReport) => void {
  return (report) => {
    metrics.countUpstreamCall(report);
    if (!logger.isLevelEnabled('debug')) return;
    const { correlationId: requestId, ...call } = report;
    logger.debug({ requestId, ...call }, 'upstream call');
  };
}

/** What few starts need is made when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Nothing is left of a server that does not come to listen. */
async function listenOr(stop: () => Promise<void>, server: HttpServer): Promise<string> {
  try {
    return await server.listen();
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What serves a setting that most deployments leave alone is loaded where it is set: it takes more memory than all else. */
async function connectShared(
  { storeUrl }: Config,
  logger: Logger,
  metrics: Metrics,
): Promise<SharedStore | undefined> {
  if (!storeUrl) return undefined;
  const { connectStore } = await import('./connect-store.js');
  return connectStore(storeUrl, logger, metrics);
}

async function countCalls(
  { callsPerMinute: perMinute }: Config,
  shared: SharedStore | undefined,
): Promise<MinuteCounts | undefined> {
  if (perMinute === undefined) return undefined;
  const { MinuteCounts } = await import('../transport/stores/minute-counts.js');
  return new MinuteCounts({ perMinute, link: shared?.link }, () => performance.now());
}
