import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseConfig, type Config, type ConfigProblem, type Environment } from '../../src/server/config.js';
import { START_WORDS } from '../support/start-words.js';

const defaults: Config = {
  host: '127.0.0.1',
  port: 4000,
  workers: 1,
  adminPort: undefined,
  liveUrls: new Map(),
  upstreamTimeoutMs: 10_000,
  operationTimeoutMs: 30_000,
  upstreamCallsMax: 25,
  callsAtOnce: { perCredential: 24, perProvider: 512 },
  cache: { ageMsMax: 60_000, listAgeMsMax: 0, bytesMax: 67_108_864 },
  pageSizeMax: 1000,
  bodyBytesMax: 262_144,
  connectionsMax: 1024,
  operationsMax: 1024,
  live: {
    pollMs: 30_000,
    pollsPerMinute: 20,
    streamsMax: { perCredential: 10, perProcess: 500 },
    heartbeatMs: 12_000,
  },
  webhookSecrets: new Map(),
  corsOrigins: new Set(),
  isGraphiqlServed: true,
  isIntrospectionServed: true,
  compilesQueries: true,
  showsCost: true,
  routerSecrets: [],
  subgraph: { servesNode: false, isAuthenticated: false },
  logLevel: 'info',
  keepsTraces: false,
  collectorTimeoutMs: 3000,
  forwardsTraces: false,
};

const live = new Map([
  ['ALTOSTRAT', new URL('https://v1.api.altostrat.io')],
  ['NORTHFLANK', new URL('https://api.northflank.com')],
]);

function problemsOf(environment: Environment): string[] {
  const parsed = parseConfig(environment);
  return Array.isArray(parsed) ? (parsed as ConfigProblem[]).map(({ variable }) => variable) : [];
}

test('CFG an empty environment gives the documented defaults, on the sandbox', () => {
  expect(parseConfig({})).toEqual(defaults);
  expect(parseConfig({ PORT: '', ALTOSTRAT_URL: '', GRAPHIQL: '' })).toEqual(defaults);
});

test('CFG UPSTREAMS=live is the real providers', () => {
  expect(parseConfig({ UPSTREAMS: 'live' })).toEqual({
    ...defaults,
    liveUrls: live,
  });
});

test('CFG production is live, without GraphiQL and introspection', () => {
  expect(parseConfig({ NODE_ENV: 'production' })).toEqual({
    ...defaults,
    liveUrls: live,
    isGraphiqlServed: false,
    isIntrospectionServed: false,
    showsCost: false,
  });
});

