import fc from 'fast-check';
import { LikenessTally } from '../../../src/providers/northflank/likeness-tally.js';

/** How rows without ids are counted over pages: whatever was counted before a page comes back from its text. */

const likeness = (period: number, total: number): string => `period.${period}.${period + 9}.${total}`;
const rows = fc.array(fc.tuple(fc.nat(2), fc.nat(5)).map(([period, total]) => likeness(period, total)));

test('F09 a tally that went through its text counts on like one that did not', () => {
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const whole = new LikenessTally();
      const ordinals = [...before, ...after].map((row) => whole.add(row));
      const first = new LikenessTally();
      for (const row of before) first.add(row);
      const second = LikenessTally.parse(first.toString());
      expect(after.map((row) => second?.add(row))).toEqual(ordinals.slice(before.length));
    }),
  );
});

test('F18 within a period, rows get one ordinal after the other for each likeness', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5)), (totals) => {
      const tally = new LikenessTally();
      const ids = totals.map((total) => `${total}.${tally.add(likeness(1, total))}`);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('F18 the 200 likenesses of one period that fit are counted on, the next ones are not told apart', () => {
  const tally = new LikenessTally();
  for (let total = 0; total < 200; total += 1) expect(tally.add(likeness(1, total))).toBe(0);
  expect(tally.toString().length).toBeLessThan(1700);
  expect([tally.add(likeness(1, 200)), tally.add(likeness(1, 7)), tally.add(likeness(1, 201))]).toEqual([
    undefined,
    1,
    undefined,
  ]);
  expect(tally.add(likeness(2, 200))).toBe(0);
});

test('F18 of earlier periods, the 24 likenesses that were met last are counted on', () => {
  const tally = new LikenessTally();
  for (let period = 1; period <= 26; period += 1) tally.add(likeness(period, 5));
  const next = LikenessTally.parse(tally.toString());
  expect([26, 25, 2, 1].map((period) => next?.add(likeness(period, 5)))).toEqual([1, 1, 1, 0]);
});

test.each([
  'x',
  'period.1',
  'period.1.2  abcdef1',
  'period.1.2 abcde1',
  'period.1.2 abcdef',
  ' abcdef1',
  'period.1.2 abcdef1\n',
  'period.1.2 /',
  '/ abcdef1',
])('V06 %j is no text of a tally', (text) => {
  expect(LikenessTally.parse(text)).toBeUndefined();
});
