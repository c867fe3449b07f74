import { once } from 'node:events';
import { api, startSystem, upstream } from '../../support/system.js';
import { exchange, exchangeOne, open, postHead, readAll, refusalOf } from '../../support/raw-http.js';

/** What is refused before GraphQL begins, on raw sockets: GraphQL's error shape, and words that name the fault. */

startSystem({ LOG_LEVEL: 'trace' });

const QUERY = '{"query":"{ __typename }"}';
const host = 'Host: a.example\r\n';
const get = 'GET /healthz HTTP/1.1\r\n';

const malformed = 'The request is not well-formed HTTP/1.1.';
const badHost = 'Expected one header "Host" with the name of a host.';
const badAddress = 'The address of the request is malformed.';

const closing = (status: number, message: string) => ({
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

test.each([
  [
    'H11 a header of 20 KB',
    `${get}${host}a: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'The headers of the request are larger than the 16 KiB this server takes.',
  ],
  [
    'N06 101 header lines',
    `${get}${host}${'a: b\r\n'.repeat(100)}\r\n`,
    431,
    'The request has more than 100 header lines.',
  ],
  [
    'H11 2,000 header lines',
    `${get}${host}${'a:\r\n'.repeat(2000)}\r\n`,
    431,
    'The request has more than 100 header lines.',
  ],
  ['H10 no Host', `${get}\r\n`, 400, badHost],
  ['H10 an empty Host', `${get}Host:\r\n\r\n`, 400, badHost],
  ['H10 two Hosts', `${get}${host}host: b.example\r\n\r\n`, 400, badHost],
  ['H10 a Host that is a path', `${get}Host: a/b\r\n\r\n`, 400, badHost],
  ['H10 a Host that is no host', `${get}Host: 1.2.3.4.5.6\r\n\r\n`, 400, badHost],
  ['H10 a Host with a port that is none', `${get}Host: a:b\r\n\r\n`, 400, badHost],
  ['H10 a method that does not exist', `MAKE / HTTP/1.1\r\n${host}\r\n`, 400, malformed],
  ['H10 what is no HTTP', 'hello\r\n\r\n', 400, malformed],
  ['H10 a version that does not exist', `GET / HTTP/3.7\r\n${host}\r\n`, 505, 'Expected HTTP/1.1.'],
  ['H10 a blank before the colon', `${get}${host}a : b\r\n\r\n`, 400, malformed],
  ['H10 a NUL in a header', `${get}${host}a: \0\r\n\r\n`, 400, malformed],
  ['H10 a folded header', `${get}${host}a: b\r\n c\r\n\r\n`, 400, malformed],
  [
    'H10 two lengths',
    `POST /graphql HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    400,
    malformed,
  ],
  [
    'H10 a length and chunks',
    `POST /graphql HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
    malformed,
  ],
  [
    'H10 two types',
    postHead(QUERY.length, 'Content-Type: text/plain') + QUERY,
    400,
    'Expected one header "Content-Type": two say two things about the body.',
  ],
  [
    'H10 chunks of no length',
    `${postHead(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked')}x\r\n\r\n`,
    400,
    malformed,
  ],
  [
    'H10 another transfer coding',
    `${postHead(0).replace('Content-Length: 0', 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`,
    501,
    'Expected no transfer coding but "chunked".',
  ],
  ['H08 a tunnel', `CONNECT a.example:443 HTTP/1.1\r\n${host}\r\n`, 405, 'This server is no proxy.'],
  [
    'H10 an expectation',
    postHead(2, 'Expect: money'),
    417,
    'Expected no other "Expect" than "100-continue".',
  ],
  [
    'H04 a body above the limit',
    `${postHead(262_145)}{`,
    413,
    'The request body is larger than this server takes.',
  ],
])('%s is refused and the connection closed', async (_what, bytes, status, message) => {
  expect(refusalOf(await exchangeOne(api.url, bytes))).toEqual(closing(status, message));
  expect(await upstream.paths()).toEqual([]);
});

test.each([
  ['H18 an address that cannot be decoded', `GET /%zz HTTP/1.1`, 400, badAddress],
  ['H18 an address that is not UTF-8', `GET /graphql/%ff HTTP/1.1`, 400, badAddress],
  ['H18 an absolute address without a host', `GET http:///graphql?query=x HTTP/1.1`, 400, badAddress],
  [
    'H18 an address that names nothing',
    `GET /nothing HTTP/1.1`,
    404,
    'Nothing is served here. The addresses of the API end with "/graphql".',
  ],
  [
    'H18 the name of an asset of 101 characters',
    `GET /graphiql/${'a'.repeat(101)} HTTP/1.1`,
    404,
    'Nothing is served here. The addresses of the API end with "/graphql".',
  ],
  ['H08 a method that the API does not have', 'PROPFIND /graphql HTTP/1.1', 405, 'Expected GET or POST.'],
  ['H08 TRACE', 'TRACE /graphql HTTP/1.1', 405, 'Expected GET or POST.'],
  [
    'H01 a body that is no JSON',
    `${postHead(10).trimEnd()}\r\nConnection: close\r\n\r\n{"query":`,
    400,
    'Expected a JSON body with a "query", "variables" and "operationName" as GraphQL over HTTP has them.',
  ],
])('%s is refused in words that fit', async (_what, start, status, message) => {
  const bytes = start.startsWith('POST') ? `${start} ` : `${start}\r\n${host}Connection: close\r\n\r\n`;
  expect(refusalOf(await exchangeOne(api.url, bytes))).toEqual(closing(status, message));
});

test('H18 HTTP/1.0 needs no Host: it is answered', async () => {
  const head = postHead(QUERY.length).replace('HTTP/1.1', 'HTTP/1.0').replace('Host: a.example\r\n', '');
  const { status, headers, text } = await exchangeOne(api.url, head + QUERY);
  expect([status, headers['connection'], text]).toEqual([200, 'close', '{"data":{"__typename":"Query"}}\n']);
});

test('N06 100 header lines are read, and among them a credential that is there twice', async () => {
  const filling = 'a: b\r\n'.repeat(94);
  const token = 'Authorization: Bearer a\r\n';
  const one = await exchangeOne(
    api.url,
    `${postHead(QUERY.length, 'Connection: close').slice(0, -2)}${filling}${token}\r\n${QUERY}`,
  );
  expect(one.status).toBe(200);
  const two = await exchangeOne(
    api.url,
    `${postHead(QUERY.length, 'Connection: close').slice(0, -2)}${filling.slice(6)}${token}${token}\r\n${QUERY}`,
  );
  expect([two.status, JSON.parse(two.text).errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
});

test('H10 an expectation of a HEAD is refused by a head alone', async () => {
  const socket = await open(api.url);
  socket.write(`HEAD /graphql HTTP/1.1\r\n${host}Expect: money\r\n\r\n`);
  const wire = await readAll(socket);
  expect(wire).toMatch(/^HTTP\/1\.1 417 Expectation Failed\r\n[^{]+\r\n\r\n$/);
});

test('H04 a length that is too small: what is left over is no answer to the first request', async () => {
  const answers = await exchange(api.url, postHead(QUERY.length) + QUERY + QUERY);
  expect(answers.map(({ status }) => status)).toEqual([200]);
});

test('H10 what follows on a connection waits for the answers that are owed', async () => {
  const slow = JSON.stringify({
    query:
      '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") { name } }',
  });
  await upstream.fault({ fault: { kind: 'latency', ms: 500 } });
  const socket = await open(api.url);
  socket.write(`${postHead(slow.length, 'Authorization: Bearer sandbox-altostrat')}${slow}`);
  while ((await upstream.paths()).length === 0);
  socket.write('garbage\r\n\r\n');
  const wire = await readAll(socket);
  await upstream.clearFaults();
  expect(wire).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(wire).toContain('Acme United States');
  expect(wire.split('HTTP/1.1').length).toBe(2);
});

test('N09 every refusal can be found in the log by its id, and none of its bytes', async () => {
  const answer = await exchangeOne(api.url, `${get}${host}canary: \0\r\n\r\n`);
  const id = answer.headers['x-request-id'] ?? 'none';
  while (!api.output().includes(id)) await fetch(`${api.url}/healthz`);
  const line =
    api
      .output()
      .split('\n')
      .find((each) => each.includes(id)) ?? '';
  expect(JSON.parse(line)).toMatchObject({ status: 400, why: 'HPE_INVALID_HEADER_TOKEN', msg: 'refused' });
  // Neither as text nor as the numbers of its bytes.
  for (const spelling of ['canary', '99,97,110,97,114,121', 'Y2FuYXJ5', 'Buffer']) {
    expect([spelling, api.output().includes(spelling)]).toEqual([spelling, false]);
  }
});

test('H10 a client that resets its connection is answered nothing, and nothing comes of it', async () => {
  const socket = await open(api.url);
  socket.write(postHead(10));
  socket.resetAndDestroy();
  await once(socket, 'close');
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
});

test('H04 the refusal of a body reaches a client that sends all of it before it reads', async () => {
  const socket = await open(api.url);
  const ends: unknown[] = [];
  socket.on('error', ({ message }) => ends.push(message)).on('end', () => ends.push('end'));
  const bytes = `${postHead(600_000)}${'x'.repeat(600_000)}`;
  // The first half is refused before the second is sent.
  socket.write(bytes.slice(0, 300_000));
  await fetch(`${api.url}/healthz`);
  await new Promise((resolve) => socket.write(bytes.slice(300_000), resolve));
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 413 .*"BAD_REQUEST"/s);
  expect(ends).toEqual(['end']);
});
