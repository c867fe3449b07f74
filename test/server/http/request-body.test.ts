import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { residentBytes } from '../../support/process-figures.js';
import { api, startSystem, upstream } from '../../support/system.js';
import { exchangeOne, postHead, refusalOf } from '../../support/raw-http.js';

/** Headers that change what a request's body means: it is read as they say, or refused. */

const BYTES_MAX = 4096;

startSystem({ MAX_BODY_BYTES: String(BYTES_MAX) });

const QUERY = '{"query":"{ __typename }"}';
const ANSWER = '{"data":{"__typename":"Query"}}\n';

async function post(body: Buffer | string, ...lines: readonly string[]) {
  const bytes = Buffer.from(body);
  const head = postHead(bytes.length, 'Connection: close', ...lines);
  return exchangeOne(api.url, Buffer.concat([Buffer.from(head), bytes]));
}

const refused = (status: number, message: string) => ({
  status,
  type: 'application/json; charset=utf-8',
  connection: 'close',
  isTraceable: true,
  keys: ['errors'],
  count: 1,
  message,
  code: 'BAD_REQUEST',
  retryable: false,
});

/** A body of exactly this many bytes that asks the same. */
const filled = (bytes: number): string => QUERY.padEnd(bytes);

test.each(['gzip', 'GZIP', 'x-gzip', ' gzip', 'identity, gzip', ',gzip,'])(
  'H05 a body with content-encoding "%s" is unpacked',
  async (coding) => {
    const { status, text } = await post(gzipSync(QUERY), `Content-Encoding: ${coding}`);
    expect([status, text]).toEqual([200, ANSWER]);
  },
);

test.each(['', 'identity', 'Identity', 'identity, Identity'])(
  'H05 a body with content-encoding "%s" is read as it is',
  async (coding) => {
    const { status, text } = await post(QUERY, `Content-Encoding: ${coding}`);
    expect([status, text]).toEqual([200, ANSWER]);
  },
);

test('H05 a gzip body in chunks is unpacked', async () => {
  const packed = gzipSync(QUERY);
  const head = postHead(0, 'Connection: close', 'Content-Encoding: gzip').replace(
    'Content-Length: 0',
    'Transfer-Encoding: Chunked',
  );
  const chunks = [packed.subarray(0, 5), packed.subarray(5)].map((chunk) =>
    Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
  );
  const bytes = Buffer.concat([Buffer.from(head), ...chunks, Buffer.from('0\r\n\r\n')]);
  expect(await exchangeOne(api.url, bytes)).toMatchObject({ status: 200, text: ANSWER });
});

test('H05 MAX_BODY_BYTES counts what is unpacked: its last byte is taken, and one more is 413', async () => {
  const gzip = 'Content-Encoding: gzip';
  expect((await post(gzipSync(filled(BYTES_MAX)), gzip)).status).toBe(200);
  expect(refusalOf(await post(gzipSync(filled(BYTES_MAX + 1)), gzip))).toEqual(
    refused(413, 'The request body is larger, when unpacked, than this server takes.'),
  );
  expect((await post(filled(BYTES_MAX))).status).toBe(200);
  expect(refusalOf(await post(filled(BYTES_MAX + 1)))).toEqual(
    refused(413, 'The request body is larger than this server takes.'),
  );
});

test('H05 a bomb is unpacked no further than the limit', async () => {
  // 4 KB of packed zeros are 4 MB; a hundred at once would be 400.
  const bomb = gzipSync(Buffer.alloc(4_000_000));
  expect(bomb.length).toBeLessThan(BYTES_MAX);
  const before = await residentBytes(api.url);
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => post(bomb, 'Content-Encoding: gzip')),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([413]));
  expect((await residentBytes(api.url)) - before).toBeLessThan(50_000_000);
});

test.each([
  ['br', brotliCompressSync(QUERY)],
  ['deflate', deflateSync(QUERY)],
  ['gzip, gzip', gzipSync(gzipSync(QUERY))],
  ['zstd', Buffer.from(QUERY)],
])('H05 content-encoding "%s" is 415 and told what is taken', async (coding, body) => {
  const answer = await post(body, `Content-Encoding: ${coding}`);
  expect(refusalOf(answer)).toEqual(refused(415, 'Expected a body that is coded with gzip, or not at all.'));
  expect(answer.headers['accept-encoding']).toBe('gzip, identity');
});

test.each([
  ['no gzip', Buffer.from(QUERY)],
  ['half of it', gzipSync(QUERY).subarray(0, 30)],
  ['with a wrong checksum', Buffer.concat([gzipSync(QUERY).subarray(0, -8), Buffer.alloc(8)])],
  ['nothing', Buffer.alloc(0)],
])('H05 gzip that is broken (%s) is 400', async (_what, body) => {
  expect(refusalOf(await post(body, 'Content-Encoding: gzip'))).toEqual(
    refused(400, 'The body is not the gzip data that its header announces.'),
  );
});

test.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('H06 the charset %s is read', async (charset) => {
  const type = `application/json; charset=${charset}`;
  const head = postHead(QUERY.length, 'Connection: close').replace('application/json', type);
  expect((await exchangeOne(api.url, head + QUERY)).status).toBe(200);
});

test.each(['utf-7', 'utf-16', 'utf-16le', 'iso-8859-1', '"utf-7"', 'x'])(
  'H06 the charset %s is 415, whatever the body is',
  async (charset) => {
    const type = `application/json;  Charset=${charset}`;
    const head = postHead(QUERY.length, 'Connection: close').replace('application/json', type);
    expect(refusalOf(await exchangeOne(api.url, head + QUERY))).toEqual(
      refused(415, 'Expected a body whose charset is utf-8.'),
    );
  },
);

test('H06 bytes that are no UTF-8 are 400 and not replaced', async () => {
  const body = Buffer.from('{"query":"{ __typename }","variables":{"a":"\xe9"}}', 'latin1');
  expect(refusalOf(await post(body))).toEqual(refused(400, 'Expected a body of UTF-8 text.'));
  expect(await upstream.paths()).toEqual([]);
});
