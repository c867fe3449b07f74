import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, type Api, type GraphqlAnswer } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { startUpstream, type Upstream, type UpstreamCall } from '../support/upstream.js';
import { accountField } from '../support/invoice-row.js';

/** Calls under way are bounded for each credential and each provider, and turns are shared fairly. */

let upstream: Upstream;
let a: string;
let b: string;

beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(async () => upstream?.close());
beforeEach(async () => {
  await upstream.reset();
  [a, b] = [await freshToken(upstream), await freshToken(upstream)];
});

async function served(environment: Record<string, string>, use: (api: Api) => Promise<void>): Promise<void> {
  const api = await startProcess({ ALTOSTRAT_URL: upstream.url, ...environment });
  try {
    await use(api);
  } finally {
    await api.stop();
  }
}

/** An operation of so many calls, each to an account of its own. */
async function ask(api: Api, token: string, name: string, calls: number): Promise<GraphqlAnswer> {
  const fields = Array.from(
    { length: calls },
    (_, index) => `a${index}: ${accountField(`cus_${name}_${index}`, 'ws_acme')} { name }`,
  );
  return api.ask(`{ ${fields.join(' ')} }`, { token });
}

/** The calls, once there are so many; the test's own timeout ends the wait. */
async function callsOnce(count: number): Promise<readonly UpstreamCall[]> {
  for (;;) {
    const calls = await upstream.calls();
    if (calls.length >= count) return calls;
    await sleep(10);
  }
}

const codes = ({ errors }: GraphqlAnswer): Record<string, number> =>
  errors.reduce<Record<string, number>>((counts, { message, extensions }) => {
    const key = `${String(extensions['code'])}: ${message}`;
    return { ...counts, [key]: (counts[key] ?? 0) + 1 };
  }, {});

const LATE = 'UPSTREAM_TIMEOUT: The provider did not answer within 1500 ms.';
const NO_TURN =
  'UPSTREAM_TIMEOUT: So many calls to the provider are under way that this one had no turn within 1350 ms.';

test('N08 of 36 calls with one credential 24 are under way, and no other credential waits for them', async () => {
  await served({ UPSTREAM_TIMEOUT_MS: '1500' }, async (api) => {
    await upstream.fault({ match: { token: a }, fault: { kind: 'hang' } });
    const asked = [ask(api, a, 'x', 18), ask(api, a, 'y', 18)];
    await callsOnce(24);
    const { errors } = await api.ask(`{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`, { token: b });
    expect(errors).toEqual([]);
    const calls = await upstream.calls();
    expect(calls.map(({ token }) => token)).toEqual([...Array<string>(24).fill(a), b]);
    // Those that had no turn were never sent, and say so.
    const [first, second] = await Promise.all(asked);
    expect([codes(first as GraphqlAnswer), codes(second as GraphqlAnswer)]).toEqual([
      { [LATE]: 18 },
      { [LATE]: 6, [NO_TURN]: 12 },
    ]);
    expect(await upstream.paths()).toHaveLength(25);
  });
});

/** Lets everything go that the provider holds, and holds nothing more. */
async function release(): Promise<void> {
  await upstream.clearFaults();
}

/** Waiting leaves no trace upstream; while the provider holds its calls, nothing else can happen either. */
const WHILE_HELD_MS = 1000;

test('N08 a provider that is full gives turns to the credentials in rotation', async () => {
  await served({ CALLS_AT_ONCE_PER_PROVIDER: '1' }, async (api) => {
    await upstream.fault({ fault: { kind: 'hold' } });
    const first = ask(api, a, 'x', 8);
    await callsOnce(1);
    const second = ask(api, b, 'y', 3);
    await sleep(WHILE_HELD_MS);
    expect(await upstream.paths()).toHaveLength(1);
    await release();
    await Promise.all([first, second]);
    const order = (await upstream.calls()).map(({ token }) => (token === a ? 'a' : 'b')).join('');
    expect(order).toBe('aabababaaaa');
    expect(await upstream.control('GET', '/calls')).toMatchObject({ maxInFlight: 1 });
  });
});

test('N08 a client that leaves takes its waiting calls out of the row', async () => {
  await served({ CALLS_AT_ONCE_PER_CREDENTIAL: '1' }, async (api) => {
    await upstream.fault({ fault: { kind: 'hold' } });
    const first = ask(api, a, 'x', 1);
    await callsOnce(1);
    const leaving = new AbortController();
    const left = api
      .ask(`{ ${accountField('cus_left', 'ws_acme')} { name } }`, { token: a, signal: leaving.signal })
      .catch((error: Error) => error.name);
    await sleep(WHILE_HELD_MS);
    leaving.abort();
    expect(await left).toBe('AbortError');
    await sleep(WHILE_HELD_MS);
    await release();
    await first;
    await ask(api, a, 'y', 1);
    expect((await upstream.paths()).map((path) => path.split('/').at(-1))).toEqual(['cus_x_0', 'cus_y_0']);
  });
});

test('N08 one operation of ten accounts does not wait for itself', async () => {
  await served({}, async (api) => {
    await upstream.fault({ fault: { kind: 'hold' } });
    const asked = ask(api, a, 'x', 10);
    await callsOnce(10);
    await release();
    await asked;
    expect(await upstream.control('GET', '/calls')).toMatchObject({ total: 10, maxInFlight: 10 });
  });
});
