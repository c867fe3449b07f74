import * as z from 'zod';
import type { ProviderName } from '../errors/provider-name.js';
import type { ProviderDefinition } from '../providers/provider.js';

const TIMER_MS_MAX = 2 ** 31 - 1;
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

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

const collectorUrl = z
  .string()
  .refine(isCollectorUrl, 'an http or https URL without credentials, query or fragment');

/** As the specification of OpenTelemetry names them. */
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Compared with what a token says, letter by letter. */
const claim = z.string().regex(/^[\x21-\x7e]{1,1024}$/, '1 to 1024 characters without blanks');

function urlsOf(definitions: readonly ProviderDefinition[]) {
  return Object.fromEntries(
    definitions.map(({ name, baseUrl }) => [
      baseUrl.variable,
      upstreamUrl
        .optional()
        .describe(`base of the API of ${name}, ${baseUrl.default} where it is live; setting it has it live`),
    ]),
  );
}

/** Providers that send webhooks, each with the variable that holds what it signs them with. */
export function listWebhooks(
  definitions: readonly ProviderDefinition[],
): readonly { readonly name: ProviderName; readonly variable: string }[] {
  return definitions.flatMap(({ name, webhook }) => (webhook ? [{ name, variable: webhook.variable }] : []));
}

function webhookSecretsOf(definitions: readonly ProviderDefinition[]) {
  return Object.fromEntries(
    listWebhooks(definitions).map(({ name, variable }) => [
      variable,
      secrets.optional().describe(`what ${name} signs its webhooks with; without it none are taken`),
    ]),
  );
}

/** Long enough that guessing is no way in; the characters are those that a header carries unchanged. */
const secrets = z
  .string()
  .regex(
    /^[A-Za-z0-9._~+/=-]{16,256}(?:,[A-Za-z0-9._~+/=-]{16,256}){0,3}$/,
    '16 to 256 letters, digits or ._~+/=-; up to four of them, separated by commas, while they are changed',
  )
  .transform((text) => text.split(','));

/** As browsers write them, or they would never be met. */
const origins = z
  .string()
  .transform((text) => text.split(','))
  .refine(
    (list) => list.every(isOrigin),
    'exact origins as browsers send them, https://app.example with no path, blank or wildcard (http only on loopback), separated by commas',
  );

/** Where it listens, and whether its providers are the real ones. */
const start = {
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{1,255}$/, 'a host name or address')
    .default('127.0.0.1')
    .describe('address to listen on'),
  PORT: wholeNumber(0, 65535).default(4000).describe('port to listen on, 0 for a free one'),
  ADMIN_PORT: wholeNumber(0, 65535)
    .optional()
    .describe('port of /healthz, /readyz and /metrics, which are then nowhere else'),
  WORKERS: workers.default(1).describe('processes at the port, up to 256, or auto: one for each core'),
  NODE_ENV: z
    .string()
    .optional()
    .describe('production changes the defaults of UPSTREAMS, GRAPHIQL, INTROSPECTION and CALL_COST'),
  UPSTREAMS: z
    .enum(['sandbox', 'live'], 'sandbox or live')
    .optional()
    .describe('sandbox: embedded emulators in place of the providers; live: the real ones'),
};

