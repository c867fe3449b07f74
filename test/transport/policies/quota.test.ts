import { BillingError } from '../../../src/errors/billing-error.js';
import { Quota } from '../../../src/transport/policies/quota.js';
import type { RateLimit } from '../../../src/transport/answer/rate-limit.js';

let nowMs: number;
let quota: Quota;
beforeEach(() => {
  nowMs = 1_000_000;
  quota = new Quota('NORTHFLANK', () => nowMs);
});

/** How long the credential has to wait; undefined: it may call. */
function waitOf(key: string): number | undefined {
  try {
    quota.assertLeft(key);
    return undefined;
  } catch (error) {
    if (!(error instanceof BillingError)) throw error;
    expect([error.code, error.retryable, error.details.provider]).toEqual([
      'RATE_LIMITED',
      true,
      'NORTHFLANK',
    ]);
    return error.details.retryAfterMs;
  }
}

test.each<[string, Pick<RateLimit, 'remaining' | 'resetMs'>, number | undefined]>([
  ['none left waits for the reset', { remaining: 0, resetMs: 5000 }, 5000],
  ['fewer than none left waits for the reset', { remaining: -1, resetMs: 5000 }, 5000],
  ['one left may call', { remaining: 1, resetMs: 5000 }, undefined],
  ['an answer that says nothing may call', { remaining: undefined, resetMs: undefined }, undefined],
  ['a reset without a count may call', { remaining: undefined, resetMs: 5000 }, undefined],
  [
    'none left without a reset may call: nobody knows until when',
    { remaining: 0, resetMs: undefined },
    undefined,
  ],
  ['a reset that has come may call', { remaining: 0, resetMs: 0 }, undefined],
])('F30 %s', (_what, notice, wait) => {
  quota.note('a', notice);
  expect(waitOf('a')).toBe(wait);
});

test('F30 a credential that nothing is known of may call', () => {
  expect(waitOf('a')).toBeUndefined();
});

test('F30 the wait shrinks with time and ends with the reset', () => {
  quota.note('a', { remaining: 0, resetMs: 5000 });
  nowMs += 4999;
  expect(waitOf('a')).toBe(1);
  nowMs += 1;
  expect(waitOf('a')).toBeUndefined();
  nowMs -= 4999;
  expect(waitOf('a')).toBeUndefined();
});

test('F25 one credential waits, another does not', () => {
  quota.note('a', { remaining: 0, resetMs: 5000 });
  expect([waitOf('a'), waitOf('b')]).toEqual([5000, undefined]);
});

test('F30 the latest word counts', () => {
  quota.note('a', { remaining: 0, resetMs: 5000 });
  quota.note('a', { remaining: 0, resetMs: 9000 });
  expect(waitOf('a')).toBe(9000);
});

test('F30 an answer that was under way before the quota ended does not open it again', () => {
  quota.note('a', { remaining: 0, resetMs: 5000 });
  quota.note('a', { remaining: 3, resetMs: 5000 });
  expect(waitOf('a')).toBe(5000);
});

test('F30 of 10,000 credentials that are used up, all are remembered; of one more, the oldest is not', () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `key ${index}`);
  for (const key of keys) quota.note(key, { remaining: 0, resetMs: 5000 });
  expect(keys.map(waitOf)).toEqual(keys.map(() => 5000));
  quota.note('one more', { remaining: 0, resetMs: 5000 });
  expect([waitOf('key 0'), waitOf('key 1'), waitOf('one more')]).toEqual([undefined, 5000, 5000]);
});

test('F30 a credential that is told again at the limit pushes nobody out', () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `key ${index}`);
  for (const key of keys) quota.note(key, { remaining: 0, resetMs: 5000 });
  quota.note('key 9999', { remaining: 0, resetMs: 7000 });
  expect([waitOf('key 0'), waitOf('key 9999')]).toEqual([5000, 7000]);
});
