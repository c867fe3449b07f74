import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startApi } from '../../support/api.js';
import { accountField } from '../../support/invoice-row.js';
import { startUpstream, type Upstream } from '../../support/upstream.js';

const ENTRY = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

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
    const api = await startApi({ ALTOSTRAT_URL: upstream.url });
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
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.errors).toMatchObject([{ extensions: { retryable: true } }]);
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

test('L02 a second SIGTERM ends the process at once', async () => {
  const api = await startApi({ ALTOSTRAT_URL: upstream.url });
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
  const api = await startApi({ ALTOSTRAT_URL: upstream.url, OPERATION_TIMEOUT_MS: '500' });
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
  const child = spawn(process.execPath, [ENTRY], { env });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (written += chunk));
  const [code] = await once(child, 'close');
  other.close();
  const line = `billing-graphql failed: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Choose another PORT.\n`;
  expect([code, written]).toEqual([1, line]);
});

test('L01 the embedded sandbox ends with the server', async () => {
  const api = await startApi({});
  const { data } = await api.ask(query);
  expect(data.billingAccount.name).toBe('Acme United States');
  expect(await api.stop()).toBe(0);
});
