import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type Api } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { findTokens } from '../support/token-watch.js';
import { until } from '../support/until.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** A token is in the server's memory while its operation runs, and no longer: beyond that a digest stands for it. */

let upstream: Upstream;
let api: Api;
const folder = mkdtempSync(join(tmpdir(), 'billing-heap-'));

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startProcess({
    ALTOSTRAT_URL: upstream.url,
    CACHE_MAX_AGE_MS: '60000',
    CACHE_LIST_MS: '60000',
    CALLS_PER_MINUTE_PER_CREDENTIAL: '600',
    LOG_LEVEL: 'trace',
    UPSTREAM_TIMEOUT_MS: '60000',
    OPERATION_TIMEOUT_MS: '60000',
    NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR1 --diagnostic-dir=${folder}`,
  });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
  rmSync(folder, { recursive: true });
});

const acme = accountField('cus_acme_us', 'ws_acme');
const list = `{ ${acme} { name invoices(first: 200) { nodes { number lines { nodes { description } } } } } }`;
const change = '{ workspaceId: "ws_acme", accountId: "cus_acme_us", subscriptionId: "sub_acme_us_monthly" }';

/** Operations of all kinds, by the token of each. */
const ended: Readonly<Record<string, string>> = {
  'heap-token-that-reads': list,
  'heap-token-that-previews': `mutation { previewInvoice(input: ${change}) { preview { status } } }`,
  'heap-token-that-is-mistaken': '{ nothing }',
  'heap-token-that-nobody-knows': list,
  'heap-token-that-is-turned-away': list,
  'heap-token-of-a-failure': `{ ${acme} { subscriptions { nodes { status } } } }`,
  'heap-token-that-leaves': `{ ${acme} { email } }`,
};
const HELD = 'heap-token-that-waits';

const END_BYTES = 16;
/** The server stands still meanwhile. */
const SNAPSHOT_MS_MAX = 60_000;

function readEnd(file: string): string {
  const [descriptor, { size }] = [openSync(file, 'r'), statSync(file)];
  const end = Buffer.alloc(END_BYTES);
  const count = readSync(descriptor, end, 0, END_BYTES, Math.max(0, size - END_BYTES));
  closeSync(descriptor);
  return end.toString('utf8', 0, count).trimEnd();
}

/** Of these tokens those that the server has in its memory, after a collection. */
async function tokensInMemory(): Promise<readonly string[]> {
  api.process.kill('SIGUSR1');
  // It is written piece by piece, and ends with its texts.
  const isWhole = (name: string): boolean => readEnd(join(folder, name)).endsWith('"]}');
  await until(() => readdirSync(folder).some(isWhole), SNAPSHOT_MS_MAX);
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  return findTokens(text, [...Object.keys(ended), HELD]);
}

test('N19 memory holds the token of an operation that runs, and none of those that have ended', async () => {
  for (const token of [...Object.keys(ended), HELD].filter((each) => !each.includes('nobody')))
    await upstream.control('POST', '/tokens', { token, provider: 'altostrat', workspaces: ['ws_acme'] });
  const match = (token: string) => ({ match: { token } });
  await upstream.fault({
    ...match('heap-token-that-is-turned-away'),
    fault: { kind: 'rateLimit', retryAfter: 60 },
  });
  await upstream.fault({ ...match('heap-token-of-a-failure'), fault: { kind: 'status', status: 500 } });
  for (const token of [HELD, 'heap-token-that-leaves'])
    await upstream.fault({ ...match(token), fault: { kind: 'hold' } });
  for (const [token, query] of Object.entries(ended).filter(([each]) => !each.includes('leaves')))
    await Promise.all([1, 2, 3].map(async () => api.ask(query, { token })));
  const leaving = new AbortController();
  const left = api.ask(ended['heap-token-that-leaves'] as string, {
    token: 'heap-token-that-leaves',
    signal: leaving.signal,
  });
  await until(async () => (await upstream.calls()).some(({ token }) => token === 'heap-token-that-leaves'));
  leaving.abort();
  await expect(left).rejects.toThrow('abort');
  await until(async () => (await upstream.calls()).some(({ aborted }) => aborted));
  const held = api.ask(list, { token: HELD });
  await until(async () => (await upstream.calls()).some(({ token }) => token === HELD));
  expect(await tokensInMemory()).toEqual([HELD]);
  await upstream.clearFaults();
  expect((await held).errors).toEqual([]);
  expect(await tokensInMemory()).toEqual([]);
}, 180_000);
