import { gzipSync } from 'node:zlib';
import type { Fault } from '../../sandbox/faults/fault.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';

/** A provider that is broken or taken over: an honest error, after as few calls as can be, and nothing of it comes through. */

let setting: HostileSetting;
let token: string;
let failing: string;

beforeAll(async () => {
  setting = await startHostile({ UPSTREAM_TIMEOUT_MS: '3000' });
  failing = await freshToken(setting.upstream);
});
afterAll(async () => setting?.close());
// Of one that was never heard of, nothing is remembered.
beforeEach(async () => void (token = await freshToken(setting.upstream)));
afterEach(async () => setting.expectUnharmed());

const MARKER = 'evil-marker';
const page = JSON.stringify({ data: [{ id: 'in_1', number: 'N-1' }], has_more: false });
const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices { nodes { number } } } }`;

async function outcome(fault: Fault, calls = 1): Promise<unknown> {
  await setting.upstream.fault({ match: { token }, fault });
  const { data, errors, text } = await setting.api.ask(list, { token });
  expect(text).not.toContain(MARKER);
  expect(await setting.upstream.paths()).toHaveLength(calls);
  return errors.length > 0
    ? errors.map(({ extensions }) => extensions['code'])
    : data.billingAccount.invoices;
}

const good = { nodes: [{ number: 'N-1' }] };
const raw = (body: string, headers?: Record<string, string>, status = 200): Fault => ({
  kind: 'raw',
  status,
  body,
  ...(headers && { headers }),
});

/** A good page with something added beside its rows. */
const besides = (text: string): Fault => raw(page.replace('{"data"', `{"x":${text},"data"`));
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const invalid: readonly (readonly [string, Fault])[] = [
  ['U04 a body longer than its length', raw(page, { 'content-length': String(page.length - 5) })],
  ['U04 two documents', raw(page + page)],
  ['U04 trailing garbage', raw(`${page}${MARKER}`)],
  ['U04 an empty body', raw('')],
  ['U04 an empty 204', { kind: 'status', status: 204 }],
  ['U04 null', raw('null')],
  ['U04 a text', raw(`"${MARKER}"`)],
  ['U04 a list', raw('[]')],
  ['U04 rows that are no list', raw('{"data":7,"has_more":false}')],
  ['U04 rows that are missing', raw('{"has_more":false}')],
  ['U04 has_more that is no boolean', raw('{"data":[],"has_more":"false"}')],
  [
    'U04 bytes that are no UTF-8',
    { kind: 'raw', bodyBase64: Buffer.from([0x7b, 0xff, 0x7d]).toString('base64') },
  ],
  ['U05 T8 HTML with 200', raw(`<html>${MARKER}</html>`, { 'content-type': 'text/html' })],
  ['U05 T8 JSON that calls itself HTML', raw(page, { 'content-type': 'text/html' })],
  ['U05 problem+json with 200', raw(page, { 'content-type': 'application/problem+json' })],
  ['U05 a type that begins alike', raw(page, { 'content-type': 'application/jsonp' })],
  ['T9 plain JSON that calls itself gzip', raw(page, { 'content-encoding': 'gzip' })],
  [
    'T9 gzip that nobody asked for',
    { kind: 'raw', headers: { 'content-encoding': 'gzip' }, bodyBase64: gzipSync(page).toString('base64') },
  ],
  [
    'T9 a gzip bomb',
    {
      kind: 'raw',
      headers: { 'content-encoding': 'gzip' },
      bodyBase64: gzipSync(Buffer.alloc(100_000_000)).toString('base64'),
    },
  ],
  ['T9 gzip behind an encoding that is none', raw(page, { 'content-encoding': 'identity, gzip' })],
  ['N10 a total that comes twice', raw(page.replace('"number"', '"total":999,"total":1,"number"'))],
  ['N10 a key that comes twice in the page', raw(page.replace('}]', '}],"has_more":true'))],
  ['N11 depth 33', besides(nested(32))],
  ['N11 depth 100,000', besides(nested(100_000))],
  [
    'U06 a Location of 200 KB',
    { kind: 'redirect', status: 302, location: `https://a.example/${'x'.repeat(200_000)}` },
  ],
];

