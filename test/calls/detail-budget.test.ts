import fc from 'fast-check';
import { affordableRows, DetailBudget, divide, type DetailNeed } from '../../src/calls/detail-budget.js';
import { CallBudget } from '../../src/calls/call-budget.js';

const need = (rows: number, pageMax = 100, list = 'list'): DetailNeed => ({ list, rows, pageMax });

test.each<[string, number, number, number, number]>([
  ['a window that fits stays', 20, 100, 25, 20],
  ['a window that just fits stays', 24, 100, 25, 24],
  ['one row past the budget is one row less', 25, 100, 25, 24],
  ['a thousand rows become as many as the budget fills', 1000, 100, 25, 24],
  ['one row takes a page and a call', 1, 100, 2, 1],
  ['small pages leave fewer calls for rows', 50, 4, 25, 20],
  ['pages of one row cost as much as the row', 50, 1, 25, 12],
  ['one call fills no row', 5, 100, 1, 0],
  ['no call fills no row', 5, 100, 0, 0],
])('F22 %s', (_what, rows, pageMax, calls, affordable) => {
  expect(affordableRows(need(rows, pageMax), calls)).toBe(affordable);
});

test('F22 any number of rows that is answered is paid for, and one more could not be', () => {
  const counts = {
    rows: fc.integer({ min: 1, max: 1000 }),
    pageMax: fc.integer({ min: 1, max: 200 }),
    calls: fc.integer({ min: 0, max: 100 }),
  };
  fc.assert(
    fc.property(fc.record(counts), ({ rows, pageMax, calls }) => {
      const costOf = (size: number): number => Math.ceil(size / pageMax) + size;
      const affordable = affordableRows(need(rows, pageMax), calls);
      expect(costOf(affordable)).toBeLessThanOrEqual(affordable === 0 ? 0 : calls);
      if (affordable < rows) expect(costOf(affordable + 1)).toBeGreaterThan(calls);
      else expect(affordable).toBe(rows);
    }),
  );
});

test.each<[string, number[], number, number[]]>([
  ['one may have all of it', [50], 25, [25]],
  ['two get half of it', [50, 50], 25, [12, 13]],
  ['what a small one leaves over goes to the large one', [3, 50], 25, [3, 22]],
  ['the order does not matter', [50, 3], 25, [22, 3]],
  ['wants that fit are met', [3, 5, 4], 25, [3, 5, 4]],
  ['nothing left is nothing for everyone', [3, 5], 0, [0, 0]],
])('F22 dividing: %s', (_what, wants, total, shares) => {
  expect(divide(total, wants)).toEqual(shares);
});

test('F22 where a share would be too small for a row, the first lists get theirs', () => {
  expect(divide(5, [50, 50, 50], 2)).toEqual([2, 3, 0]);
  expect(divide(1, [50, 50], 2)).toEqual([0, 0]);
  expect(divide(2, [50, 1, 50])).toEqual([1, 1, 0]);
});

test('F22 dividing gives out all that is wanted or all there is, and nobody who lacks has two less than another', () => {
  const wants = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(wants, fc.integer({ min: 0, max: 200 }), (wanted, total) => {
      const shares = divide(total, wanted);
      const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
      expect(sum(shares)).toBe(Math.min(total, sum(wanted)));
      for (const [index, share] of shares.entries()) {
        expect(share).toBeLessThanOrEqual(wanted[index] as number);
        if (share < (wanted[index] as number)) expect(Math.max(...shares)).toBeLessThanOrEqual(share + 1);
      }
    }),
  );
});

function openBudget(calls: number, ...needs: DetailNeed[]): { calls: CallBudget; budget: DetailBudget } {
  const budget = new CallBudget(calls);
  const details = new DetailBudget({ left: () => budget.left, reserve: (count) => budget.reserve(count) });
  for (const each of needs) details.open(each);
  return { calls: budget, budget: details };
}

test('F22 calls that are paid for are not there for others, and can be taken by their owner alone', () => {
  const { calls, budget } = openBudget(5, need(3));
  expect(budget.settle(need(3), 3)).toBe(3);
  expect(calls.left).toBe(2);
  calls.take();
  calls.take();
  expect(() => calls.take()).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }));
  for (let taken = 0; taken < 3; taken += 1) calls.take(true);
  expect([calls.left, calls.made]).toEqual([0, 5]);
  expect(() => calls.take(true)).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }));
});

test('F22 lists that are open divide the calls; one that is settled has its own', () => {
  const [a, b] = [need(50, 100, 'a'), need(50, 100, 'b')];
  const { calls, budget } = openBudget(25, a, b);
  expect([budget.affordable(a), budget.affordable(b)]).toEqual([11, 12]);
  calls.take();
  calls.take();
  expect([budget.settle(a, 11), budget.settle(b, 12)]).toEqual([11, 12]);
  expect(calls.left).toBe(0);
});

test('F22 a list whose rows cost nothing leaves all calls to the other', () => {
  const [a, b] = [need(50, 100, 'a'), need(50, 100, 'b')];
  const { budget } = openBudget(25, a, b);
  expect([budget.settle(a, 0), budget.settle(b, 50)]).toEqual([0, 25]);
});

test('F22 windows of one list share their calls', () => {
  const { calls, budget } = openBudget(10, need(5), need(8));
  expect([budget.affordable(need(5)), budget.affordable(need(8))]).toEqual([5, 8]);
  expect([budget.settle(need(5), 5), budget.settle(need(8), 8)]).toEqual([5, 8]);
  expect(calls.left).toBe(2);
});
