import fc from 'fast-check';
import {
  waitBeforeRetry,
  type AttemptFailure,
  type FailedAttempt,
} from '../../src/transport/retry-decision.js';

/** Which calls are made again, and after what wait. */

const attempt = (given: Partial<FailedAttempt>): FailedAttempt => ({
  method: 'GET',
  number: 1,
  failure: 'broken',
  leftMs: 10_000,
  ...given,
});

/** The least and the most that is waited; undefined: the call is not made again. */
function waits(given: Partial<FailedAttempt>): readonly [number, number] | undefined {
  const [least, most] = [1 - Number.EPSILON, 0].map((random) => waitBeforeRetry(attempt(given), random));
  return least === undefined || most === undefined ? undefined : [least, most];
}

const failures: readonly AttemptFailure[] = [
  'unsent',
  'stale',
  'broken',
  408,
  425,
  429,
  500,
  501,
  502,
  503,
  504,
  520,
];

test.each<[AttemptFailure, readonly [number, number] | undefined, readonly [number, number] | undefined]>([
  ['unsent', [1, 200], [1, 400]],
  // A kept connection that the provider closed just then: nothing is wrong, so there is nothing to wait for.
  ['stale', [0, 0], [1, 400]],
  ['broken', [1, 200], [1, 400]],
  ...[408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524].map(
    (status) =>
      [status, [1, 200], [1, 400]] as [AttemptFailure, readonly [number, number], readonly [number, number]],
  ),
  ...[200, 204, 301, 400, 401, 403, 404, 409, 410, 418, 422, 429, 501, 505, 511].map(
    (status) => [status, undefined, undefined] as [AttemptFailure, undefined, undefined],
  ),
])(
  'F24 a read that ends in %s is made again within %j ms, then within %j, and no third time',
  (failure, ...expected) =>
    expect([1, 2, 3].map((number) => waits({ failure, number }))).toEqual([...expected, undefined]),
);

test('F24 anything but a read is made again only where nothing was sent', () =>
  expect(failures.filter((failure) => waits({ failure, method: 'POST' }))).toEqual(['unsent']));

test('U09 who is told when to come back comes a little later, where there is time for it', () => {
  expect(waits({ failure: 503, retryAfterMs: 5000 })).toEqual([5001, 5200]);
  expect(waits({ failure: 503, retryAfterMs: 9900 })).toBeUndefined();
  expect(waitBeforeRetry(attempt({ failure: 503, retryAfterMs: 10_000 }), 0.9)).toBeUndefined();
});

test('U09 who is turned away comes back once, and only after a short wait that was named', () => {
  expect(waits({ failure: 429, retryAfterMs: 1000 })).toEqual([1001, 1200]);
  expect(waits({ failure: 429, retryAfterMs: 2000 })).toEqual([2001, 2200]);
  expect(waits({ failure: 429, retryAfterMs: 2001 })).toBeUndefined();
  expect(waits({ failure: 429, retryAfterMs: 1000, number: 2 })).toBeUndefined();
  expect(waits({ failure: 429 })).toBeUndefined();
  expect(waits({ failure: 429, retryAfterMs: 0 })).toBeUndefined();
});

test('F24 no wait is as long as what is left of the time', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...failures),
      fc.integer({ min: 1, max: 5 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.option(fc.nat(20_000), { nil: undefined }),
      fc.nat(10_000),
      (failure, number, random, retryAfterMs, leftMs) => {
        const waitMs = waitBeforeRetry(attempt({ failure, number, retryAfterMs, leftMs }), random);
        expect(waitMs ?? 0).toBeLessThan(Math.max(leftMs, 1));
      },
    ),
  ));
