import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startProcess, type Api } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Faults that nothing caught: the process says so without a credential, finishes what runs, and ends as failed. */

const CRASH = fileURLToPath(new URL('../support/crash.mjs', import.meta.url));
const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;

let upstream: Upstream;
let api: Api;

beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(async () => upstream?.close());
beforeEach(async () => {
  api = await startProcess({ ALTOSTRAT_URL: upstream.url, NODE_OPTIONS: `--import=${CRASH}` });
});
afterEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

test.each([
  ['SIGUSR2', 'an unhandled rejection', { type: 'Error', message: 'Rejected with [redacted]' }],
  [
    'SIGWINCH',
    'an exception in a timer',
    { type: 'TypeError', message: 'Thrown with [redacted]', packet: '[bytes]' },
  ],
] as const)(
  'N16 L06 after %s (%s) what runs is finished, and the process ends as failed',
  async (signal, _what, err) => {
    await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
    const running = api.ask(query);
    while ((await upstream.paths()).length === 0) continue;
    const exited = once(api.process, 'exit');
    api.process.kill(signal);
    while (!api.output().includes('"crash"')) await fetch(`${api.url}/healthz`);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(503);
    expect((await api.ask(query)).errors[0]?.extensions['code']).toBe('SHUTTING_DOWN');
    expect((await running).data).toEqual({ billingAccount: { name: 'Acme United States' } });
    expect(await exited).toEqual([1, null]);
    const lines = api
      .output()
      .split('\n')
      .filter((line) => line.includes('crash') && line.startsWith('{'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 60, msg: 'crash', err }]);
    expect(api.output()).not.toContain('canary');
  },
);

test('N16 N09 what libraries and Node write to stderr is scrubbed as well', async () => {
  api.process.kill('SIGURG');
  while (!api.output().includes('Warned')) await fetch(`${api.url}/healthz`);
  expect(api.output()).toContain('Written with [redacted]');
  expect(api.output()).toContain('Warned with [redacted]');
  expect(api.output()).not.toContain('canary');
  expect(await api.stop()).toBe(0);
});

test('N16 a crash while it stops anyway still ends as failed', async () => {
  await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
  const running = api.ask(query);
  while ((await upstream.paths()).length === 0) continue;
  const code = api.stop();
  while ((await fetch(`${api.url}/readyz`)).status !== 503) continue;
  api.process.kill('SIGUSR2');
  expect((await running).status).toBe(200);
  expect(await code).toBe(1);
});
