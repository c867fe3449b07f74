import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { Fault } from '../../sandbox/faults/fault.js';
import { startProcess } from '../support/api.js';
import { startEndlessProvider } from '../support/endless-provider.js';
import { freshToken } from '../support/fresh-token.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import { accountField } from '../support/invoice-row.js';
import { residentBytes } from '../support/process-figures.js';

/** Answers that are packed, which nobody asked for: they are not unpacked, whatever they say and however they are made. */

let setting: HostileSetting;
beforeAll(async () => {
  setting = await startHostile();
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const page = JSON.stringify({ data: [{ id: 'in_1', number: 'N-1' }], has_more: false });
const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices { nodes { number } } } }`;
const MIB = 1024 * 1024;

function packed(encoding: string | undefined, body: Buffer, status = 200): Fault {
  const headers = { 'content-type': 'application/json', ...(encoding && { 'content-encoding': encoding }) };
  return { kind: 'raw', status, headers, bodyBase64: body.toString('base64') };
}

/** 200 MB of white space around a good page. */
const large = Buffer.concat([Buffer.from(page), Buffer.alloc(200 * MIB, ' ')]);
const bomb = gzipSync(large, { level: 1 });
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const bombs: readonly (readonly [string, Buffer])[] = [
  ['gzip', bomb],
  ['x-gzip', bomb],
  ['br', brotliCompressSync(large, quick)],
  ['deflate', deflateSync(large, { level: 1 })],
  ['gzip, gzip', gzipSync(bomb)],
];
const chained = Array.from({ length: 6 }).reduce<Buffer>((inner) => gzipSync(inner), Buffer.from(page));
const gzip = gzipSync(page);

const encoded: readonly (readonly [string, Fault])[] = [
  ['six encodings in a chain', packed(Array(6).fill('gzip').join(', '), chained)],
  ['a hundred names of encodings', packed(Array(100).fill('gzip').join(','), gzip)],
  ['br', packed('br', brotliCompressSync(page))],
  ['deflate', packed('deflate', deflateSync(page))],
  ['gzip that calls itself br', packed('br', gzip)],
  ['br that calls itself gzip', packed('gzip', brotliCompressSync(page))],
  ['JSON that calls itself br', packed('br', Buffer.from(page))],
  ['JSON in an encoding that there is not', packed('rot13', Buffer.from(page))],
  ['gzip that was cut', packed('gzip', gzip.subarray(0, gzip.length - 9))],
  ['gzip with a broken checksum', packed('gzip', Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(8)]))],
  ['gzip in capitals', packed('GZIP', gzip)],
];
const ENCODING = "The provider's answer cannot be read: it has an encoding that nobody asked for.";
const NO_JSON = "The provider's answer cannot be read: it is no JSON.";

async function refusalOf(fault: Fault, token: string): Promise<unknown> {
  await setting.upstream.fault({ match: { token }, fault });
  const { status, data, errors } = await setting.api.ask(list, { token });
  const calls = (await setting.upstream.paths()).length;
  return [
    status,
    data.billingAccount,
    calls,
    ...errors.map(({ message, extensions }) => [extensions['code'], message]),
  ];
}

test.each(encoded)('U07 %s is refused after one call', async (_what, fault) => {
  const token = await freshToken(setting.upstream);
  expect(await refusalOf(fault, token)).toEqual([200, null, 1, ['UPSTREAM_INVALID_RESPONSE', ENCODING]]);
});

test.each([
  ['gzip that says nothing of it', packed(undefined, gzip)],
  ['a gzip bomb that says nothing of it', packed(undefined, bomb)],
  ['gzip that calls itself identity', packed('identity', gzip)],
])('U07 %s is no JSON', async (_what, fault) => {
  const token = await freshToken(setting.upstream);
  expect(await refusalOf(fault, token)).toEqual([200, null, 1, ['UPSTREAM_INVALID_RESPONSE', NO_JSON]]);
});

test('U07 bombs of 200 MB in every encoding, one after the other, take no memory', async () => {
  const token = await freshToken(setting.upstream);
  await setting.api.ask(list, { token });
  const before = await residentBytes(setting.api.url);
  const codes: unknown[] = [];
  for (const [encoding, body] of bombs) {
    await setting.upstream.clearFaults();
    await setting.upstream.fault({ match: { token }, fault: packed(encoding, body) });
    codes.push((await setting.api.ask(list, { token })).errors[0]?.message);
  }
  expect(codes).toEqual(bombs.map(() => ENCODING));
  expect((await residentBytes(setting.api.url)) - before).toBeLessThan(50 * MIB);
});

test.each([
  [403, 'FORBIDDEN', 1],
  [409, 'UPSTREAM_REJECTED', 1],
  [500, 'UPSTREAM_UNAVAILABLE', 3],
])('U07 a bomb that comes with a %i is told by its status alone', async (status, code, calls) => {
  const token = await freshToken(setting.upstream);
  const outcome = (await refusalOf(packed('gzip', bomb, status), token)) as unknown[];
  expect([outcome[2], outcome[3]]).toEqual([calls, [code, expect.any(String)]]);
});

test('U07 a preview and an account are not unpacked either', async () => {
  await setting.upstream.fault({ fault: packed('gzip', gzip) });
  const preview =
    'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_us", subscriptionId: "sub_a"}) { userErrors { code } } }';
  expect((await setting.api.ask(preview)).data.previewInvoice.userErrors).toEqual([
    { code: 'PROVIDER_UNAVAILABLE' },
  ]);
  const { errors } = await setting.api.ask(`{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`);
  expect(errors.map(({ message }) => message)).toEqual([ENCODING]);
});

test.each([
  ['200 OK', ['content-type: application/json', 'content-encoding: gzip'], ENCODING, 1],
  [
    '200 OK',
    ['content-type: application/json'],
    "The provider's answer cannot be read: it has more than 8388608 bytes.",
    3,
  ],
  ['409 Conflict', ['content-type: application/json'], 'The provider refused the request.', 1],
])(
  'U07 U08 a %s without an end, with %j, is broken off where enough of it has come',
  async (status, headers, message, calls) => {
    const provider = await startEndlessProvider(status, headers);
    const api = await startProcess({ ALTOSTRAT_URL: provider.url });
    const { errors } = await api.ask(list);
    expect(errors.map((error) => error.message)).toEqual([message]);
    while (provider.sent.length < calls) await new Promise(setImmediate);
    // What the system holds for a client that has left counts as sent.
    expect(Math.max(...provider.sent)).toBeLessThan(24 * MIB);
    expect(provider.sent).toHaveLength(calls);
    await api.stop();
    await provider.close();
  },
);
