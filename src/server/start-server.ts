import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { ProviderName } from '../errors/provider-name.js';
import type { Config } from './config.js';
import { createProviders, type UpstreamUrls } from './create-providers.js';
import { credentialHeaders } from './operation/credentials.js';
import { createHttpServer, graphqlPath, subgraphPath } from './http/http.js';
import { Metrics } from './metrics.js';
import { createGraph, createServedGraph } from './schema/schema.js';
import { printSubgraph, toSubgraph } from './schema/subgraph.js';
import type { SandboxCredentials } from './welcome.js';

export interface ServerOptions {
  readonly config: Config;
  readonly urls: UpstreamUrls;
  readonly logger: Logger;
  /** What the Headers tab of GraphiQL begins with. */
  readonly sandboxCredentials: SandboxCredentials;
}

export interface RunningServer {
  readonly url: string;
  /** Finishes what runs, then lets go of everything. */
  stop(): Promise<void>;
}

const GRAPHIQL_DIRECTORY = fileURLToPath(new URL('../graphiql', import.meta.url));

/** Starts the API. Rejects when the port cannot be had. */
export async function startServer({
  config,
  urls,
  logger,
  sandboxCredentials,
}: ServerOptions): Promise<RunningServer> {
  const metrics = new Metrics();
  const providers = createProviders(config, urls, (report) => {
    metrics.countUpstreamCall(report);
    const { correlationId: requestId, ...call } = report;
    logger.debug({ requestId, ...call }, 'upstream call');
  });
  const served = createServedGraph();
  const server = await createHttpServer({
    config,
    endpoints: [
      { path: graphqlPath, schema: served },
      { path: subgraphPath, schema: toSubgraph(served, config.subgraph) },
    ],
    subgraphSdl: printSubgraph(toSubgraph(createGraph(), config.subgraph), config.subgraph),
    providers,
    logger,
    metrics,
    graphiqlHeaders: toHeaders(sandboxCredentials),
    graphiqlDirectory: GRAPHIQL_DIRECTORY,
  });
  return {
    url: await server.listen(),
    stop: async () => {
      await server.close();
      await Promise.all(providers.map(async (provider) => provider.close()));
    },
  };
}

function toHeaders(credentials: SandboxCredentials): Record<string, string> {
  const entries = Object.entries(credentials) as [ProviderName, string][];
  return Object.fromEntries(entries.map(([provider, value]) => [credentialHeaders[provider], value]));
}
