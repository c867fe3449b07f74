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

async function goDown(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await timeOut();
}

test('F24 after three calls in a row that ran out of time, no call is made, and for how long is said', async () => {
  await goDown();
  expect(begin()).toBe(5000);
  nowMs += 1999.5;
  expect(begin()).toBe(3001);
});

test('F24 an answer in between starts the count anew', async () => {
  for (let turn = 0; turn < 9; turn += 1) {
    await timeOut();
    await timeOut();
    await answer(begun());
  }
  expect(mayCall()).toBe(true);
});

test.each([
  ['a failure', new BillingError('UPSTREAM_UNAVAILABLE', 'no')],
  [
    "the provider's own word that it waited in vain",
    new BillingError('UPSTREAM_TIMEOUT', 'no', { upstream: { status: 504 } }),
  ],
])('F24 %s in time is an answer', async (_what, error) => {
  for (let turn = 0; turn < 9; turn += 1) {
    await timeOut();
    await timeOut();
    provider.fail(begun(), error);
    await settled();
  }
  expect(mayCall()).toBe(true);
});

test('F24 no connection in time is no answer', async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    const exchange = begun();
    nowMs += 1;
    provider.fail(exchange, new BillingError('UPSTREAM_TIMEOUT', 'no connection'));
    await settled();
  }
  expect(mayCall()).toBe(false);
});

test('F24 calls that waited at the same time count once', async () => {
  const together = Array.from({ length: 9 }, () => begun());
  nowMs += TIMEOUT_MS;
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
  await timeOut();
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