/** How much there may be of anything, and what is shown. */
const bounds = {
  UPSTREAM_TIMEOUT_MS: wholeNumber(1, TIMER_MS_MAX)
    .default(10_000)
    .describe('milliseconds for one upstream call'),
  OPERATION_TIMEOUT_MS: wholeNumber(1, TIMER_MS_MAX)
    .default(30_000)
    .describe('milliseconds for one GraphQL operation'),
  MAX_UPSTREAM_CALLS: wholeNumber(1, 10_000)
    .default(25)
    .describe('upstream calls that one operation may make'),
  CALLS_AT_ONCE_PER_CREDENTIAL: wholeNumber(1, 10_000)
    .default(24)
    .describe('upstream calls of one credential under way at once'),
  CALLS_AT_ONCE_PER_PROVIDER: wholeNumber(1, 10_000)
    .default(512)
    .describe('upstream calls to one provider under way at once'),
  CALLS_PER_MINUTE_PER_CREDENTIAL: wholeNumber(1, 1_000_000)
    .optional()
    .describe('upstream calls that one credential may make in a minute'),
  CACHE_MAX_AGE_MS: wholeNumber(0, 86_400_000)
    .default(60_000)
    .describe("milliseconds that a caller's own final pages are kept, 0 for not at all"),
  CACHE_LIST_MS: wholeNumber(0, 86_400_000).default(0).describe('milliseconds that anything else is kept'),
  CACHE_BYTES: wholeNumber(1_048_576, 100_000_000_000)
    .default(67_108_864)
    .describe('bytes that are kept in all'),
  REDIS_URL: storeUrl.optional().describe('store that replicas share, redis:// or rediss://'),
  MAX_PAGE_SIZE: wholeNumber(1, 100_000).default(1000).describe('largest first or last'),
  MAX_BODY_BYTES: wholeNumber(1024, 100_000_000)
    .default(262_144)
    .describe('bytes of the largest request body'),
  MAX_CONNECTIONS: wholeNumber(1, 100_000).default(1024).describe('connections at once'),
  MAX_OPERATIONS: wholeNumber(1, 100_000).default(1024).describe('operations under way at once'),
  LIVE_POLL_MS: wholeNumber(100, 86_400_000)
    .default(30_000)
    .describe('milliseconds between two looks at a list that somebody has subscribed to'),
  LIVE_POLLS_PER_MINUTE: wholeNumber(1, 10_000)
    .default(20)
    .describe('looks in a minute for all lists of one credential'),
  LIVE_STREAMS_PER_CREDENTIAL: wholeNumber(1, 10_000)
    .default(10)
    .describe('streams that one credential may have open'),
  LIVE_STREAMS_MAX: wholeNumber(1, 100_000).default(500).describe('streams open in all'),
  LIVE_HEARTBEAT_MS: wholeNumber(100, 600_000)
    .default(12_000)
    .describe('milliseconds of silence before a stream says that it is there'),
  CORS_ORIGINS: origins
    .default([])
    .describe('origins of pages that may call the API from browsers, separated by commas'),
  TRUSTED_DOCUMENTS: z
    .string()
    .regex(/^[^\0]{1,4096}$/, 'the path of a file')
    .optional()
    .describe('file of documents that may be asked by their ids'),
  TRUSTED_DOCUMENTS_ONLY: onOff.default(false).describe('no other document is answered'),
  GRAPHIQL: onOff.optional().describe('the page at /: on or off'),
  INTROSPECTION: onOff.optional().describe('answers to introspection: on or off'),
  COMPILE_QUERIES: onOff.default(true).describe('queries are made into code; off has them interpreted'),
  CALL_COST: onOff.optional().describe('extensions.cost of answers: on or off'),
  ROUTER_SECRET: secrets
    .default([])
    .describe('closes _service and _entities to all but routers that send it'),
};

/** What routers get, whose tokens are good, what is logged. */
const others = {
  SUBGRAPH_NODE: onOff.default(false).describe('routers get Query.node and Query.nodes from here'),
  SUBGRAPH_AUTHENTICATED: onOff.default(false).describe('the SDL for routers declares @authenticated'),
  JWT_ISSUER: claim.optional().describe('whose tokens are good; with the next two, or none of them'),
  JWT_AUDIENCE: claim.optional().describe('for whom tokens must be made'),
  JWKS_URL: keysUrl.optional().describe("where the issuer's public keys are"),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'fatal, error, warn, info, debug, trace or silent',
    )
    .default('info')
    .describe('fatal, error, warn, info, debug, trace or silent; JSON lines on stdout'),
};

/** Where traces go, as OpenTelemetry names it. */
const traces = {
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl
    .optional()
    .describe('collector that traces are sent to, by OTLP over HTTP as JSON; without one none are kept'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl
    .optional()
    .describe('the same with its whole path, in place of the one before'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .optional()
    .describe('what the collector is sent beside them, a=b,c=d'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/json', 'http/protobuf'], 'http/json (http/protobuf is taken for it; grpc is not spoken)')
    .default('http/json')
    .describe('http/json; http/protobuf is taken for it'),
  OTEL_EXPORTER_OTLP_TIMEOUT: wholeNumber(1, 60_000)
    .default(3000)
    .describe('milliseconds that the collector has for what it is sent'),
  OTEL_SERVICE_NAME: z.string().default('billing-graphql').describe('what the service is called in traces'),
  OTEL_RESOURCE_ATTRIBUTES: z
    .string()
    .optional()
    .describe('what is told of the service beside its name, a=b,c=d'),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'otlp or none').default('otlp').describe('otlp, or none'),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, SAMPLERS.join(', '))
    .default('parentbased_always_on')
    .describe('which traces are kept, in the words of OpenTelemetry'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/, 'a number from 0 to 1')
    .optional()
    .describe('the part of traces that a sampler by ratio keeps, 0 to 1'),
  OTEL_SDK_DISABLED: onOff.default(false).describe('on: no traces are kept, wherever a collector is'),
  TRACE_UPSTREAM: onOff
    .default(false)
    .describe('providers are told which trace a call is part of, as traceparent'),
};

function isOrigin(text: string): boolean {
  // A star is a letter of a host's name to a URL, and a wildcard to people.
  return isKeysUrl(text) && new URL(text).origin === text && !text.includes('*');
}

/** Every variable of a server of these providers, with what `--help` and docs/settings.md say of it. */
export function createVariables(definitions: readonly ProviderDefinition[]) {
  return z.object({
    ...start,
    ...urlsOf(definitions),
    ...bounds,
    ...webhookSecretsOf(definitions),
    ...others,
    ...traces,
  });
}

export type Variables = z.infer<ReturnType<typeof createVariables>>;

function isUpstreamUrl(text: string): boolean {
  return isKeysUrl(text) && new URL(text).search === '';
}

function isKeysUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.has(hostname));
}

function isCollectorUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
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