test.each([
  ['HOST', '0.0.0.0', 'host', '0.0.0.0'],
  ['PORT', '0', 'port', 0],
  ['PORT', '65535', 'port', 65_535],
  [
    'ALTOSTRAT_URL',
    'https://a.example/v1',
    'liveUrls',
    new Map([['ALTOSTRAT', new URL('https://a.example/v1')]]),
  ],
  [
    'NORTHFLANK_URL',
    'https://a.example',
    'liveUrls',
    new Map([['NORTHFLANK', new URL('https://a.example')]]),
  ],
  ['ALTOSTRAT_URL', 'http://[::1]:4010', 'liveUrls', new Map([['ALTOSTRAT', new URL('http://[::1]:4010')]])],
  ['UPSTREAM_TIMEOUT_MS', '1', 'upstreamTimeoutMs', 1],
  ['OPERATION_TIMEOUT_MS', '2147483647', 'operationTimeoutMs', 2_147_483_647],
  ['MAX_UPSTREAM_CALLS', '10000', 'upstreamCallsMax', 10_000],
  ['CALLS_AT_ONCE_PER_CREDENTIAL', '1', 'callsAtOnce', { perCredential: 1, perProvider: 512 }],
  ['CALLS_AT_ONCE_PER_PROVIDER', '10000', 'callsAtOnce', { perCredential: 24, perProvider: 10_000 }],
  ['CALLS_PER_MINUTE_PER_CREDENTIAL', '1', 'callsPerMinute', 1],
  ['CALLS_PER_MINUTE_PER_CREDENTIAL', '1000000', 'callsPerMinute', 1_000_000],
  ['MAX_PAGE_SIZE', '1', 'pageSizeMax', 1],
  ['MAX_BODY_BYTES', '1024', 'bodyBytesMax', 1024],
  ['MAX_CONNECTIONS', '1', 'connectionsMax', 1],
  ['MAX_CONNECTIONS', '100000', 'connectionsMax', 100_000],
  ['CORS_ORIGINS', 'https://a.example', 'corsOrigins', new Set(['https://a.example'])],
  [
    'CORS_ORIGINS',
    'https://a.example:8443,http://localhost:5173,https://a.example:8443',
    'corsOrigins',
    new Set(['https://a.example:8443', 'http://localhost:5173']),
  ],
  ['GRAPHIQL', 'off', 'isGraphiqlServed', false],
  ['INTROSPECTION', 'FALSE', 'isIntrospectionServed', false],
  ['LOG_LEVEL', 'silent', 'logLevel', 'silent'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318', 'keepsTraces', true],
  ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'https://a.example/v1/traces', 'keepsTraces', true],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '10000', 'collectorTimeoutMs', 10_000],
  ['TRACE_UPSTREAM', 'on', 'forwardsTraces', true],
])('CFG %s=%s is read', (variable, value, key, expected) => {
  expect(parseConfig({ [variable]: value })).toEqual({ ...defaults, [key]: expected });
});

test.each([
  ['OTEL_SDK_DISABLED', 'true'],
  ['OTEL_TRACES_EXPORTER', 'none'],
])('F55 %s=%s has no traces kept, wherever a collector is', (variable, value) => {
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
  expect(parseConfig({ ...collector, [variable]: value })).toEqual(defaults);
});

test('CFG what is switched on stays on in production', () => {
  const config = parseConfig({ NODE_ENV: 'production', GRAPHIQL: 'on', INTROSPECTION: '1' });
  expect(config).toMatchObject({ isGraphiqlServed: true, isIntrospectionServed: true });
});

test.each([
  ['HOST', ['a b', 'http://a', 'x'.repeat(256)]],
  ['PORT', ['-1', '65536', '4000.5', 'x', ' 80', '1e3', '0x50']],
  ['UPSTREAMS', ['Sandbox', 'prod']],
  [
    'ALTOSTRAT_URL',
    [
      'x',
      'http://a.example',
      'ftp://a.example',
      'https://u:p@a.example',
      'https://a.example/?x=1',
      'https://a.example/#x',
      'http://127.0.0.2.evil.example',
      'file:///etc',
    ],
  ],
  ['UPSTREAM_TIMEOUT_MS', ['0', '-5', '2147483648', 'Infinity']],
  ['OPERATION_TIMEOUT_MS', ['0', '2147483648']],
  ['CALLS_AT_ONCE_PER_CREDENTIAL', ['0', '10001', 'all']],
  ['CALLS_AT_ONCE_PER_PROVIDER', ['0', '10001', '-1']],
  ['CALLS_PER_MINUTE_PER_CREDENTIAL', ['0', '1000001', 'none']],
  [
    'REDIS_URL',
    [
      'a.example:6379',
      'https://a.example',
      'redis:a.example',
      'redis:///0',
      'redis://a.example/x',
      'redis://a.example/0/1',
      'redis://a.example?db=1',
      'redis://a.example#x',
      'redis://:%ZZ@a.example',
      'unix:///run/redis.sock',
    ],
  ],
  ['MAX_UPSTREAM_CALLS', ['0', '10001', '-1']],
  ['MAX_PAGE_SIZE', ['0', '100001']],
  ['MAX_BODY_BYTES', ['1023', '100000001']],
  ['MAX_CONNECTIONS', ['0', '100001']],
  ['GRAPHIQL', ['yes', 'maybe']],
  ['INTROSPECTION', ['yes']],
  [
    'CORS_ORIGINS',
    [
      '*',
      'null',
      'a.example',
      'https://*.example',
      'https://a.example/',
      'https://a.example:443',
      'https://A.example',
      'HTTPS://a.example',
      'http://a.example',
      'https://u:p@a.example',
      'https://a.example?x',
      'https://a.example#x',
      'file:///etc',
      'https://a.example,',
      ',https://a.example',
      'https://a.example, https://b.example',
      'https://a.example,*',
    ],
  ],
  ['LOG_LEVEL', ['verbose', 'INFO']],
  [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    ['collector:4318', 'ftp://a.example', 'http://u:p@a.example', 'http://a/?x'],
  ],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', ['grpc']],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', ['0', '60001']],
  ['OTEL_TRACES_EXPORTER', ['jaeger', 'console']],
  ['OTEL_TRACES_SAMPLER', ['always', 'jaeger_remote']],
  ['OTEL_TRACES_SAMPLER_ARG', ['1.1', '-0.1', 'half']],
  ['OTEL_SDK_DISABLED', ['yes']],
])('CFG a bad %s is a problem, and only it', (variable, values) => {
  for (const value of values) expect([value, problemsOf({ [variable]: value })]).toEqual([value, [variable]]);
});

