import fc from 'fast-check';
import { dealCalls, type CallNeed } from '../../src/calls/share-calls.js';

/** Calls dealt to each, kept and counted on together. */
function deal(calls: number, needs: readonly CallNeed[], spare = calls): number[] {
  return dealCalls({ left: calls, spare }, needs).map(({ kept, share }) => kept + share);
}

/** A list of so many rows that cost a call each, beside one page. */
const detailed = (rows: number): CallNeed => ({ least: 2, most: 1 + rows, step: 1 });
const pages = (count: number): CallNeed => ({ least: 1, most: count, step: 1 });
/** A search for so many invoices, each found in two calls. */
const hops = (count: number): CallNeed => ({ least: 1, most: 1 + 2 * count, step: 2 });

test.each<[string, number, CallNeed[], number[]]>([
  ['one list may have all calls', 25, [detailed(50)], [25]],
  ['two have half each, and the first one the odd call', 25, [detailed(50), detailed(50)], [13, 12]],
  ['what a small one leaves over goes to the large one', 25, [detailed(50), detailed(3)], [21, 4]],
  ['whichever comes first', 25, [detailed(3), detailed(50)], [4, 21]],
  ['needs that fit are met', 25, [detailed(3), pages(4), detailed(5)], [4, 4, 6]],
  [
    'where there is not enough for all, the first ones have theirs',
    5,
    [detailed(9), detailed(9), detailed(9)],
    [3, 2, 0],
  ],
  [
    'a smaller need further down is served where a larger one is not',
    3,
    [detailed(9), detailed(9), pages(9)],
    [2, 0, 1],
  ],
  ['a page for each before a second one for any', 3, [pages(9), pages(9), pages(9)], [1, 1, 1]],
  [
    'calls that are of use together are dealt together',
    25,
    Array<CallNeed>(8).fill(hops(2)),
    Array<number>(8).fill(3),
  ],
  ['nothing left is nothing for everyone', 0, [detailed(3), pages(5)], [0, 0]],
])('F67 %s', (_what, calls, needs, shares) => {
  expect(deal(calls, needs)).toEqual(shares);
});

test('F67 what others count on gives way to the least that somebody needs, and to no more', () => {
  expect(deal(10, [detailed(9)], 4)).toEqual([4]);
  expect(deal(10, [detailed(9), pages(3)], 0)).toEqual([2, 1]);
  expect(deal(2, [detailed(9), pages(3)], 0)).toEqual([2, 0]);
});

const needs = fc.array(
  fc
    .record({
      least: fc.integer({ min: 1, max: 3 }),
      most: fc.integer({ min: 1, max: 60 }),
      step: fc.constant(1),
    })
    .map((need) => ({ ...need, most: Math.max(need.least, need.most) })),
  { minLength: 1, maxLength: 12 },
);

test('F67 all that is wanted is dealt or all there is, and nobody who could use more was dealt two less than another', () => {
  fc.assert(
    fc.property(needs, fc.integer({ min: 0, max: 200 }), (wanted, calls) => {
      const shares = deal(calls, wanted);
      const dealt = shares.reduce((sum, share) => sum + share, 0);
      expect(dealt).toBeLessThanOrEqual(calls);
      for (const [index, share] of shares.entries()) {
        const { least, most } = wanted[index] as CallNeed;
        expect(share).toBeLessThanOrEqual(most);
        if (share === 0) expect(calls - dealt).toBeLessThan(least);
        else expect(share).toBeGreaterThanOrEqual(least);
        if (share === 0 || share === most) continue;
        expect(dealt).toBe(calls);
        const beyond = shares.map((other, each) => other - (wanted[each] as CallNeed).least);
        expect(Math.max(...beyond)).toBeLessThanOrEqual(share - least + 1);
      }
    }),
  );
});
