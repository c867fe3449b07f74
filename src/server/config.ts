import { z } from 'zod';
import type { ProviderName } from '../errors/provider-name.js';
import { allProviders } from '../providers/all-providers.js';
import type { StreamsMax } from '../events/stream-counts.js';
import type { CallsAtOnce } from '../transport/policy.js';
import type { SubgraphOptions } from './schema/subgraph.js';

const TIMER_MS_MAX = 2 ** 31 - 1;
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Together they have tokens verified; any of them alone would leave that undone in silence. */
const TOKEN_ISSUER = ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWKS_URL'] as const;

/** A secret or a check that was not filled in would leave a door open in silence. */
const NOT_EMPTY: ReadonlySet<string> = new Set([
  'ROUTER_SECRET',
  ...TOKEN_ISSUER,
  ...allProviders.flatMap(({ webhook }) => webhook?.variable ?? []),
]);

/** Whose tokens are good, and for whom they must be made. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Where its public keys are. */
  readonly keysUrl: URL;
}

/** What the server is told at its start. Every variable is in the README's table and in `.env.example`. */
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
}

/** How long anything that was read is kept, and how much of it; see `private-cache.ts`. */
export interface CacheConfig {
  readonly ageMsMax: number;
  readonly listAgeMsMax: number;
  readonly bytesMax: number;
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

function wholeNumber(min: number, max: number): z.ZodType<number> {
  const expected = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, expected)
    .transform(Number)
    .refine((value) => value >= min && value <= max, expected);
}

const workers = z
  .string()
  .regex(/^(?:auto|[1-9]\d?|1\d\d|2[0-4]\d|25[0-6])$/, 'a whole number from 1 to 256, or auto')
  .transform((text) => (text === 'auto' ? text : Number(text)));

const onOff = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['on', 'off', 'true', 'false', '1', '0'], 'on or off'))
  .transform((word) => ['on', 'true', '1'].includes(word));

const upstreamUrl = z
  .string()
  .refine(isUpstreamUrl, 'an https URL without credentials, query or fragment (http only on loopback)');

const keysUrl = z
  .string()
  .refine(isKeysUrl, 'an https URL without credentials or fragment (http only on loopback)');

const storeUrl = z
  .string()
  .refine(isStoreUrl, 'redis://[user:password@]host[:port][/number], or rediss:// for TLS')
  .transform((text) => new URL(text));

/** Compared with what a token says, letter by letter. */
const claim = z.string().regex(/^[\x21-\x7e]{1,1024}$/, '1 to 1024 characters without blanks');

const upstreamUrls = Object.fromEntries(
  allProviders.map(({ baseUrl }) => [baseUrl.variable, upstreamUrl.optional()]),
);

const webhookProviders = allProviders.flatMap(({ name, webhook }) =>
  webhook ? [{ name, variable: webhook.variable }] : [],
);

/** Long enough that guessing is no way in; the characters are those that a header carries unchanged. */
const secrets = z
  .string()
  .regex(
    /^[A-Za-z0-9._~+/=-]{16,256}(?:,[A-Za-z0-9._~+/=-]{16,256}){0,3}$/,
    '16 to 256 letters, digits or ._~+/=-; up to four of them, separated by commas, while they are changed',
  )
  .transform((text) => text.split(','));

