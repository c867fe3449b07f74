import fc from 'fast-check';
import { RetryBudget } from '../../src/transport/retry-budget.js';

/** A provider that is down is not asked much more than one that is well. */

let nowMs: number;
let budget: RetryBudget;
beforeEach(() => {
  nowMs = 0;
  budget = new RetryBudget(() => nowMs);
});

function takeAll(key: string): number {
  let taken = 0;
  while (budget.take(key)) taken += 1;
  return taken;
}

test('U11 ten are free, then one for each five calls', () => {
  expect(takeAll('a')).toBe(10);
  for (let call = 0; call < 4; call += 1) budget.earn('a');
  expect(takeAll('a')).toBe(0);
  budget.earn('a');
  expect(takeAll('a')).toBe(1);
});

test('U11 what is used up comes back, one in a second, ten at most', () => {
  takeAll('a');
  nowMs += 999;
  expect(takeAll('a')).toBe(0);
  nowMs += 1;
  expect(takeAll('a')).toBe(1);
  nowMs += 3_600_000;
  expect(takeAll('a')).toBe(10);
});

test('U11 a long time without a failure saves up no more than ten', () => {
  for (let call = 0; call < 10_000; call += 1) budget.earn('a');
  expect(takeAll('a')).toBe(10);
});

test('A16 whose calls always fail uses up his own, and what all have for free, and no more', () => {
  takeAll('a');
  for (let call = 0; call < 50; call += 1) budget.earn('b');
  expect(takeAll('a')).toBe(0);
  expect(takeAll('b')).toBe(10);
});

test('U11 within any time: a fifth of its calls, ten, and one for each of its seconds', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ key: fc.constantFrom('a', 'b', 'c'), retries: fc.nat(3), passedMs: fc.nat(400) }),
        { maxLength: 400 },
      ),
      fc.nat(400),
      (steps, since) => {
        nowMs = 0;
        budget = new RetryBudget(() => nowMs);
        let [calls, retries, sinceMs] = [0, 0, 0];
        for (const [index, { key, retries: wanted, passedMs }] of steps.entries()) {
          if (index === since) [calls, retries, sinceMs] = [0, 0, nowMs];
          nowMs += passedMs;
          budget.earn(key);
          calls += 1;
          for (let each = 0; each < wanted; each += 1) if (budget.take(key)) retries += 1;
          expect(retries).toBeLessThanOrEqual(10 + 0.2 * calls + (nowMs - sinceMs) / 1000 + 1e-6);
        }
      },
    ),
  ));
