import type { ProviderName } from '../errors/provider-name.js';
import { allProviders } from '../providers/all-providers.js';
import type { ProviderDefinition } from '../providers/provider.js';
import type { StreamsMax } from '../events/stream-counts.js';
import type { CallsAtOnce } from '../transport/policy.js';
import type { SubgraphOptions } from './schema/subgraph.js';
import { createVariables, listWebhooks, type Variables } from './variables.js';

/** Together they have tokens verified; any of them alone would leave that undone in silence. */
const TOKEN_ISSUER = ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWKS_URL'] as const;

/** A secret or a check that was not filled in would leave a door open in silence. */
function listNotEmpty(definitions: readonly ProviderDefinition[]): ReadonlySet<string> {
  const secrets = listWebhooks(definitions).map(({ variable }) => variable);
  return new Set(['ROUTER_SECRET', 'TRUSTED_DOCUMENTS_ONLY', ...TOKEN_ISSUER, ...secrets]);
}

/** Whose tokens are good, and for whom they must be made. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Where its public keys are. */
  readonly keysUrl: URL;
}

/** What the server is told at its start. Every variable is in docs/settings.md and in `.env.example`. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** How many processes serve the port; `auto`: one for each core. */
  readonly workers: number | 'auto';
  /** Where health and metrics are; undefined: where the API is. */
  readonly adminPort: number | undefined;
  /** Base of the API of each provider that is live. The embedded sandbox stands in for the others. */
  readonly liveUrls: ReadonlyMap<ProviderName, URL>;
  readonly upstreamTimeoutMs: number;
  readonly operationTimeoutMs: number;
  readonly upstreamCallsMax: number;
  readonly callsAtOnce: CallsAtOnce;
  /** What one credential may call in a minute; undefined: what its provider allows. */
  readonly callsPerMinute?: number | undefined;
  readonly cache: CacheConfig;
  /** The store that replicas share; undefined: each keeps its own. */
  readonly storeUrl?: URL | undefined;
  readonly pageSizeMax: number;
  readonly bodyBytesMax: number;
  readonly connectionsMax: number;
  readonly operationsMax: number;
  readonly live: LiveConfig;
  /** What providers sign their webhooks with; of those that are left out, none is taken. */
  readonly webhookSecrets: ReadonlyMap<ProviderName, readonly string[]>;
  /** Undefined: no document is asked by its id. */
  readonly trustedDocuments?: TrustedDocumentsConfig | undefined;
  /** Whose pages may call the API from their own origins; empty: nobody's. */
  readonly corsOrigins: ReadonlySet<string>;
  readonly isGraphiqlServed: boolean;
  readonly isIntrospectionServed: boolean;
  /** Whether queries are made into code, or all are interpreted. */
  readonly compilesQueries: boolean;
  /** Whether answers tell what they cost, and what they were expected to. */
  readonly showsCost: boolean;
  /** Any one of them opens the subgraph's root fields; empty: they are open to everybody. */
  readonly routerSecrets: readonly string[];
  readonly subgraph: SubgraphOptions;
  /** Undefined: tokens are passed on as they come. */
  readonly tokenIssuer?: TokenIssuer | undefined;
  readonly logLevel: string;
  /** Whether traces are kept and sent to a collector. */
  readonly keepsTraces: boolean;
  readonly collectorTimeoutMs: number;
  /** Whether providers are told which trace a call is part of. */
  readonly forwardsTraces: boolean;
}

/** How long anything that was read is kept, and how much of it; see `private-cache.ts`. */
export interface CacheConfig {
  readonly ageMsMax: number;
  readonly listAgeMsMax: number;
  readonly bytesMax: number;
}

/** Where documents are that may be asked by their ids. */
export interface TrustedDocumentsConfig {
  readonly path: string;
  /** Whether nothing else is answered. */
  readonly isOnly: boolean;
}

/** What is looked at on behalf of streams, and how many of those there may be. */
export interface LiveConfig {
  /** Shortest interval between two looks at an account. */
  readonly pollMs: number;
  /** Looks of one credential in any minute. */
  readonly pollsPerMinute: number;
  readonly streamsMax: StreamsMax;
  /** How often a stream says that it is alive. */
  readonly heartbeatMs: number;
}

