import { median, percentile, ratio, shuffle } from '../../bench/statistics.mjs';

test('A median is the middle, or lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('A percentile is the smallest value that so many do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.99, 1, 0].map((share) => percentile(hundred, share))).toEqual([50, 99, 100, 1]);
});

test('Each round is compared with its own baseline', () =>
  expect(ratio([2, 9, 4], [1, 3, 4])).toEqual({ median: 2, least: 1, most: 3 }));

test('The order is another one for each seed, the same for one, and nobody is left out', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];
  expect(shuffle(items, 7)).toEqual(shuffle(items, 7));
  expect(new Set([7, 8, 9, 10].map((seed) => shuffle(items, seed).join(''))).size).toBeGreaterThan(1);
  expect([...shuffle(items, 7)].sort()).toEqual(items);
});
