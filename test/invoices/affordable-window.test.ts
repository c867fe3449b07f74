import fc from 'fast-check';
import { toAffordable, type WindowPrice } from '../../src/invoices/affordable-window.js';
import type { Window } from '../../src/relay/window.js';

const windowOf = (size: number): Window => ({ direction: 'forward', size, anchor: undefined });
const standard: WindowPrice = { pageMax: 100, callsPerRow: 1, callsLeft: 25 };

test.each<[string, number, Partial<WindowPrice>, number]>([
  ['a window that fits stays', 20, {}, 20],
  ['a window that just fits stays', 24, {}, 24],
  ['one row past the budget is one row less', 25, {}, 24],
  ['fifty rows become as many as the budget fills', 50, {}, 24],
  ['a thousand rows become the same', 1000, {}, 24],
  ['one row takes a page and a call', 1, { callsLeft: 2 }, 1],
  ['small pages leave fewer calls for rows', 50, { pageMax: 4 }, 20],
  ['pages of one row cost as much as the row', 50, { pageMax: 1 }, 12],
  ['two calls for each row halve the window', 50, { callsPerRow: 2 }, 12],
  ['rows that are at hand cost no page', 50, { pageMax: Number.POSITIVE_INFINITY }, 25],
  ['rows that cost nothing are not counted', 1000, { callsPerRow: 0 }, 1000],
  ['rows that cost nothing need no call left', 1000, { callsPerRow: 0, callsLeft: 0 }, 1000],
  ['an empty window needs no call left', 0, { callsLeft: 0 }, 0],
])('F22 %s', (_what, size, price, affordable) => {
  expect(toAffordable(windowOf(size), { ...standard, ...price })).toEqual(windowOf(affordable));
});

test.each([0, 1])('F22 not even one row in %i calls is QUERY_TOO_COSTLY', (callsLeft) => {
  expect(() => toAffordable(windowOf(5), { ...standard, callsLeft })).toThrow(
    expect.objectContaining({
      code: 'QUERY_TOO_COSTLY',
      message:
        'The fields selected here cost an upstream call for each invoice, and none is left. Ask for less at a time.',
    }),
  );
});

test('F22 direction and anchor stay as they were', () => {
  const anchor = { id: 'in_1', createdAt: null, offset: 0 };
  const asked: Window = { direction: 'backward', size: 50, anchor };
  expect(toAffordable(asked, standard)).toEqual({ direction: 'backward', size: 24, anchor });
});

test('F22 any window that is answered is paid for, and one more row could not be', () => {
  const counts = {
    size: fc.integer({ min: 1, max: 1000 }),
    pageMax: fc.integer({ min: 1, max: 200 }),
    callsPerRow: fc.integer({ min: 1, max: 3 }),
    callsLeft: fc.integer({ min: 0, max: 100 }),
  };
  fc.assert(
    fc.property(fc.record(counts), ({ size: asked, ...price }) => {
      const costOf = (size: number): number => Math.ceil(size / price.pageMax) + size * price.callsPerRow;
      if (costOf(1) > price.callsLeft) {
        expect(() => toAffordable(windowOf(asked), price)).toThrow(/none is left/);
        return;
      }
      const { size } = toAffordable(windowOf(asked), price);
      expect(size).toBeGreaterThan(0);
      expect(costOf(size)).toBeLessThanOrEqual(price.callsLeft);
      if (size < asked) expect(costOf(size + 1)).toBeGreaterThan(price.callsLeft);
      else expect(size).toBe(asked);
    }),
  );
});
