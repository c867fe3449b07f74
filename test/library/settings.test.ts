import { altostrat, ledger } from './providers.js';
import { checkProviders } from '../../src/library/check-providers.js';
import { parseSettings, settingNames } from '../../src/library/parse-settings.js';
import type { Settings } from '../../src/library/settings.js';
import { SettingsError } from '../../src/library/settings-error.js';
import { allProviders } from '../../src/providers/all-providers.js';
import type { ProviderDefinition } from '../../src/providers/provider.js';
import { parseConfig } from '../../src/server/config.js';
import { settings } from '../../src/server/settings.js';

/** One value of each that is not the default; the compiler says where one is missing. */
const given: Required<Settings> = {
  host: '127.0.0.2',
  port: 0,
  adminPort: 1,
  nodeEnv: 'production',
  upstreams: 'live',
  urls: { ALTOSTRAT: 'https://altostrat.example', NORTHFLANK: 'https://northflank.example/base' },
  upstreamTimeoutMs: 1,
  operationTimeoutMs: 2,
  maxUpstreamCalls: 3,
  callsAtOncePerCredential: 4,
  callsAtOncePerProvider: 5,
  callsPerMinutePerCredential: 6,
  cacheMaxAgeMs: 7,
  cacheListMs: 8,
  cacheBytes: 2_000_000,
  redisUrl: 'redis://localhost',
  maxPageSize: 9,
  maxBodyBytes: 2000,
  maxConnections: 10,
  maxOperations: 11,
  livePollMs: 120,
  livePollsPerMinute: 12,
  liveStreamsPerCredential: 13,
  liveStreamsMax: 14,
  liveHeartbeatMs: 150,
  graphiql: true,
  introspection: true,
  compileQueries: false,
  callCost: true,
  routerSecret: ['0123456789abcdef', 'fedcba9876543210'],
  webhookSecrets: { ALTOSTRAT: ['whsec_0123456789abcdef'] },
  subgraphNode: true,
  subgraphAuthenticated: true,
  trustedDocuments: 'documents.json',
  trustedDocumentsOnly: true,
  corsOrigins: ['https://app.example', 'https://other.example'],
  jwtIssuer: 'issuer',
  jwtAudience: 'audience',
  jwksUrl: 'https://keys.example/jwks.json',
  logLevel: 'warn',
};

const problemsOf = (act: () => unknown): readonly string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

test('F70 every setting of the program is one of the library, but for processes and traces', () => {
  const ofProviders = new Map([
    ['ALTOSTRAT_URL', 'urls'],
    ['NORTHFLANK_URL', 'urls'],
    ['ALTOSTRAT_WEBHOOK_SECRET', 'webhookSecrets'],
  ]);
  const names = new Map([...settingNames()].map(([setting, variable]) => [variable, setting]));
  const offered = settings
    .map(({ name }) => name)
    .filter((name) => name !== 'WORKERS' && name !== 'TRACE_UPSTREAM' && !name.startsWith('OTEL_'))
    .map((name) => ofProviders.get(name) ?? names.get(name));
  expect(new Set(offered)).toEqual(new Set(Object.keys(given)));
});

test('F70 they mean what the variables mean', () => {
  const variables = [...settingNames()].map(([setting, variable]) => {
    const value = given[setting as keyof Settings];
    if (typeof value === 'boolean') return [variable, value ? 'on' : 'off'];
    return [variable, typeof value === 'object' ? Object.values(value).join(',') : String(value)];
  });
  expect(parseSettings(given, allProviders)).toEqual(
    parseConfig({
      ...Object.fromEntries(variables),
      ALTOSTRAT_URL: 'https://altostrat.example',
      NORTHFLANK_URL: 'https://northflank.example/base',
      ALTOSTRAT_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
    }),
  );
  expect(parseSettings({}, allProviders)).toEqual(parseConfig({}));
  expect(parseSettings({ port: undefined }, allProviders)).toEqual(parseConfig({}));
});