test.each([
  'redis://a.example',
  'redis://a.example:6380/15',
  'rediss://user:p%40ss@a.example',
  'redis://:only-a-password@[::1]:6379/',
])('CFG REDIS_URL=%s is read', (url) => {
  expect(parseConfig({ REDIS_URL: url })).toEqual({ ...defaults, storeUrl: new URL(url) });
});

const tokens = {
  JWT_ISSUER: 'https://issuer.example/',
  JWT_AUDIENCE: 'https://api.example',
  JWKS_URL: 'https://issuer.example/keys?all=1',
};

test('CFG whose tokens are good is read', () => {
  expect(parseConfig(tokens)).toEqual({
    ...defaults,
    tokenIssuer: {
      issuer: 'https://issuer.example/',
      audience: 'https://api.example',
      keysUrl: new URL('https://issuer.example/keys?all=1'),
    },
  });
  expect(problemsOf({ ...tokens, JWKS_URL: 'http://127.0.0.1:4010/keys' })).toEqual([]);
});

test.each([
  [['JWT_ISSUER']],
  [['JWT_AUDIENCE']],
  [['JWKS_URL']],
  [['JWT_ISSUER', 'JWT_AUDIENCE']],
  [['JWT_ISSUER', 'JWKS_URL']],
  [['JWT_AUDIENCE', 'JWKS_URL']],
])('CFG %j alone say too little of whose tokens are good', (given) => {
  const some = Object.fromEntries(Object.entries(tokens).filter(([name]) => given.includes(name)));
  expect(problemsOf(some)).toEqual(Object.keys(tokens).filter((name) => !given.includes(name)));
});

test.each([
  ['JWT_ISSUER', ['', 'a b', 'x'.repeat(1025), '\u00e9']],
  ['JWT_AUDIENCE', ['', 'a b', 'x'.repeat(1025)]],
  [
    'JWKS_URL',
    ['', 'x', 'http://a.example/keys', 'https://u:p@a.example', 'https://a.example/#x', 'file:///etc'],
  ],
])('CFG a bad %s does not leave tokens unverified', (variable, values) => {
  for (const value of values)
    expect([value, problemsOf({ ...tokens, [variable]: value })]).toEqual([value, [variable]]);
});

test('CFG production refuses emulated invoices', () => {
  expect(problemsOf({ NODE_ENV: 'production', UPSTREAMS: 'sandbox' })).toEqual(['UPSTREAMS']);
  expect(problemsOf({ NODE_ENV: 'development', UPSTREAMS: 'sandbox' })).toEqual([]);
});

