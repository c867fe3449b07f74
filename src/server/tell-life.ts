import type { Logger } from 'pino';
import { allProviders } from '../providers/all-providers.js';
import type { Config, Environment } from './config.js';

/** What the log is told of the life of the service. */
export interface Life {
  started(url: string): void;
  stopping(): void;
  stopped(): void;
}

/** Tells the log of a start, with all that decides how the service behaves, and of its end. */
export function lifeOf(logger: Logger, config: Config, { NODE_ENV }: Environment): Life {
  const startedAtMs = performance.now();
  const isProduction = NODE_ENV === 'production';
  return {
    started: (url) => {
      const warnings = warningsOf(config, isProduction);
      const line = { url, mode: isProduction ? 'production' : 'development', ...describe(config), warnings };
      if (warnings.length > 0) logger.warn(line, 'started');
      else logger.info(line, 'started');
    },
    stopping: () => logger.info('stopping'),
    stopped: () => {
      const uptimeSeconds = Math.round((performance.now() - startedAtMs) / 1000);
      logger.info({ uptimeSeconds }, 'stopped');
    },
  };
}

/** Of each provider its host alone: what stands before and behind it is nobody's who reads a log. */
function describe(config: Config): object {
  return {
    upstreams: Object.fromEntries(
      allProviders.map(({ name }) => [name, config.liveUrls.get(name)?.host ?? 'sandbox']),
    ),
    graphiql: config.isGraphiqlServed,
    introspection: config.isIntrospectionServed,
    workers: config.workers,
    verifiesTokens: config.tokenIssuer !== undefined,
    sharedStore: config.storeUrl !== undefined,
    ...(config.adminPort !== undefined && { adminPort: config.adminPort }),
    limits: {
      upstreamCalls: config.upstreamCallsMax,
      callsAtOncePerCredential: config.callsAtOnce.perCredential,
      callsAtOncePerProvider: config.callsAtOnce.perProvider,
      callsPerMinutePerCredential: config.callsPerMinute ?? null,
      upstreamTimeoutMs: config.upstreamTimeoutMs,
      operationTimeoutMs: config.operationTimeoutMs,
      pageSize: config.pageSizeMax,
      bodyBytes: config.bodyBytesMax,
      connections: config.connectionsMax,
      operations: config.operationsMax,
    },
  };
}

/** What is better looked at before anybody else does. Elsewhere than in production all of it is meant to be so. */
function warningsOf(config: Config, isProduction: boolean): readonly string[] {
  if (!isProduction) return [];
  const { routerSecrets, isGraphiqlServed, isIntrospectionServed, adminPort } = config;
  return [
    ...(routerSecrets.length === 0
      ? ['_entities and _service are open to everybody: set ROUTER_SECRET']
      : []),
    ...(isGraphiqlServed ? ['GraphiQL is served: set GRAPHIQL=off'] : []),
    ...(isIntrospectionServed ? ['introspection is answered: set INTROSPECTION=off'] : []),
    ...(adminPort === undefined ? ['/metrics is open where the API is: set ADMIN_PORT'] : []),
  ];
}