/** What less of may be readable. */
const tooMuch: readonly (readonly [string, Fault])[] = [
  ['T9 a body above 8 MiB', raw(`{"data":[],"has_more":false,"x":"${'x'.repeat(8 * 1024 * 1024)}"}`)],
  ['N11 4 million brackets', besides(`[${'[],'.repeat(2_000_000)}[]]`)],
  ['N11 600,000 keys', besides(`{${Array.from({ length: 600_000 }, (_, at) => `"${at}":1`).join(',')}}`)],
];

test.each(tooMuch)(
  '%s is UPSTREAM_INVALID_RESPONSE, after half of it was asked for twice',
  async (_what, fault) => {
    await setting.upstream.fault({ fault });
    const { errors } = await setting.api.ask(list, { token });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_INVALID_RESPONSE']);
    const limits = (await setting.upstream.paths()).map((path) => path.split('limit=')[1]);
    expect(limits).toEqual(['20', '10', '5']);
  },
);

test.each(invalid)('%s is UPSTREAM_INVALID_RESPONSE', async (_what, fault) => {
  expect(await outcome(fault)).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});

test.each([
  ['U03 a body that ends before its length', { kind: 'truncate', bytes: 10 }],
  ['U03 a reset before the answer', { kind: 'reset' }],
  ['U03 a reset in the answer', { kind: 'reset', afterBytes: 10 }],
  ['U05 HTML with 502', raw(`<html>${MARKER}</html>`, { 'content-type': 'text/html' }, 502)],
  ['T5 a 500 with everything in it', { kind: 'status', status: 500, body: { message: MARKER } }],
] as const)('%s is UPSTREAM_UNAVAILABLE, after three calls', async (_what, fault) => {
  // The troubles of several credentials would be everybody's.
  token = failing;
  expect(await outcome(fault as Fault, 3)).toEqual(['UPSTREAM_UNAVAILABLE']);
});

test.each([
  ['U04 a byte order mark', raw(`\uFEFF${page}`)],
  ['U05 a charset beside the type', raw(page, { 'content-type': 'Application/JSON; charset=utf-8' })],
  ['N11 depth 32', besides(nested(31))],
  ['T9 an encoding that is none', raw(page, { 'content-encoding': 'Identity' })],
  ['T9 an empty encoding', raw(page, { 'content-encoding': '' })],
  ['T9 an encoding that is none, twice', raw(page, { 'content-encoding': 'identity, IDENTITY' })],
  ['U05 an empty type', raw(page, { 'content-type': '' })],
  [
    'U18 prototype keys',
    raw(page.replace('{"data"', '{"__proto__":{"has_more":true},"constructor":{},"data"')),
  ],
  [
    'T2 hints that others may share it',
    raw(page, { 'cache-control': 'public, max-age=3600', 'set-cookie': `s=${MARKER}` }),
  ],
])('%s changes nothing', async (_what, fault) => {
  expect(await outcome(fault)).toEqual(good);
});

test.each([301, 302, 303, 307, 308])('U06 T7 a %i to anywhere is not followed', async (status) => {
  const { port } = new URL(setting.evil.url);
  const self = '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices';
  const locations = [
    `${setting.evil.url}/x`,
    `//127.0.0.1:${port}/x`,
    `http://localhost:${port}/x`,
    'file:///etc/passwd',
    self,
    '',
  ];
  for (const location of locations) {
    expect([location, await outcome({ kind: 'redirect', status, location })]).toEqual([
      location,
      ['UPSTREAM_INVALID_RESPONSE'],
    ]);
    await setting.upstream.clearFaults();
    await setting.upstream.forget();
  }
  const preview =
    'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_us", subscriptionId: "sub_a"}) { userErrors { code } } }';
  await setting.upstream.fault({ fault: { kind: 'redirect', status, location: `${setting.evil.url}/x` } });
  const { data } = await setting.api.ask(preview, { token });
  expect(data.previewInvoice.userErrors).toEqual([{ code: 'PROVIDER_UNAVAILABLE' }]);
});