const variables = z.object({
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{1,255}$/, 'a host name or address')
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65535).default(4000),
  ADMIN_PORT: wholeNumber(0, 65535).optional(),
  WORKERS: workers.default(1),
  NODE_ENV: z.string().optional(),
  UPSTREAMS: z.enum(['sandbox', 'live'], 'sandbox or live').optional(),
  ...upstreamUrls,
  UPSTREAM_TIMEOUT_MS: wholeNumber(1, TIMER_MS_MAX).default(10_000),
  OPERATION_TIMEOUT_MS: wholeNumber(1, TIMER_MS_MAX).default(30_000),
  MAX_UPSTREAM_CALLS: wholeNumber(1, 10_000).default(25),
  CALLS_AT_ONCE_PER_CREDENTIAL: wholeNumber(1, 10_000).default(24),
  CALLS_AT_ONCE_PER_PROVIDER: wholeNumber(1, 10_000).default(512),
  CALLS_PER_MINUTE_PER_CREDENTIAL: wholeNumber(1, 1_000_000).optional(),
  CACHE_MAX_AGE_MS: wholeNumber(0, 86_400_000).default(60_000),
  CACHE_LIST_MS: wholeNumber(0, 86_400_000).default(0),
  CACHE_BYTES: wholeNumber(1_048_576, 100_000_000_000).default(67_108_864),
  REDIS_URL: storeUrl.optional(),
  MAX_PAGE_SIZE: wholeNumber(1, 100_000).default(1000),
  MAX_BODY_BYTES: wholeNumber(1024, 100_000_000).default(262_144),
  MAX_CONNECTIONS: wholeNumber(1, 100_000).default(1024),
  MAX_OPERATIONS: wholeNumber(1, 100_000).default(1024),
  LIVE_POLL_MS: wholeNumber(100, 86_400_000).default(30_000),
  LIVE_POLLS_PER_MINUTE: wholeNumber(1, 10_000).default(20),
  LIVE_STREAMS_PER_CREDENTIAL: wholeNumber(1, 10_000).default(10),
  LIVE_STREAMS_MAX: wholeNumber(1, 100_000).default(500),
  LIVE_HEARTBEAT_MS: wholeNumber(100, 600_000).default(12_000),
  GRAPHIQL: onOff.optional(),
  INTROSPECTION: onOff.optional(),
  COMPILE_QUERIES: onOff.default(true),
  CALL_COST: onOff.optional(),
  ROUTER_SECRET: secrets.default([]),
  ...Object.fromEntries(webhookProviders.map(({ variable }) => [variable, secrets.optional()])),
  SUBGRAPH_NODE: onOff.default(false),
  SUBGRAPH_AUTHENTICATED: onOff.default(false),
  JWT_ISSUER: claim.optional(),
  JWT_AUDIENCE: claim.optional(),
  JWKS_URL: keysUrl.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
});

/**
 * Reads the environment, or says everything that is wrong with it at once. Empty text counts as unset, but for what
 * keeps a door shut.
 */
export function parseConfig(environment: Environment): Config | readonly ConfigProblem[] {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value !== '' || NOT_EMPTY.has(name)),
  );
  const parsed = variables.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      variable: String(path[0]),
      expected: message,
    })),
    ...checkTokenIssuer(given),
    ...checkUpstreams(given),
  ];
  const config = parsed.success ? toConfig(parsed.data, given) : undefined;
  if (config) problems.push(...checkTls(given, config));
  return config && problems.length === 0 ? config : problems;
}

function toConfig(given: z.infer<typeof variables>, environment: Environment): Config {
  const isProduction = given.NODE_ENV === 'production';
  const isLive = (given.UPSTREAMS ?? (isProduction ? 'live' : 'sandbox')) === 'live';
  return {
    host: given.HOST,
    port: given.PORT,
    adminPort: given.ADMIN_PORT,
    workers: given.WORKERS,
    liveUrls: toLiveUrls(environment, isLive),
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
    webhookSecrets: toWebhookSecrets(environment),
    isGraphiqlServed: given.GRAPHIQL ?? !isProduction,
    isIntrospectionServed: given.INTROSPECTION ?? !isProduction,
    compilesQueries: given.COMPILE_QUERIES,
    showsCost: given.CALL_COST ?? !isProduction,
    routerSecrets: given.ROUTER_SECRET,
    subgraph: { servesNode: given.SUBGRAPH_NODE, isAuthenticated: given.SUBGRAPH_AUTHENTICATED },
    tokenIssuer: toTokenIssuer(given),
    logLevel: given.LOG_LEVEL,
  };
}

function toTokenIssuer({
  JWT_ISSUER: issuer,
  JWT_AUDIENCE: audience,
  JWKS_URL: url,
}: z.infer<typeof variables>): TokenIssuer | undefined {
  if (issuer === undefined || audience === undefined || url === undefined) return undefined;
  return { issuer, audience, keysUrl: new URL(url) };
}

/** The variables have been checked. One that is set makes its provider live, whatever the others are. */
function toLiveUrls(environment: Environment, isLive: boolean): ReadonlyMap<ProviderName, URL> {
  const urls = new Map<ProviderName, URL>();
  for (const { name, baseUrl } of allProviders) {
    const url = environment[baseUrl.variable] ?? (isLive ? baseUrl.default : undefined);
    if (url !== undefined) urls.set(name, new URL(url));
  }
  return urls;
}

/** The variables have been checked. */
function toWebhookSecrets(environment: Environment): ReadonlyMap<ProviderName, readonly string[]> {
  return new Map(
    webhookProviders.flatMap(({ name, variable }) => {
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

function isUpstreamUrl(text: string): boolean {
  return isKeysUrl(text) && new URL(text).search === '';
}

function isKeysUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.has(hostname));
}

function isStoreUrl(text: string): boolean {
  if (!/^rediss?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password, pathname, search, hash } = new URL(text);
  const isPlain = hostname !== '' && search === '' && hash === '' && /^(?:\/\d{0,4})?$/.test(pathname);
  return isPlain && [username, password].every(isDecodable);
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
}
