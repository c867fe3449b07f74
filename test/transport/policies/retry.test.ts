import { CallBudget } from '../../../src/calls/call-budget.js';
import { BillingError } from '../../../src/errors/billing-error.js';
import type { Exchange } from '../../../src/transport/exchange.js';
import { pay } from '../../../src/transport/policies/pay.js';
import { retry } from '../../../src/transport/policies/retry.js';
import { toPipeline, type Next, type Policy } from '../../../src/transport/policy.js';
import { errorOf, FakeProvider, settled, toCall, toExchange } from '../upstream-call.js';

/** A call that is made again is one call to those who wait for it, and several to those who pay, count and learn. */

const { jest } = import.meta;

const TIMEOUT_MS = 10_000;

let nowMs: number;
let provider: FakeProvider;
let send: Next;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  nowMs = 0;
  provider = new FakeProvider(() => nowMs);
  send = toPipeline([policy(), pay()], provider.next);
});
afterEach(() => jest.useRealTimers());

function policy(): Policy {
  return retry({ timeoutMs: TIMEOUT_MS, monotonicMs: () => nowMs, random: () => 0.5 });
}

async function pass(ms: number): Promise<void> {
  nowMs += ms;
  jest.advanceTimersByTime(ms);
  await settled();
}

const down = new BillingError('UPSTREAM_UNAVAILABLE', 'down', { upstream: { status: 503 } });
const broken = new BillingError('UPSTREAM_UNAVAILABLE', 'broken off');
const refused = new BillingError('RATE_LIMITED', 'not now');

async function fail(attempt: number, error: Error = down, facts: Partial<Exchange> = {}): Promise<void> {
  const exchange = provider.sent[attempt] as Exchange;
  provider.fail(Object.assign(exchange, facts), error);
  await settled();
}

test('F24 what fails is made again after a wait, and the first answer is the answer', async () => {
  const exchange = toExchange();
  let overWith: unknown = 'not over';
  exchange.whenOver((_exchange, error) => (overWith = error));
  const answer = send(exchange);
  await fail(0);
  await pass(99);
  expect(provider.sent).toHaveLength(1);
  await pass(1);
  expect([provider.sent.length, overWith]).toEqual([2, 'not over']);
  provider.answer(provider.sent[1] as Exchange, 'at last');
  expect(overWith).toBeUndefined();
  expect(await answer).toBe('at last');
});

test('F24 after the third failure it has failed, with the last one', async () => {
  const exchange = toExchange();
  let overWith: unknown = 'not over';
  exchange.whenOver((_exchange, error) => (overWith = error));
  const failure = errorOf(async () => send(exchange));
  await fail(0);
  await pass(100);
  await fail(1);
  await pass(200);
  await fail(2, broken);
  expect([await failure, overWith, provider.sent.length]).toEqual([broken, broken, 3]);
});

test('U22 a kept connection that was closed is no trouble: the call is made again at once, whatever the budget', async () => {
  for (let turn = 0; turn < 100; turn += 1) {
    const answer = send(toExchange());
    await fail(turn * 2, broken, { loss: 'stale' });
    provider.answer(provider.sent[turn * 2 + 1] as Exchange, 'good');
    expect(await answer).toBe('good');
  }
});

test('U22 a second one in a row, and any other that breaks, is waited after', async () => {
  void send(toExchange());
  await fail(0, broken, { loss: 'stale' });
  await fail(1, broken, { loss: 'stale' });
  void send(toExchange());
  await fail(2, broken, { loss: 'broken' });
  expect(provider.sent).toHaveLength(3);
  await pass(100);
  expect(provider.sent).toHaveLength(4);
  await pass(100);
  expect(provider.sent).toHaveLength(5);
});

test.each([
  ['an answer that cannot be read', new BillingError('UPSTREAM_INVALID_RESPONSE', 'no')],
  ['a call that ran out of time', new BillingError('UPSTREAM_TIMEOUT', 'late')],
  ['a fault of ours', new TypeError('oops')],
])('F24 %s is not made again', async (_what, error) => {
  const failure = errorOf(async () => send(toExchange()));
  await fail(0, error);
  expect([await failure, provider.sent.length]).toEqual([error, 1]);
});

test('U14 a preview is made again where there was no connection, and nowhere else', async () => {
  const preview = { method: 'POST', body: {} } as const;
  void send(toExchange(toCall(), preview));
  await fail(0, broken, { loss: 'unsent' });
  await pass(100);
  expect(provider.sent).toHaveLength(2);
  const failure = errorOf(async () => send(toExchange(toCall(), preview)));
  await fail(2, broken, { loss: 'stale' });
  expect([await failure, provider.sent.length]).toEqual([broken, 3]);
});

test('F22 each attempt is paid for; without a call left there is none', async () => {
  const budget = new CallBudget(2);
  const failure = errorOf(async () => send(toExchange(toCall({ budget }))));
  await fail(0);
  await pass(100);
  expect([budget.made, budget.left]).toEqual([2, 0]);
  await fail(1);
  expect([await failure, provider.sent.length, budget.made]).toEqual([down, 2, 2]);
});

test('F22 a call that is gone by the time of the attempt leaves the failure as it was', async () => {
  const budget = new CallBudget(2);
  const failure = errorOf(async () => send(toExchange(toCall({ budget }))));
  await fail(0);
  budget.take();
  await pass(100);
  expect([await failure, provider.sent.length]).toEqual([down, 1]);
});

test('F24 an attempt that is refused below tells less than the failure before it', async () => {
  let begun = 0;
  const sending = toPipeline([policy()], async (exchange) => {
    begun += 1;
    if (begun > 1) throw refused;
    return provider.next(exchange);
  });
  const failure = errorOf(async () => sending(toExchange()));
  await fail(0);
  await pass(100);
  expect([await failure, begun]).toEqual([down, 2]);
});

test('F24 a refusal of the first attempt comes at once', () => {
  const refuse = (): never => {
    throw refused;
  };
  expect(() => policy()(toExchange(), refuse)).toThrow(refused);
});

test('F23 who leaves or runs out of time while it waits ends it, at once', async () => {
  const late = new BillingError('UPSTREAM_TIMEOUT', 'late');
  const exchange = toExchange();
  let overWith: unknown = 'not over';
  exchange.whenOver((_exchange, error) => (overWith = error));
  const failure = errorOf(async () => send(exchange));
  await fail(0);
  exchange.end('late', late);
  expect([await failure, overWith]).toEqual([late, late]);
  await pass(1000);
  expect([provider.sent.length, jest.getTimerCount()]).toEqual([1, 0]);
});

test('F23 who leaves while an attempt is under way ends that attempt', async () => {
  const left = new BillingError('UPSTREAM_TIMEOUT', 'left');
  const exchange = toExchange();
  const failure = errorOf(async () => send(exchange));
  await fail(0);
  await pass(100);
  exchange.end('left', left);
  expect(await failure).toBe(left);
  expect(provider.sent.map(({ ending }) => ending?.kind)).toEqual([undefined, 'left']);
});

test('U11 where all calls fail, a fifth of them and ten are made again', async () => {
  const all = Array.from({ length: 100 }, () => errorOf(async () => send(toExchange())));
  for (let attempt = 0; attempt < 100; attempt += 1) await fail(attempt);
  await pass(100);
  for (let attempt = 100; attempt < provider.sent.length; attempt += 1) await fail(attempt);
  await Promise.all(all);
  expect(provider.sent).toHaveLength(110);
});
