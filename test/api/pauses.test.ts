import { setTimeout as sleep } from 'node:timers/promises';
import { startApi, startProcess, type Api } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** A provider that says when to come back is not asked before; nor is one that turned somebody away without a word. */

let upstream: Upstream;
let api: Api;
/** The same, with a clock that leaps an hour forth and back all the time. */
let leaping: Api;

beforeAll(async () => {
  upstream = await startUpstream();
  const environment = {
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    UPSTREAM_TIMEOUT_MS: '1500',
  };
  const clock = new URL('../support/leaping-clock.mjs', import.meta.url).href;
  [api, leaping] = await Promise.all([
    startApi(environment),
    startProcess({ ...environment, NODE_OPTIONS: `--import=${clock}` }),
  ]);
});
afterAll(async () => {
  await Promise.all([api?.stop(), leaping?.stop()]);
  await upstream?.close();
});
beforeEach(async () => upstream.reset());

interface Outcome {
  readonly code: unknown;
  readonly retryAfterMs: unknown;
}

const altostrat = `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices(first: 1) { nodes { id } } } }`;
const northflank =
  '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 1) { nodes { id } } } }';

/** Asks so many times, one after the other. */
async function askTimes(
  count: number,
  token: string,
  { query = altostrat, on = api } = {},
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const headers = { 'northflank-authorization': `Bearer ${token}` };
  for (let turn = 0; turn < count; turn += 1) {
    const { errors } = await on.ask(query, { token, headers });
    const extensions = errors[0]?.extensions ?? {};
    outcomes.push({ code: extensions['code'], retryAfterMs: extensions['retryAfterMs'] });
  }
  return outcomes;
}

/** Each of the outcomes is a refusal that tells no more than the whole wait, and each tells less than the one before. */
function expectShrinking(outcomes: readonly Outcome[], wholeMs: number): void {
  expect(outcomes.map(({ code }) => code)).toEqual(outcomes.map(() => 'RATE_LIMITED'));
  const waits = outcomes.map(({ retryAfterMs }) => Number(retryAfterMs));
  expect(waits).toEqual(waits.toSorted((one, other) => other - one));
  expect(Math.max(...waits)).toBeLessThanOrEqual(wholeMs);
  expect(Math.min(...waits)).toBeGreaterThan(wholeMs - 30_000);
}

test.each([
  ['seconds', '60'],
  ['a date of today', () => new Date(Date.now() + 60_000).toUTCString()],
  ['a date as RFC 850 has it', () => toRfc850(new Date(Date.now() + 60_000))],
  ['a date as asctime has it', () => toAsctime(new Date(Date.now() + 60_000))],
])('F30 Altostrat’s 429 that names %s: five requests are one call', async (_what, retryAfter) => {
  const value = typeof retryAfter === 'string' ? retryAfter : retryAfter();
  await upstream.fault({ fault: { kind: 'rateLimit', retryAfter: value } });
  expectShrinking(await askTimes(5, await freshToken(upstream)), 60_000);
  expect(await upstream.paths()).toHaveLength(1);
});

const [weekday, day, month, year, time] = [0, 1, 2, 3, 4];
/** `Sun, 06 Nov 1994 08:49:37 GMT`, taken apart. */
const partsOf = (date: Date): string[] => date.toUTCString().replace(',', '').split(' ');

function toRfc850(date: Date): string {
  const parts = partsOf(date);
  const whole = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
  return `${whole}, ${parts[day]}-${parts[month]}-${parts[year]?.slice(2)} ${parts[time]} GMT`;
}

function toAsctime(date: Date): string {
  const parts = partsOf(date);
  return `${parts[weekday]} ${parts[month]} ${parts[day]?.replace(/^0/, ' ')} ${parts[time]} ${parts[year]}`;
}

test.each([
  ['Altostrat', altostrat, 'altostrat'],
  ['Northflank', northflank, 'northflank'],
] as const)(
  'F30 a 429 of %s without a word is a pause of a second, for that credential alone',
  async (_name, query, provider) => {
    const [token, other] = [await freshToken(upstream, provider), await freshToken(upstream, provider)];
    const headers = {};
    await upstream.fault({ match: { provider }, fault: { kind: 'status', status: 429, headers }, times: 1 });
    const [first, ...rest] = await askTimes(5, token, { query });
    expect(first).toEqual({ code: 'RATE_LIMITED', retryAfterMs: undefined });
    expectShrinking(rest, 1000);
    expect(await upstream.paths()).toHaveLength(1);
    expect(await askTimes(1, other, { query })).toEqual([{ code: undefined, retryAfterMs: undefined }]);
    await sleep(1000);
    expect(await askTimes(1, token, { query })).toEqual([{ code: undefined, retryAfterMs: undefined }]);
  },
);

test('F24 a provider that is left alone for its silence says for how long', async () => {
  await upstream.fault({ fault: { kind: 'hang' } });
  const outcomes = await askTimes(4, await freshToken(upstream));
  expect(outcomes.map(({ code }) => code)).toEqual([
    'UPSTREAM_TIMEOUT',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_UNAVAILABLE',
  ]);
  const wait = Number(outcomes[3]?.retryAfterMs);
  expect([wait > 0, wait <= 5000]).toEqual([true, true]);
});

test('N14 a clock that leaps changes no wait for a quota', async () => {
  await upstream.fault({ fault: { kind: 'rateLimit', retryAfter: 60 } });
  expectShrinking(await askTimes(5, await freshToken(upstream), { on: leaping }), 60_000);
  expect(await upstream.paths()).toHaveLength(1);
});

test('N14 a clock that leaps neither begins nor ends a pause', async () => {
  const token = await freshToken(upstream);
  await upstream.fault({ fault: { kind: 'hang' } });
  const outcomes = await askTimes(5, token, { on: leaping });
  const [late, down] = ['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE'];
  expect(outcomes.map(({ code }) => code)).toEqual([late, down, down, down, down]);
  expect(await upstream.paths()).toHaveLength(1);
  await upstream.clearFaults();
  await sleep(5000);
  expect(await askTimes(1, token, { on: leaping })).toEqual([{ code: undefined, retryAfterMs: undefined }]);
});