test.each([
  [201, 'The provider answered that it did something else than it was asked for.'],
  [202, 'The provider answered that it did something else than it was asked for.'],
  [204, 'The provider answered without a body where one was expected.'],
  [205, 'The provider answered without a body where one was expected.'],
  [206, 'The provider answered with a part of what was asked for. Parts are not put together.'],
  [302, 'The provider answered with an unexpected status. Redirects are not followed.'],
])('U04 a %i is told in words that fit it', async (status, message) => {
  await setting.upstream.fault({ fault: { kind: 'status', status } });
  const { errors } = await setting.api.ask(list, { token });
  expect(
    errors.map((error) => [error.message, error.extensions['code'], error.extensions['upstream']]),
  ).toEqual([[message, 'UPSTREAM_INVALID_RESPONSE', expect.objectContaining({ status })]]);
});

test('N11 an account may not be as large as a page', async () => {
  const account = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
  const ofSize = (bytes: number): Fault =>
    raw(`{"id":"cus_acme_us","workspace_id":"ws_acme","name":"Acme","x":[${' '.repeat(bytes)}]}`);
  await setting.upstream.fault({ fault: ofSize(1_000_000), times: 1 });
  await setting.upstream.fault({ fault: ofSize(1_048_576) });
  expect((await setting.api.ask(account, { token })).data).toEqual({ billingAccount: { name: 'Acme' } });
  const { errors } = await setting.api.ask(account, { token });
  expect(errors.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
    ["The provider's answer cannot be read: it has more than 1048576 bytes.", 'UPSTREAM_INVALID_RESPONSE'],
  ]);
});

/** What a provider has been told. */
const told = 'sandbox-altostrat';
const preview =
  'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_us", subscriptionId: "sub_a"}) { userErrors { code path ... on RejectedByProviderError { providerCode } } } }';

test.each([
  ['the whole token', told],
  ['a part of it', told.slice(3, 12)],
  ['the token in capitals', told.toUpperCase()],
  ['the token in the midst', `req:${told}:1`],
  ['what looks like a JSON Web Token', 'eyJhbGciOiJIUzI1NiJ9.e30.x'],
  ['what looks like a key', 'alto_sk_1234'],
  ['the token in base64', Buffer.from(told).toString('base64')],
  ['the token in base64url, after other words', Buffer.from(`of ${told}`).toString('base64url')],
  ['a part of the token in base64', Buffer.from(told).toString('base64').slice(5, 18)],
  ['the token in hexadecimal digits', Buffer.from(told).toString('hex')],
  ['the hexadecimal digits in base64', Buffer.from(Buffer.from(told).toString('hex')).toString('base64url')],
])('N09 a provider that writes %s wherever it can shows nothing of it', async (_what, secret) => {
  const field = secret.replace(/[^A-Za-z0-9_]/g, '_');
  const answers: readonly [number, object][] = [
    [409, { code: secret }],
    [409, { error: { code: secret } }],
    [422, { errors: { [field]: ['no'], [`items.0.${field}`]: ['no'], [secret]: ['no'] } }],
    [500, {}],
  ];
  for (const [status, body] of answers) {
    const headers = { 'x-request-id': secret, 'request-id': secret };
    await setting.upstream.fault({
      fault: { kind: 'status', status, body: JSON.parse(JSON.stringify(body)), headers },
    });
    for (const query of [list, preview]) {
      const { text } = await setting.api.ask(query, { token: told });
      expect(text).toMatch(/UPSTREAM_|PROVIDER|INVALID_INPUT/);
      for (const shown of [secret, field]) expect(text.toLowerCase()).not.toContain(shown.toLowerCase());
    }
    await setting.upstream.clearFaults();
  }
  expect(setting.api.output()).not.toContain(secret);
});