test('CFG F70 all settings that are wrong are told at once, by their names here, without their values', () => {
  const wrong = {
    port: 70_000,
    jwtIssuer: 'somebody',
    urls: { ALTOSTRAT: 'http://secret.example', LEDGER: 'https://ledger.example' },
    webhookSecrets: { ALTOSTRAT: ['short'], NORTHFLANK: ['0123456789abcdef'] },
    workers: 2,
  } as Settings;
  expect(problemsOf(() => parseSettings(wrong, allProviders))).toEqual([
    'workers: expected no such setting',
    'urls.LEDGER: expected no such setting',
    'webhookSecrets.NORTHFLANK: expected no such setting',
    'port: expected a whole number from 0 to 65535',
    'urls.ALTOSTRAT: expected an https URL without credentials, query or fragment (http only on loopback)',
    'webhookSecrets.ALTOSTRAT: expected 16 to 256 letters, digits or ._~+/=-; up to four of them, separated by commas, while they are changed',
    'jwtAudience: expected to be set: JWT_ISSUER, JWT_AUDIENCE, JWKS_URL go together',
    'jwksUrl: expected to be set: JWT_ISSUER, JWT_AUDIENCE, JWKS_URL go together',
  ]);
});

test('F50 a provider from outside has a base of its own, and is live where the others are emulated', () => {
  const { liveUrls } = parseSettings({}, [...allProviders, ledger]);
  expect([...liveUrls]).toEqual([['LEDGER', new URL('https://ledger.example')]]);
  const urls = { LEDGER: 'http://127.0.0.1:9/base' };
  expect([...parseSettings({ urls }, [ledger]).liveUrls]).toEqual([['LEDGER', new URL(urls.LEDGER)]]);
});

test.each<[what: string, providers: readonly ProviderDefinition[], problem: string]>([
  ['none at all', [], 'number: expected at least one, got none'],
  ['one twice', [ledger, ledger], 'name: expected one for each, got LEDGER'],
  [
    'a name that GraphQL cannot have',
    [{ ...ledger, name: 'the-ledger' }],
    'name: expected capital letters, digits and _, got the-ledger',
  ],
  [
    'a token that reaches two',
    [altostrat, { ...ledger, credentialHeader: 'authorization' }],
    'credentialHeader: expected one for each, got authorization',
  ],
  [
    'a header in capitals',
    [{ ...ledger, credentialHeader: 'Ledger-Authorization' }],
    'credentialHeader: expected the name of a header in lower case that says nothing else, got LEDGER',
  ],
  [
    "a router's header",
    [{ ...ledger, credentialHeader: 'router-authorization' }],
    'credentialHeader: expected the name of a header in lower case that says nothing else, got LEDGER',
  ],
  [
    "another setting's variable",
    [{ ...ledger, baseUrl: { variable: 'REDIS_URL', default: 'https://ledger.example' } }],
    'baseUrl and webhook: expected variables of their own, got REDIS_URL',
  ],
  [
    'two with workspaces',
    [altostrat, { ...ledger, hasWorkspaces: true }],
    'hasWorkspaces: expected one provider at most, got ALTOSTRAT, LEDGER',
  ],
  [
    'two with tokens to verify',
    [altostrat, { ...ledger, hasVerifiableTokens: true }],
    'hasVerifiableTokens: expected one provider at most, got ALTOSTRAT, LEDGER',
  ],
])('CFG F50 providers that cannot be served together are refused: %s', (_what, providers, problem) => {
  expect(problemsOf(() => checkProviders(providers))).toContain(`providers, ${problem}`);
});

test('F50 those that come with the service can be served together, and with another', () => {
  expect(problemsOf(() => checkProviders(allProviders))).toEqual([]);
  expect(problemsOf(() => checkProviders([...allProviders, ledger]))).toEqual([]);
});
