import { once } from 'node:events';
import type { Socket } from 'node:net';
import { startProcess } from '../../support/api.js';
import { openSockets } from '../../support/process-figures.js';
import { api, startSystem, upstream } from '../../support/system.js';
import { exchangeOne, open, postHead, readAll } from '../../support/raw-http.js';

/** How many connections there may be, and who gives way. */

const MAX = 8;

startSystem({ MAX_CONNECTIONS: String(MAX) }, startProcess);

const QUESTION = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';

/** A client that has been answered and keeps its connection. */
async function kept(): Promise<Socket> {
  const socket = await open(api.url);
  socket.write(QUESTION);
  await once(socket, 'data');
  return socket;
}

/** A client whose operation waits for its provider. */
async function busy(accountId: string): Promise<Socket> {
  const query = `{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "${accountId}") { name } }`;
  const body = JSON.stringify({ query });
  const socket = await open(api.url);
  socket.write(`${postHead(body.length, 'Authorization: Bearer sandbox-altostrat')}${body}`);
  return socket;
}

test.each([
  ['that were answered', kept],
  ['that never asked', async () => open(api.url)],
])('H13 N07 2,000 idle connections %s keep nobody out', async (_what, connect) => {
  const sockets: Socket[] = [];
  for (let count = 0; count < 2000; count += 1) {
    const socket = await connect();
    sockets.push(socket.resume());
  }
  const { status } = await exchangeOne(
    api.url,
    QUESTION.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'),
  );
  expect(status).toBe(200);
  expect(await openSockets(api.url)).toBeLessThanOrEqual(MAX);
  // The longest idle had to go.
  expect(sockets[0]?.destroyed).toBe(true);
  for (const socket of sockets) socket.destroy();
});

test('H13 a connection with a request never gives way: the newcomer does, and is counted', async () => {
  await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
  await upstream.forget();
  const accounts = Array.from({ length: MAX }, (_, index) => `cus_acme_us${index === 0 ? '' : index}`);
  const answers = await Promise.all(accounts.map(busy));
  const read = answers.map(readAll);
  while ((await upstream.paths()).length < MAX) continue;
  const newcomer = await open(api.url);
  newcomer.write(QUESTION);
  expect(await readAll(newcomer)).toBe('');
  await upstream.clearFaults();
  for (const socket of answers) await once(socket, 'data');
  for (const socket of answers) socket.end();
  for (const wire of await Promise.all(read)) expect(wire).toMatch(/^HTTP\/1\.1 200 OK/);
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  expect(metrics).toMatch(/^billing_http_connections_dropped_total [1-9]/m);
});

test('H14 100 pipelined requests of two tenants: each answer is its own', async () => {
  const tokens = ['sandbox-altostrat', 'sandbox-altostrat-expired'];
  const query =
    '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") { name } }';
  const body = JSON.stringify({ query });
  const socket = await open(api.url);
  const last = (index: number) => (index === 99 ? ['Connection: close'] : []);
  for (let index = 0; index < 100; index += 1) {
    const credential = `Authorization: Bearer ${tokens[index % 2]}`;
    socket.write(`${postHead(body.length, credential, ...last(index))}${body}`);
  }
  const bodies = (await readAll(socket)).split('HTTP/1.1 200 OK').slice(1);
  expect(
    bodies.map((text) =>
      text.includes('Acme United States') ? 'named' : text.includes('UNAUTHENTICATED') ? 'refused' : text,
    ),
  ).toEqual(Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 'named' : 'refused')));
});
