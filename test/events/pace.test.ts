import { EventIds } from '../../src/events/event-ids.js';
import { Pace } from '../../src/events/pace.js';
import { PollBudget } from '../../src/events/poll-budget.js';

test('F54 the interval doubles up to ten times while nothing changes, and is the shortest one after a change', () => {
  const pace = new Pace(1000);
  const waits = Array.from({ length: 6 }, () => pace.after(false));
  expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  expect([pace.after(true), pace.after(false)]).toEqual([1000, 2000]);
});

test('F54 what the provider asks to wait is waited, and never less than the interval', () => {
  const pace = new Pace(1000);
  expect([pace.afterFailure(60_000), pace.afterFailure(5), pace.afterFailure()]).toEqual([
    60_000, 2000, 4000,
  ]);
  pace.quicken();
  expect(pace.afterFailure(5)).toBe(1000);
});

test('F54 a minute has as many looks as it may have, whenever it begins, and places are given in turn', () => {
  let nowMs = 500;
  const budget = new PollBudget(3, () => nowMs);
  expect([1, 2, 3, 4, 5].map(() => budget.reserve())).toEqual([0, 0, 0, 60_000, 60_000]);
  nowMs = 60_499;
  expect(budget.reserve()).toBe(1);
  nowMs = 120_499;
  expect(budget.reserve()).toBe(1);
  nowMs = 200_000;
  expect(budget.reserve()).toBe(0);
});

test('F54 an id names one event of one process, and any other text is from before all of them', () => {
  let nowMs = 7.9;
  const ids = new EventIds('here', () => nowMs);
  expect([ids.nextOrdinal(), ids.nextOrdinal()]).toEqual([7, 8]);
  nowMs = 100;
  expect(ids.nextOrdinal()).toBe(100);
  expect(ids.parse(ids.format(100))).toBe(100);
  expect(
    ['there.100', 'here', 'here.', 'here.x', `here.${'1'.repeat(16)}`, ''].map((id) => ids.parse(id)),
  ).toEqual(Array(6).fill(-1));
});
