import { isBillingError } from '../../../src/errors/billing-error.js';
import type { Exchange } from '../../../src/transport/exchange.js';
import { callsPerMinute } from '../../../src/transport/policies/calls-per-minute.js';
import { MinuteCounts } from '../../../src/transport/stores/minute-counts.js';
import type { Policy } from '../../../src/transport/policy.js';
import { errorOf, FakeProvider, settled, toCall, toExchange } from '../upstream-call.js';

/** A credential makes so many calls in a minute, and what is beyond is refused before it is one. */

let nowMs: number;
let policy: Policy;
let provider: FakeProvider;
beforeEach(() => {
  nowMs = 1_000_000;
  policy = limit(2);
  provider = new FakeProvider(() => nowMs);
});

function limit(perMinute: number, name: 'ALTOSTRAT' | 'NORTHFLANK' = 'NORTHFLANK'): Policy {
  const monotonicMs = (): number => nowMs;
  const options = { provider: name, monotonicMs, callCounts: new MinuteCounts({ perMinute }, monotonicMs) };
  const [only] = callsPerMinute(options);
  if (!only) throw new Error('There is no such policy.');
  return only;
}

/** What became of a call: undefined, where it was made. */
async function ask(token = 'token-of-a'): Promise<unknown> {
  const exchange = toExchange(toCall({ token }));
  const error = errorOf(() => policy(exchange, provider.next));
  await settled();
  if (exchange.sentAtMs === undefined) return error;
  provider.answer(exchange);
  return error;
}

test('F65 where no limit is set there is no such policy', () => {
  expect(callsPerMinute({ provider: 'NORTHFLANK', monotonicMs: () => nowMs })).toEqual([]);
});

test('F65 the last call that is allowed is made; the next is refused, and says when to come back', async () => {
  const outcomes = [await ask(), await ask(), await ask(), await ask()];
  expect(provider.sent).toHaveLength(2);
  expect(outcomes.slice(0, 2)).toEqual([undefined, undefined]);
  for (const outcome of outcomes.slice(2)) {
    if (!isBillingError(outcome, 'RATE_LIMITED')) throw new Error('It was not refused.');
    const { provider: name, retryAfterMs = 0 } = outcome.facts;
    expect([name, retryAfterMs > 59_000, retryAfterMs <= 60_000]).toEqual(['NORTHFLANK', true, true]);
  }
});

test('F65 once a wait is known, nothing is promised any more: the refusal comes at once', async () => {
  await ask();
  await ask();
  await ask();
  expect(() => policy(toExchange(), provider.next)).toThrow(/as many calls/);
});

test('F25 F65 one credential’s calls are nobody else’s', async () => {
  await ask();
  await ask();
  expect([await ask('token-of-b'), await ask('token-of-b')]).toEqual([undefined, undefined]);
});

test('F23 F65 who has left while it was counted makes no call', async () => {
  const exchange: Exchange = toExchange();
  const asked = policy(exchange, provider.next);
  const reason = new Error('The client went away.');
  exchange.end('left', reason);
  expect([await errorOf(() => asked), provider.sent]).toEqual([reason, []]);
});

test('F65 a refusal is over before anybody is told', async () => {
  policy = limit(1);
  await ask();
  const exchange = toExchange();
  const errors: unknown[] = [];
  exchange.whenOver((_exchange, error) => errors.push(error));
  const error = await errorOf(() => policy(exchange, provider.next));
  expect(errors).toEqual([error]);
});