test('N17 certificates must be checked where any provider is live', () => {
  const unchecked = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const variable = ['NODE_TLS_REJECT_UNAUTHORIZED'];
  expect(problemsOf({ ...unchecked, UPSTREAMS: 'live' })).toEqual(variable);
  expect(problemsOf({ ...unchecked, NODE_ENV: 'production' })).toEqual(variable);
  expect(problemsOf({ ...unchecked, ALTOSTRAT_URL: 'https://a.example' })).toEqual(variable);
  expect(problemsOf({ ...unchecked, NORTHFLANK_URL: 'http://127.0.0.1:4010' })).toEqual(variable);
  expect(problemsOf({ ...unchecked, ...tokens })).toEqual(variable);
  expect(problemsOf({ ...unchecked, REDIS_URL: 'rediss://a.example' })).toEqual(variable);
  expect(problemsOf({ ...unchecked, REDIS_URL: 'redis://a.example' })).toEqual([]);
  expect(problemsOf(unchecked)).toEqual([]);
  expect(problemsOf({ UPSTREAMS: 'live', NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
});

/** What the process writes and how it ends. */
async function run(
  environment: Record<string, string>,
): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, START_WORDS, { env: { PATH: process.env['PATH'], ...environment } });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (written.out += chunk));
  child.stderr.on('data', (chunk) => (written.err += chunk));
  const [code] = await once(child, 'close');
  return { code, ...written };
}

test('CFG L03 the start is refused with every variable at fault, exit code 78, no value and no stack', async () => {
  const environment = {
    PORT: 'secret-1',
    LOG_LEVEL: 'secret-2',
    ALTOSTRAT_URL: 'https://u:secret-3@a.example',
    REDIS_URL: 'redis://u:secret-4@a.example/x',
    JWT_ISSUER: 'secret-5',
    JWKS_URL: 'http://secret-6.example',
    NODE_ENV: 'production',
    UPSTREAMS: 'sandbox',
  };
  expect(await run(environment)).toEqual({
    code: 78,
    out: '',
    err: `billing-graphql cannot start. Mend these variables:
  PORT: expected a whole number from 0 to 65535
  ALTOSTRAT_URL: expected an https URL without credentials, query or fragment (http only on loopback)
  REDIS_URL: expected redis://[user:password@]host[:port][/number], or rediss:// for TLS
  JWKS_URL: expected an https URL without credentials or fragment (http only on loopback)
  LOG_LEVEL: expected fatal, error, warn, info, debug, trace or silent
  JWT_AUDIENCE: expected to be set: JWT_ISSUER, JWT_AUDIENCE, JWKS_URL go together
  UPSTREAMS: expected live, where NODE_ENV is production
`,
  });
});

test('CFG WORKERS is a number of processes, or auto', () => {
  const workersOf = (text: string): unknown => (parseConfig({ WORKERS: text }) as Config).workers;
  expect(['1', '2', '99', '256', 'auto'].map(workersOf)).toEqual([1, 2, 99, 256, 'auto']);
});

test.each(['0', '257', '300', '-1', '1.5', '02', 'two', 'AUTO', '1e2', ' 2'])(
  'CFG L13 WORKERS=%j is refused by its name, exit code 78',
  async (WORKERS) => {
    expect(await run({ WORKERS })).toEqual({
      code: 78,
      out: '',
      err: `billing-graphql cannot start. Mend these variables:
  WORKERS: expected a whole number from 1 to 256, or auto
`,
    });
  },
);

test('N17 a start with unchecked certificates is refused in one line, exit code 78', async () => {
  expect(await run({ UPSTREAMS: 'live', NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual({
    code: 78,
    out: '',
    err: `billing-graphql cannot start. Mend these variables:
  NODE_TLS_REJECT_UNAUTHORIZED: expected to be unset where a provider is live: the provider's certificate must be checked
`,
  });
});
