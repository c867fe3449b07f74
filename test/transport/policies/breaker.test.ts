import { BillingError } from '../../../src/errors/billing-error.js';
import type { Exchange } from '../../../src/transport/exchange.js';
import { breaker } from '../../../src/transport/policies/breaker.js';
import type { Policy } from '../../../src/transport/policy.js';
import { FakeProvider, settled, toCall, toExchange } from '../upstream-call.js';

/** A provider that does not answer is not waited for again and again; nobody is cut off by somebody else. */

const TIMEOUT_MS = 100;

let nowMs: number;
let policy: Policy;
let provider: FakeProvider;
beforeEach(() => {
  nowMs = 1_000_000;
  policy = breaker({ provider: 'NORTHFLANK', timeoutMs: TIMEOUT_MS, monotonicMs: () => nowMs });
  provider = new FakeProvider(() => nowMs);
});

/** A call that begins now, or how long it is refused for. */
function begin(token = 'token-of-a'): Exchange | number {
  const exchange = toExchange(toCall({ token }));
  try {
    policy(exchange, provider.next).catch(() => undefined);
    return exchange;
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    expect([error.code, error.facts.provider]).toEqual(['UPSTREAM_UNAVAILABLE', 'NORTHFLANK']);
    return Number(error.facts.retryAfterMs);
  }
}

function begun(token?: string): Exchange {
  const exchange = begin(token);
  if (typeof exchange === 'number') throw new Error('The call was not made.');
  return exchange;
}

function mayCall(token?: string): boolean {
  return typeof begin(token) !== 'number';
}

async function runOut(...exchanges: readonly Exchange[]): Promise<void> {
  for (const exchange of exchanges) exchange.end('late', new BillingError('UPSTREAM_TIMEOUT', 'late'));
  await settled();
}

async function leave(exchange: Exchange): Promise<void> {
  exchange.end('left', new BillingError('UPSTREAM_TIMEOUT', 'The client went away.'));
  await settled();
}

async function answer(exchange: Exchange): Promise<void> {
  provider.answer(exchange);
  await settled();
}

/** A call that begins now and ends by its deadline. */
async function timeOut(): Promise<void> {
  const exchange = begun();
  nowMs += TIMEOUT_MS;
  await runOut(exchange);
}

/** Nobody is answered, so one call tells. */
const goDown = timeOut;

/** Another credential's call is answered while this one's runs out of time. */
async function timeOutAlone(): Promise<void> {
  const exchange = begun();
  nowMs += TIMEOUT_MS;
  await answer(begun('token-of-others'));
  await runOut(exchange);
}

/** A call that fails at once: with the provider's word for it, or without a connection. */
async function fail(token: string, how: 'failed' | 'unreachable'): Promise<void> {
  const exchange = begun(token);
  if (how === 'unreachable') exchange.loss = 'unsent';
  const upstream = how === 'failed' ? { status: 503 } : undefined;
  provider.fail(exchange, new BillingError('UPSTREAM_UNAVAILABLE', 'no', { upstream }));
  await settled();
}

test('F24 a provider that answers nobody is left alone after one call, and for how long is said', async () => {
  await goDown();
  expect(begin()).toBe(5000);
  nowMs += 1999.5;
  expect(begin()).toBe(3001);
});

test('F24 one that answers others is left alone after three calls in a row that ran out of time', async () => {
  await timeOutAlone();
  await timeOutAlone();
  expect(mayCall()).toBe(true);
  await timeOutAlone();
  expect([mayCall(), mayCall('token-of-others')]).toEqual([false, true]);
});

test('F24 an answer in between starts the count anew', async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    await timeOutAlone();
    await timeOutAlone();
    for (let answered = 0; answered < 3; answered += 1) await answer(begun());
  }
  expect(mayCall()).toBe(true);
});

test.each([400, 401, 403, 404, 409, 422, 429])('A16 a %i is an answer, however often', async (status) => {
  for (let turn = 0; turn < 100; turn += 1) {
    provider.fail(begun(), new BillingError('UPSTREAM_REJECTED', 'no', { upstream: { status } }));
    await settled();
  }
  expect(mayCall()).toBe(true);
});

test('A16 one credential whose calls fail is left without them after twenty, for a second; nobody else is', async () => {
  for (let turn = 0; turn < 19; turn += 1) await fail('token-of-a', 'failed');
  expect(mayCall()).toBe(true);
  await fail('token-of-a', 'failed');
  expect([begin(), mayCall('token-of-b')]).toEqual([1000, true]);
});

test('A16 two credentials are not all of them, three are', async () => {
  for (let turn = 0; turn < 18; turn += 1) await fail(`token-of-${turn % 2}`, 'failed');
  expect(mayCall('token-of-b')).toBe(true);
  nowMs += 10_001;
  for (let turn = 0; turn < 20; turn += 1) await fail(`token-of-${turn % 3}`, 'failed');
  expect([begin('token-of-b'), begin('token-of-0')]).toEqual([1000, 1000]);
});

