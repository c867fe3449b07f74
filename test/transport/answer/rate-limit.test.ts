import { readRateLimit, type RateLimit } from '../../../src/transport/answer/rate-limit.js';

/** What the headers of an answer say of when a credential may call again. It is the year 2026 in these tests. */

const nowMs = 1_790_000_000_000;
const DAY_MS = 86_400_000;

function read(status: number, headers: Record<string, string>, readsQuota = true): Partial<RateLimit> {
  return readRateLimit(status, headers, { readsQuota, nowMs });
}

const quota = (remaining: string, reset: string): Record<string, string> => ({
  'x-ratelimit-remaining': remaining,
  'x-ratelimit-reset': reset,
});

test.each<[string, Record<string, string>, number | undefined, number | undefined]>([
  ['whole numbers', quota('7', '60'), 7, 60_000],
  ['none left', quota('0', '60'), 0, 60_000],
  ['fewer than none', quota('-1', '60'), -1, 60_000],
  ['a fraction of a second', quota('0', '59.5'), 0, 59_500],
  ['a fraction of a millisecond, rounded up', quota('0', '0.0001'), 0, 1],
  ['a moment instead of a wait', quota('0', '1790000060'), 0, 60_000],
  ['a moment that is over', quota('0', '1780000000'), 0, 0],
  ['a negative wait', quota('0', '-5'), 0, 0],
  ['more than a day', quota('0', '100000'), 0, DAY_MS],
  ['words', quota('none', 'soon'), undefined, undefined],
  ['nothing', {}, undefined, undefined],
])('F30 a quota in %s', (_what, headers, remaining, resetMs) => {
  expect(read(200, headers)).toEqual({ remaining, resetMs, retryAfterMs: undefined });
});

test.each<[string, Record<string, string>, number | undefined]>([
  ['the reset, where it is later', { ...quota('0', '3600'), 'retry-after': '1' }, 3_600_000],
  ['the reset, where the header says at once', { ...quota('0', '60'), 'retry-after': '0' }, 60_000],
  ['the header, where it is later', { ...quota('0', '1'), 'retry-after': '60' }, 60_000],
  ['the reset alone', quota('3', '60'), 60_000],
  ['the header, where the quota is not used up', { ...quota('800', '3500'), 'retry-after': '2' }, 2000],
  ['the header alone', { 'retry-after': '60' }, 60_000],
  ['nobody knows what', {}, undefined],
])('U10 who was turned away has nothing left and waits for %s', (_what, headers, waitMs) => {
  expect(read(429, headers)).toEqual({ remaining: 0, resetMs: waitMs, retryAfterMs: waitMs });
});

test('F30 a provider without such a quota is read for Retry-After alone', () => {
  expect(read(429, { ...quota('0', '60'), 'retry-after': '2' }, false)).toEqual({
    remaining: undefined,
    resetMs: undefined,
    retryAfterMs: 2000,
  });
});