/** One variable that stops the start. The value itself stays out: it may be a secret in the wrong place. */
export interface ConfigProblem {
  readonly variable: string;
  readonly expected: string;
}

/** As `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment of a server of these providers, or says everything that is wrong with it at once. Empty text counts as
 * unset, but for what keeps a door shut.
 */
export function parseConfig(
  environment: Environment,
  definitions: readonly ProviderDefinition[] = allProviders,
): Config | readonly ConfigProblem[] {
  const notEmpty = listNotEmpty(definitions);
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value !== '' || notEmpty.has(name)),
  );
  const parsed = createVariables(definitions).safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      variable: String(path[0]),
      expected: message,
    })),
    ...checkTokenIssuer(given),
    ...checkUpstreams(given),
    ...(parsed.success ? checkDocuments(parsed.data) : []),
  ];
  const config = parsed.success ? toConfig(parsed.data, given, definitions) : undefined;
  if (config) problems.push(...checkTls(given, config));
  return config && problems.length === 0 ? config : problems;
}

function toConfig(
  given: Variables,
  environment: Environment,
  definitions: readonly ProviderDefinition[],
): Config {
  const isProduction = given.NODE_ENV === 'production';
  const isLive = (given.UPSTREAMS ?? (isProduction ? 'live' : 'sandbox')) === 'live';
  return {
    host: given.HOST,
    port: given.PORT,
    adminPort: given.ADMIN_PORT,
    workers: given.WORKERS,
    liveUrls: toLiveUrls(environment, isLive, definitions),
    upstreamTimeoutMs: given.UPSTREAM_TIMEOUT_MS,
    operationTimeoutMs: given.OPERATION_TIMEOUT_MS,
    upstreamCallsMax: given.MAX_UPSTREAM_CALLS,
    callsAtOnce: {
      perCredential: given.CALLS_AT_ONCE_PER_CREDENTIAL,
      perProvider: given.CALLS_AT_ONCE_PER_PROVIDER,
    },
    callsPerMinute: given.CALLS_PER_MINUTE_PER_CREDENTIAL,
    cache: {
      ageMsMax: given.CACHE_MAX_AGE_MS,
      listAgeMsMax: given.CACHE_LIST_MS,
      bytesMax: given.CACHE_BYTES,
    },
    storeUrl: given.REDIS_URL,
    pageSizeMax: given.MAX_PAGE_SIZE,
    bodyBytesMax: given.MAX_BODY_BYTES,
    connectionsMax: given.MAX_CONNECTIONS,
    operationsMax: given.MAX_OPERATIONS,
    live: {
      pollMs: given.LIVE_POLL_MS,
      pollsPerMinute: given.LIVE_POLLS_PER_MINUTE,
      streamsMax: { perCredential: given.LIVE_STREAMS_PER_CREDENTIAL, perProcess: given.LIVE_STREAMS_MAX },
      heartbeatMs: given.LIVE_HEARTBEAT_MS,
    },
    webhookSecrets: toWebhookSecrets(environment, definitions),
    trustedDocuments: toTrustedDocuments(given),
    corsOrigins: new Set(given.CORS_ORIGINS),
    isGraphiqlServed: given.GRAPHIQL ?? !isProduction,
    isIntrospectionServed: given.INTROSPECTION ?? !isProduction,
    compilesQueries: given.COMPILE_QUERIES,
    showsCost: given.CALL_COST ?? !isProduction,
    routerSecrets: given.ROUTER_SECRET,
    subgraph: { servesNode: given.SUBGRAPH_NODE, isAuthenticated: given.SUBGRAPH_AUTHENTICATED },
    tokenIssuer: toTokenIssuer(given),
    logLevel: given.LOG_LEVEL,
    keepsTraces: keepsTraces(given),
    collectorTimeoutMs: given.OTEL_EXPORTER_OTLP_TIMEOUT,
    forwardsTraces: given.TRACE_UPSTREAM,
  };
}