test('U13 where more than half is answered, nobody is cut off', async () => {
  for (let turn = 0; turn < 100; turn += 1) {
    await fail(`token-of-${turn % 5}`, 'failed');
    await answer(begun(`token-of-${(turn + 1) % 5}`));
    await answer(begun(`token-of-${(turn + 2) % 5}`));
  }
  expect([0, 1, 2, 3, 4].map((each) => mayCall(`token-of-${each}`))).toEqual([true, true, true, true, true]);
});

test('F24 what happened more than ten seconds ago counts for nothing', async () => {
  for (let round = 0; round < 5; round += 1) {
    for (let turn = 0; turn < 19; turn += 1) await fail(`token-of-${turn % 3}`, 'failed');
    nowMs += 10_001;
  }
  expect([0, 1, 2].map((each) => mayCall(`token-of-${each}`))).toEqual([true, true, true]);
});

test('F24 three calls in a row without a connection tell for everybody: no caller can break one', async () => {
  await fail('token-of-a', 'unreachable');
  await fail('token-of-a', 'unreachable');
  await answer(begun('token-of-b'));
  await fail('token-of-a', 'unreachable');
  await fail('token-of-a', 'unreachable');
  expect(mayCall('token-of-c')).toBe(true);
  await fail('token-of-a', 'unreachable');
  expect([begin('token-of-a'), begin('token-of-b')]).toEqual([1000, 1000]);
});

test('F24 one probe for all: an answer ends the pause, each failure doubles it, up to a quarter of a minute', async () => {
  for (let turn = 0; turn < 3; turn += 1) await fail('token-of-a', 'unreachable');
  nowMs += 1000;
  for (const pauseMs of [2000, 4000, 8000, 15_000, 15_000]) {
    await fail('token-of-b', 'unreachable');
    expect(begin('token-of-c')).toBe(pauseMs);
    nowMs += pauseMs;
  }
  const probe = begun('token-of-b');
  expect(mayCall('token-of-c')).toBe(false);
  await answer(probe);
  expect(mayCall('token-of-c')).toBe(true);
});

test('F24 one that fails is not taken to be well by the answer to a call from before', async () => {
  const early = begun('token-of-b');
  for (let turn = 0; turn < 20; turn += 1) await fail(`token-of-${turn % 3}`, 'failed');
  await answer(early);
  expect(mayCall('token-of-b')).toBe(false);
});

test('F24 calls that waited at the same time count once', async () => {
  const together = Array.from({ length: 9 }, () => begun());
  nowMs += TIMEOUT_MS;
  await answer(begun('token-of-others'));
  await runOut(...together);
  expect(mayCall()).toBe(true);
});

test('F24 a call that waited for its turn, and had only the rest of its time, counts for nothing', async () => {
  for (let turn = 0; turn < 9; turn += 1) {
    const exchange = begun();
    exchange.hasWaited = true;
    nowMs += TIMEOUT_MS;
    await runOut(exchange);
  }
  expect(mayCall()).toBe(true);
});

test('F24 after five seconds one call finds out; the others do not wait for it, and are told until when', async () => {
  await goDown();
  nowMs += 4999;
  expect(mayCall()).toBe(false);
  nowMs += 1;
  const probe = begun();
  nowMs += 30;
  expect(begin()).toBe(TIMEOUT_MS - 30);
  await answer(probe);
  expect(mayCall()).toBe(true);
});

test('F24 each probe without an answer doubles the pause, up to a minute', async () => {
  await goDown();
  nowMs += 5000;
  for (const pauseMs of [10_000, 20_000, 40_000, 60_000, 60_000]) {
    await timeOut();
    expect(begin()).toBe(pauseMs);
    nowMs += pauseMs;
  }
  expect(mayCall()).toBe(true);
});

test('F24 a probe whose caller left has found out nothing: the next call does', async () => {
  await goDown();
  nowMs += 5000;
  await leave(begun());
  await timeOut();
  expect(begin()).toBe(10_000);
});

test('F24 whoever else leaves does not make a second probe', async () => {
  const early = begun();
  nowMs += 1;
  await goDown();
  nowMs += 5000;
  begun();
  await leave(early);
  expect(mayCall()).toBe(false);
});

test('F24 any answer ends the pause, also to a call that began before it', async () => {
  const early = begun();
  nowMs += 1;
  await goDown();
  expect(mayCall()).toBe(false);
  await answer(early);
  expect(mayCall()).toBe(true);
});

test('F24 a probe that is refused further down is none', async () => {
  await goDown();
  nowMs += 5000;
  const refuse = (): never => {
    throw new Error('refused');
  };
  expect(() => policy(toExchange(), refuse)).toThrow('refused');
  expect(mayCall()).toBe(true);
});

test('A16 one credential in pause, another not', async () => {
  await goDown();
  expect([mayCall('token-of-a'), mayCall('token-of-b')]).toEqual([false, true]);
});

test('F24 a call that was refused further on, before it was sent, is no answer of the provider’s', async () => {
  await timeOut();
  nowMs += 5000;
  const probe = toExchange();
  const refusal = new BillingError('RATE_LIMITED', 'not now');
  const refused = policy(probe, async () => {
    await Promise.resolve();
    probe.settle(refusal);
    throw refusal;
  });
  await refused.catch(() => undefined);
  // Nothing was found out: the next call is the probe, and the one after it is not made.
  expect([mayCall(), mayCall()]).toEqual([true, false]);
});
