import { BillingError, isBillingError } from '../../../src/errors/billing-error.js';
import type { RateLimit } from '../../../src/transport/answer/rate-limit.js';
import type { Exchange } from '../../../src/transport/exchange.js';
import { quota } from '../../../src/transport/policies/quota.js';
import type { Policy } from '../../../src/transport/policy.js';
import { errorOf, FakeProvider, settled, toCall, toExchange } from '../upstream-call.js';

/** Whom the provider does not want to hear from does not ask. */

let nowMs: number;
let policy: Policy;
let provider: FakeProvider;
beforeEach(() => {
  nowMs = 1_000_000;
  policy = quota({ provider: 'NORTHFLANK', monotonicMs: () => nowMs });
  provider = new FakeProvider(() => nowMs);
});

/** Begins a call; undefined: it may not be made. */
function begin(token = 'token-of-a'): Exchange | undefined {
  const exchange = toExchange(toCall({ token }));
  try {
    void policy(exchange, provider.next).catch(() => undefined);
    return exchange;
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    return undefined;
  }
}

/** How long the credential has to wait; undefined: it may call. */
function waitOf(token = 'token-of-a'): number | undefined {
  try {
    const exchange = toExchange(toCall({ token }));
    void policy(exchange, provider.next);
    return undefined;
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    const { code, retryable, facts } = error;
    expect([code, retryable, facts.provider]).toEqual(['RATE_LIMITED', true, 'NORTHFLANK']);
    return facts.retryAfterMs;
  }
}

const nothing: RateLimit = { remaining: undefined, resetMs: undefined, retryAfterMs: undefined };

/** The answer to a call that has begun. */
async function answer(
  exchange: Exchange | undefined,
  status: number,
  rateLimit: Partial<RateLimit> = {},
): Promise<void> {
  if (!exchange) throw new Error('The call was not made.');
  exchange.head = { status, rateLimit: { ...nothing, ...rateLimit } };
  provider.answer(exchange);
  await Promise.resolve();
}

const ask = async (status: number, rateLimit?: Partial<RateLimit>, token?: string): Promise<void> =>
  answer(begin(token), status, rateLimit);

test.each<[string, Partial<RateLimit>, number | undefined]>([
  ['none left waits for the reset', { remaining: 0, resetMs: 5000 }, 5000],
  ['fewer than none left waits for the reset', { remaining: -1, resetMs: 5000 }, 5000],
  ['one left may call', { remaining: 1, resetMs: 5000 }, undefined],
  ['an answer that says nothing may call', {}, undefined],
  ['a reset without a count may call', { resetMs: 5000 }, undefined],
  ['none left without a reset may call: nobody knows until when', { remaining: 0 }, undefined],
  ['a reset that has come may call', { remaining: 0, resetMs: 0 }, undefined],
])('F30 %s', async (_what, notice, wait) => {
  await ask(200, notice);
  expect(waitOf()).toBe(wait);
});

test('F30 a credential that nothing is known of may call', () => {
  expect(waitOf()).toBeUndefined();
});

test('F30 the wait shrinks with time and ends with the reset', async () => {
  await ask(200, { remaining: 0, resetMs: 5000 });
  nowMs += 4998.5;
  expect(waitOf()).toBe(2);
  nowMs += 1.5;
  expect(waitOf()).toBeUndefined();
});

test('F25 one credential waits, another does not', async () => {
  await ask(200, { remaining: 0, resetMs: 5000 });
  expect([waitOf('token-of-a'), waitOf('token-of-b')]).toEqual([5000, undefined]);
});

test('F30 answers that were under way before the quota ended do not open it again; the latest word on the wait counts', async () => {
  const [first, second, third] = [begin(), begin(), begin()];
  await answer(first, 200, { remaining: 0, resetMs: 5000 });
  await answer(second, 200, { remaining: 3, resetMs: 5000 });
  expect(waitOf()).toBe(5000);
  await answer(third, 200, { remaining: 0, resetMs: 9000 });
  expect(waitOf()).toBe(9000);
});

test('F30 who was turned away comes back when told', async () => {
  await ask(429, { retryAfterMs: 60_000 });
  nowMs += 59_000;
  expect(waitOf()).toBe(1000);
  nowMs += 1000;
  expect(waitOf()).toBeUndefined();
});

test.each([
  ['names no time', undefined],
  ['names a time that is over', 0],
])(
  'F30 a 429 that %s is a pause of a second, twice as long each further time, up to a minute',
  async (_what, retryAfterMs) => {
    for (const pauseMs of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
      await ask(429, { retryAfterMs });
      expect(waitOf()).toBe(pauseMs);
      nowMs += pauseMs;
    }
  },
);

test('F30 calls that are turned away together are turned away once', async () => {
  const together = Array.from({ length: 24 }, () => begin());
  nowMs += 10;
  for (const exchange of together) await answer(exchange, 429);
  expect(waitOf()).toBe(1000);
});

