import { BillingError } from '../../src/errors/billing-error.js';
import type { Fault } from '../../sandbox/faults/fault.js';
import { startApi, type Api } from '../support/api.js';
import { askFaulty } from '../support/faulty-apollo.js';
import { accountField } from '../support/invoice-row.js';
import { until } from '../support/until.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Nothing of the provider's answer, of the credential or of this service's insides comes out. */

const TOKEN = 'canary-token-7f3a';
const MARKER = 'upstream-secret-marker';

let upstream: Upstream;
let api: Api;

beforeAll(async () => {
  upstream = await startUpstream();
  await upstream.control('POST', '/tokens', { token: TOKEN, provider: 'altostrat', workspaces: ['ws_acme'] });
  api = await startApi({ ALTOSTRAT_URL: upstream.url, LOG_LEVEL: 'trace', UPSTREAM_TIMEOUT_MS: '3000' });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
afterEach(async () => upstream.clearFaults());

const secret = {
  message: MARKER,
  code: `x ${MARKER}`,
  errors: { [`${MARKER} y`]: [MARKER] },
  trace: `at ${MARKER} (/srv/a.js:1:1)`,
};
const headers = { 'x-secret': MARKER, 'set-cookie': `s=${MARKER}`, 'x-request-id': `${MARKER} z` };
const raw = (body: string): Fault => ({ kind: 'raw', body });

const faults: readonly (readonly [string, Fault])[] = [
  ...[200, 401, 403, 404, 409, 422, 429, 500, 503].map(
    (status) => [`U20 the credential echoed with ${status}`, { kind: 'echoAuthorization', status }] as const,
  ),
  ...[302, 400, 401, 403, 404, 409, 422, 429, 500, 504].map(
    (status) => [`T5 secrets in a ${status}`, { kind: 'status', status, body: secret, headers }] as const,
  ),
  ['U05 secrets in HTML', { kind: 'raw', headers: { 'content-type': 'text/html' }, body: MARKER }],
  ['U04 secrets in broken JSON', raw(`{"${MARKER}`)],
  ['U04 secrets in place of a page', raw(JSON.stringify(MARKER))],
  ['U06 secrets in a redirect', { kind: 'redirect', status: 307, location: `http://127.0.0.1:9/${MARKER}` }],
  ['U01 a timeout', { kind: 'hang' }],
  ['U03 a reset', { kind: 'reset' }],
  ['U03 a reset in the body', { kind: 'reset', afterBytes: 10 }],
];

test.each(faults)('%s stay out of answer, headers and log', async (_name, fault) => {
  await upstream.fault({ fault });
  const answer = await api.ask(
    `{ ${accountField('cus_acme_us', 'ws_acme')} { name invoices { nodes { number } } subscriptions { nodes { status } } } }`,
    { token: TOKEN },
  );
  const preview = await api.ask(
    'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_us", subscriptionId: "sub_x"}) { preview { status } userErrors { message path ... on RejectedByProviderError { providerCode } } } }',
    { token: TOKEN },
  );
  expect(answer.errors.length).toBeGreaterThan(0);
  const { host, port } = new URL(upstream.url);
  for (const { text, headers: answered } of [answer, preview]) {
    const seen = `${text} ${JSON.stringify([...answered])}`;
    for (const leak of [
      TOKEN,
      MARKER,
      host,
      port,
      'Bearer',
      '/workspaces',
      '.js:',
      'node_modules',
      'undici',
      'stack',
    ]) {
      expect([leak, seen.includes(leak)]).toEqual([leak, false]);
    }
  }
  for (const leak of [TOKEN, MARKER]) expect([leak, api.output().includes(leak)]).toEqual([leak, false]);
});

test('U20 the log was written at all, so the scan above can fail', async () => {
  await until(() => api.output().includes('"upstream call"'));
  expect(
    api
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .every((line) => JSON.parse(line)),
  ).toBe(true);
});

test.each([
  new Error('password=hunter2'),
  new TypeError('password=hunter2'),
  'password=hunter2',
  Object.assign(new Error('password=hunter2'), {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 200 } },
  }),
])('T15 an unexpected fault (%#) is masked, and logged', async (fault) => {
  const logged: string[] = [];
  const error = await askFaulty(fault, 'corr-9', logged);
  expect(error).toEqual({
    message: 'This service failed. Give the correlationId when you report it.',
    locations: [{ line: 1, column: 3 }],
    path: ['fails'],
    extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, correlationId: 'corr-9' },
  });
  expect(logged.join('')).toContain('corr-9');
});

test('T5 a failure with everything in it shows what is allowed and nothing else', async () => {
  const details = {
    provider: 'ALTOSTRAT',
    retryAfterMs: 5,
    upstream: { status: 429, requestId: 'r', url: MARKER },
    refusals: [{ kind: 'rejected' as const, providerCode: MARKER, path: [MARKER] }],
  };
  expect(await askFaulty(new BillingError('RATE_LIMITED', 'Wait.', details), 'c')).toEqual({
    message: 'Wait.',
    locations: [{ line: 1, column: 3 }],
    path: ['fails'],
    extensions: {
      code: 'RATE_LIMITED',
      provider: 'ALTOSTRAT',
      retryable: true,
      retryAfterMs: 5,
      upstream: { status: 429, requestId: 'r' },
      correlationId: 'c',
    },
  });
});
