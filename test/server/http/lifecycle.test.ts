import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { startProcess } from '../../support/api.js';
import { accountField } from '../../support/invoice-row.js';
import { open, parseAnswers, postHead, readAll } from '../../support/raw-http.js';
import { startUpstream, type Upstream } from '../../support/upstream.js';
import { START_WORDS } from '../../support/start-words.js';

let upstream: Upstream;

beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(async () => upstream?.close());
afterEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;

async function untilCalled(count: number): Promise<void> {
  while ((await upstream.paths()).length < count);
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'L01 %s: what runs is finished, nothing new is taken, exit code 0',
  async (signal) => {
    const api = await startProcess({ ALTOSTRAT_URL: upstream.url });
    await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
    const tokens = ['sandbox-altostrat', 'sandbox-altostrat-expired'];
    const running = tokens.map(async (token) => api.ask(query, { token }));
    const idle = connect(Number(new URL(api.url).port), '127.0.0.1');
    await Promise.all([untilCalled(2), once(idle, 'connect')]);
    const exited = once(api.process, 'exit');
    api.process.kill(signal);
    await once(idle.resume(), 'close');
    const ready = await fetch(`${api.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }]);
    const answer = await api.ask('{ __typename }');
    const answered503 = ['retry-after', 'connection', 'x-request-id'].map((name) => answer.headers.get(name));
    expect([answer.status, ...answered503]).toEqual([503, '1', 'close', expect.any(String)]);
    expect(answer.errors).toEqual([
      {
        message: 'This server is stopping. Ask another one.',
        extensions: { code: 'SHUTTING_DOWN', retryable: true, correlationId: answered503[2] },
      },
    ]);
    const [answered, refused] = await Promise.all(running);
    expect([answered?.status, answered?.data]).toEqual([
      200,
      { billingAccount: { name: 'Acme United States' } },
    ]);
    expect(refused?.errors[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    expect(answered?.headers.get('connection')).toBe('close');
    expect(await exited).toEqual([0, null]);
  },
);

test('L01 SIGTERM under load: every answer is whole, refused ones say SHUTTING_DOWN, and the end does not wait for the load', async () => {
  const api = await startProcess({ ALTOSTRAT_URL: upstream.url });
  await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
  const running = api.ask(query);
  const seen = new Set<string>();
  let isStopped = false;
  // Clients that ask again as soon as they are answered, until nobody listens any more.
  const clients = Array.from({ length: 20 }, async () => {
    while (!isStopped) {
      const answer = await api.ask('{ __typename }').catch((fault: Error) => fault);
      if ('cause' in answer) expect(isRefused(answer)).toBe(true);
      else if ('status' in answer)
        seen.add(`${answer.status} ${answer.data?.__typename ?? answer.errors[0]?.extensions['code']}`);
    }
  });
  await untilCalled(1);
  const begun = performance.now();
  expect(await api.stop()).toBe(0);
  isStopped = true;
  await Promise.all(clients);
  expect((await running).data).toEqual({ billingAccount: { name: 'Acme United States' } });
  expect([...seen].toSorted()).toEqual(['200 Query', '503 SHUTTING_DOWN']);
  // The drain's own limit, which a load that never ceases would use up.
  expect(performance.now() - begun).toBeLessThan(30_000);
});

/** No one listens, or the connection was closed with nothing asked on it. */
function isRefused({ cause }: { cause?: unknown }): boolean {
  const { code } = cause as { code?: string };
  return ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes(code ?? '');
}

const TYPENAME = JSON.stringify({ query: '{ __typename }' });
const asking = `${postHead(TYPENAME.length)}${TYPENAME}`;

test('L01 a request that comes on an idle connection as the end begins is refused in words, and not broken off', async () => {
  const api = await startProcess({ ALTOSTRAT_URL: upstream.url });
  const socket = await open(api.url);
  const answers = readAll(socket);
  socket.write(asking);
  await once(socket, 'data');
  const code = api.stop();
  while ((await fetch(`${api.url}/readyz`)).status !== 503) continue;
  socket.write(asking);
  expect(parseAnswers(await answers).map(({ status }) => status)).toEqual([200, 503]);
  expect(await code).toBe(0);
});

test('L01 so is one on a connection that was made just before nobody listens any more', async () => {
  const api = await startProcess({ ALTOSTRAT_URL: upstream.url });
  await upstream.fault({ fault: { kind: 'hold' } });
  const running = api.ask(query);
  await untilCalled(1);
  const code = api.stop();
  while ((await fetch(`${api.url}/readyz`)).status !== 503) continue;
  // Beyond the time that is left to connections that were idle before.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const socket = await open(api.url);
  const answers = readAll(socket);
  await upstream.clearFaults();
  expect((await running).data).toEqual({ billingAccount: { name: 'Acme United States' } });
  while (await isListening(api.url)) continue;
  socket.write(asking);
  expect(parseAnswers(await answers).map(({ status }) => status)).toEqual([503]);
  expect(await code).toBe(0);
});

async function isListening(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

test('L02 clients that pipelined and left do not hold the end up', async () => {
  const api = await startProcess({ ALTOSTRAT_URL: upstream.url });
  await upstream.fault({ fault: { kind: 'hang' } });
  const socket = await open(api.url);
  const body = JSON.stringify({ query });
  const token = 'Authorization: Bearer sandbox-altostrat';
  socket.write(`${postHead(body.length, token)}${body}`.repeat(5));
  await untilCalled(1);
  socket.resetAndDestroy();
  const begun = performance.now();
  expect(await api.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('L02 a second SIGTERM ends the process at once', async () => {
  const api = await startProcess({ ALTOSTRAT_URL: upstream.url });
  await upstream.fault({ fault: { kind: 'hang' } });
  const running = api.ask(query).catch(() => 'broken off');
  await untilCalled(1);
  const idle = connect(Number(new URL(api.url).port), '127.0.0.1');
  await once(idle, 'connect');
  const exited = once(api.process, 'exit');
  api.process.kill('SIGTERM');
  await once(idle.resume(), 'close');
  api.process.kill('SIGTERM');
  expect(await exited).toEqual([null, 'SIGTERM']);
  expect(await running).toBe('broken off');
});

test('L02 a provider that never answers holds the end up no longer than the deadline', async () => {
  const api = await startProcess({ ALTOSTRAT_URL: upstream.url, OPERATION_TIMEOUT_MS: '500' });
  await upstream.fault({ fault: { kind: 'hang' } });
  const running = api.ask(query);
  await untilCalled(1);
  const code = api.stop();
  expect((await running).errors[0]?.extensions['code']).toBe('UPSTREAM_TIMEOUT');
  expect(await code).toBe(0);
});

test('L03 a port in use ends the start with one line and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const env = { PATH: process.env['PATH'], PORT: String(port), ALTOSTRAT_URL: upstream.url };
  const child = spawn(process.execPath, START_WORDS, { env });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (written += chunk));
  const [code] = await once(child, 'close');
  other.close();
  const line = `billing-graphql failed: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Choose another PORT.\n`;
  expect([code, written]).toEqual([1, line]);
});

test('L01 the embedded sandbox ends with the server', async () => {
  const api = await startProcess({});
  const { data } = await api.ask(query);
  expect(data.billingAccount.name).toBe('Acme United States');
  expect(await api.stop()).toBe(0);
});