test.each([
  ['a success begins it anew', 200, 1000],
  ['another failure does not', 500, 4000],
])('F30 %s', async (_what, status, pauseMs) => {
  for (const waitMs of [1000, 2000]) {
    await ask(429);
    nowMs += waitMs;
  }
  await ask(status);
  await ask(429);
  expect(waitOf()).toBe(pauseMs);
});

test('F30 a success that was under way does not end the pause', async () => {
  const [slow, refused] = [begin(), begin()];
  await answer(refused, 429);
  await answer(slow, 200);
  expect(waitOf()).toBe(1000);
});

test('F30 a call that got no answer changes nothing', async () => {
  const exchange = begin();
  if (exchange) provider.fail(exchange, new Error('broken off'));
  await Promise.resolve();
  expect(waitOf()).toBeUndefined();
});

test('F30 of 10,000 credentials that are used up, all are remembered; of one more, the oldest is not', async () => {
  const tokens = Array.from({ length: 10_000 }, (_, index) => `token ${index}`);
  for (const token of tokens) await ask(200, { remaining: 0, resetMs: 5000 }, token);
  expect(tokens.map(waitOf)).toEqual(tokens.map(() => 5000));
  await ask(200, { remaining: 0, resetMs: 5000 }, 'one more');
  expect(['token 0', 'token 1', 'one more'].map(waitOf)).toEqual([undefined, 5000, 5000]);
});

/** A replica's policy over a board that is in everybody's sight. */
describe('with other replicas', () => {
  let told: [string, string, number][];
  let left: number | Promise<number>;
  beforeEach(() => {
    told = [];
    left = 0;
    policy = quota({
      provider: 'NORTHFLANK',
      monotonicMs: () => nowMs,
      pauses: {
        leftMs: () => left,
        tell: ({ credential }, name, waitMs) => void told.push([credential, name, waitMs]),
      },
    });
  });

  test.each<[string, number, Partial<RateLimit>, number | undefined]>([
    ['a quota that is used up', 200, { remaining: 0, resetMs: 5000 }, 5000],
    ['a 429 that says when', 429, { retryAfterMs: 60_000 }, 60_000],
    ['a 429 without a word', 429, {}, 1000],
    ['a wait of less than a second: nothing', 429, { retryAfterMs: 999 }, undefined],
    ['a success: nothing', 200, { remaining: 3, resetMs: 5000 }, undefined],
  ])('F65 the others are told of %s', async (_what, status, rateLimit, waitMs) => {
    await ask(status, rateLimit);
    expect(told).toEqual(waitMs === undefined ? [] : [['Bearer token-of-a', 'NORTHFLANK', waitMs]]);
  });

  test('F65 of calls that are turned away together they are told once', async () => {
    const together = Array.from({ length: 24 }, () => begin());
    for (const exchange of together) {
      nowMs += 10;
      await answer(exchange, 429, { retryAfterMs: 60_000 });
    }
    expect(told).toHaveLength(1);
  });

  test('F65 what they tell is a wait, until it is over', () => {
    left = 5000;
    expect([waitOf(), waitOf()]).toEqual([5000, 5000]);
    left = 0;
    nowMs += 4999;
    expect(waitOf()).toBe(1);
    nowMs += 1;
    expect(waitOf()).toBeUndefined();
  });

  test('F65 a wait of theirs that is shorter than the own changes nothing', async () => {
    await ask(429, { retryAfterMs: 60_000 });
    left = 5000;
    expect(waitOf()).toBe(60_000);
  });

  test('F65 where it has to be looked for, the call goes on when nothing was found', async () => {
    left = Promise.resolve(0);
    const exchange = toExchange();
    const answered = policy(exchange, provider.next);
    expect(provider.sent).toEqual([]);
    await settled();
    expect(provider.sent).toEqual([exchange]);
    provider.answer(exchange);
    expect(await answered).toBe('answer');
  });

  test('F65 where a wait was found, the call is over before anybody is told', async () => {
    left = Promise.resolve(5000);
    const exchange = toExchange();
    const errors: unknown[] = [];
    const answered = policy(exchange, provider.next);
    exchange.whenOver((_exchange, error) => errors.push(error));
    const error = await errorOf(() => answered);
    expect([isBillingError(error, 'RATE_LIMITED'), errors, provider.sent]).toEqual([true, [error], []]);
  });

  test('F23 who has left meanwhile makes no call', async () => {
    left = Promise.resolve(0);
    const exchange = toExchange();
    const answered = policy(exchange, provider.next);
    const reason = new Error('The client went away.');
    exchange.end('left', reason);
    expect(await errorOf(() => answered)).toBe(reason);
    expect(provider.sent).toEqual([]);
  });
});