/** As OpenTelemetry has it, but that there is no collector unless one is named. */
function keepsTraces(given: Variables): boolean {
  if (given.OTEL_SDK_DISABLED || given.OTEL_TRACES_EXPORTER === 'none') return false;
  return (given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? given.OTEL_EXPORTER_OTLP_ENDPOINT) !== undefined;
}

function toTrustedDocuments({
  TRUSTED_DOCUMENTS: path,
  TRUSTED_DOCUMENTS_ONLY: isOnly,
}: Variables): TrustedDocumentsConfig | undefined {
  return path === undefined ? undefined : { path, isOnly };
}

function toTokenIssuer({
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
  JWKS_URL: url,
}: Variables): TokenIssuer | undefined {
  if (issuer === undefined || audience === undefined || url === undefined) return undefined;
  return { issuer, audience, keysUrl: new URL(url) };
}

/** The variables have been checked. One that is set makes its provider live, whatever the others are. */
function toLiveUrls(
  environment: Environment,
  isLive: boolean,
  definitions: readonly ProviderDefinition[],
): ReadonlyMap<ProviderName, URL> {
  const urls = new Map<ProviderName, URL>();
  for (const { name, baseUrl, sandbox } of definitions) {
    const url = environment[baseUrl.variable] ?? (isLive || !sandbox ? baseUrl.default : undefined);
    if (url !== undefined) urls.set(name, new URL(url));
  }
  return urls;
}

/** The variables have been checked. */
function toWebhookSecrets(
  environment: Environment,
  definitions: readonly ProviderDefinition[],
): ReadonlyMap<ProviderName, readonly string[]> {
  return new Map(
    listWebhooks(definitions).flatMap(({ name, variable }) => {
      const text = environment[variable];
      return text === undefined ? [] : [[name, text.split(',')] as const];
    }),
  );
}

function checkTokenIssuer(given: Environment): ConfigProblem[] {
  const missing = TOKEN_ISSUER.filter((variable) => given[variable] === undefined);
  if (missing.length === TOKEN_ISSUER.length) return [];
  return missing.map((variable) => ({
    variable,
    expected: `to be set: ${TOKEN_ISSUER.join(', ')} go together`,
  }));
}

/** Without documents nothing at all would be answered. */
function checkDocuments({
  TRUSTED_DOCUMENTS: path,
  TRUSTED_DOCUMENTS_ONLY: isOnly,
}: Variables): ConfigProblem[] {
  if (!isOnly || path !== undefined) return [];
  return [{ variable: 'TRUSTED_DOCUMENTS', expected: 'to be set where TRUSTED_DOCUMENTS_ONLY is on' }];
}

/** Emulated invoices must never be mistaken for real ones. */
function checkUpstreams({ NODE_ENV, UPSTREAMS }: Environment): ConfigProblem[] {
  if (NODE_ENV !== 'production' || UPSTREAMS !== 'sandbox') return [];
  return [{ variable: 'UPSTREAMS', expected: 'live, where NODE_ENV is production' }];
}

/** Node's own switch: with it anybody on the way to a provider, an issuer or the store could read and change what is said. */
function checkTls({ NODE_TLS_REJECT_UNAUTHORIZED }: Environment, config: Config): ConfigProblem[] {
  const reason = NODE_TLS_REJECT_UNAUTHORIZED === '0' ? whyTlsMatters(config) : undefined;
  if (reason === undefined) return [];
  return [{ variable: 'NODE_TLS_REJECT_UNAUTHORIZED', expected: `to be unset where ${reason}` }];
}

function whyTlsMatters({ liveUrls, tokenIssuer, storeUrl }: Config): string | undefined {
  if (liveUrls.size > 0) return "a provider is live: the provider's certificate must be checked";
  if (tokenIssuer) return "tokens are verified: the issuer's certificate must be checked";
  return storeUrl?.protocol === 'rediss:'
    ? 'the store speaks TLS: its certificate must be checked'
    : undefined;
}
