import fc from 'fast-check';
import { CallBudget, type Calls, type Purse } from '../../src/calls/call-budget.js';

const tooCostly = expect.objectContaining({ code: 'QUERY_TOO_COSTLY' }) as Error;

function takeAll(calls: Calls): number {
  let taken = 0;
  for (; calls.left > 0; taken += 1) calls.take();
  expect(() => calls.take()).toThrow(tooCostly);
  return taken;
}

test('F22 a budget gives out its calls and not one more', () => {
  const budget = new CallBudget(25);
  expect([takeAll(budget), budget.made, budget.left]).toEqual([25, 25, 0]);
});

test('F67 calls that are kept are there for their purse alone, until it is closed', () => {
  const budget = new CallBudget(5);
  const purse = budget.reserve(3);
  expect([takeAll(budget), purse.left]).toEqual([2, 3]);
  purse.take();
  purse.close();
  expect([budget.left, budget.made]).toEqual([2, 3]);
});

test('F67 a share shrinks for whoever comes with a fixed need, and what is kept does not', () => {
  const budget = new CallBudget(10);
  const list = budget.open({ kept: 2, share: 8 });
  for (let taken = 0; taken < 5; taken += 1) budget.take();
  expect([list.left, budget.left]).toEqual([5, 3]);
  expect([takeAll(budget), takeAll(list)]).toEqual([3, 2]);
});

test('F67 a share grows by what others turn out not to need', () => {
  const budget = new CallBudget(10);
  const [one, other] = [budget.open({ kept: 1, share: 4 }), budget.open({ kept: 1, share: 4 })];
  expect([one.left, other.left]).toEqual([5, 5]);
  one.take();
  one.close();
  expect(other.left).toBe(9);
});

test('F67 a purse puts calls aside from its own, and has them back', () => {
  const budget = new CallBudget(6);
  const search = budget.open({ kept: 1, share: 5 });
  const hop = search.reserve(2);
  expect([search.left, hop.left, takeAll(budget)]).toEqual([4, 2, 4]);
  hop.take();
  hop.close();
  expect([search.left, budget.made]).toEqual([1, 5]);
});

test('F67 a call that was not made after all is there again', () => {
  const budget = new CallBudget(1);
  budget.take();
  budget.giveBack();
  expect([budget.left, budget.made]).toEqual([1, 0]);
});

test('F67 nobody is refused while another holds calls that it may not need', async () => {
  const budget = new CallBudget(2);
  const hop = budget.reserve(2);
  const late = budget.willHaveOne();
  hop.take();
  hop.close();
  await expect(late).resolves.toBe(true);
  budget.take();
  await expect(budget.willHaveOne()).resolves.toBe(false);
});

/** What somebody does with a budget, and with purse number `purse` of those that are open. */
const acts = fc.array(
  fc.record({
    act: fc.constantFrom('take', 'spend', 'open', 'reserve', 'giveBack', 'close'),
    purse: fc.nat(5),
    calls: fc.integer({ min: 0, max: 8 }),
  }),
  { maxLength: 60 },
);

test('F67 whatever is opened, spent, returned and closed: never more calls than allowed, and none is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), acts, (callsMax, path) => {
      const budget = new CallBudget(callsMax);
      const open: Purse[] = [];
      for (const { act, purse, calls } of path) {
        const chosen = open[purse % Math.max(1, open.length)];
        if (act === 'take' && budget.left > 0) budget.take();
        if (act === 'giveBack' && budget.made > 0) budget.giveBack();
        if (act === 'open') open.push(budget.open({ kept: Math.min(calls, budget.left), share: calls }));
        if (chosen && act === 'spend' && chosen.left > 0) chosen.take();
        if (chosen && act === 'reserve') open.push(chosen.reserve(calls));
        if (chosen && act === 'close') open.splice(open.indexOf(chosen), 1).forEach((each) => each.close());
        expect(budget.made).toBeLessThanOrEqual(callsMax);
        for (const each of [budget, ...open]) expect(each.left).toBeGreaterThanOrEqual(0);
        expect(budget.left).toBeLessThanOrEqual(callsMax - budget.made);
      }
      for (const each of open) each.close();
      expect(budget.made + budget.left).toBe(callsMax);
    }),
  );
});
