import { Deaths } from '../../src/workers/deaths.js';

test('L13 who dies is replaced, later each time, until more have died in a minute than three for each worker', () => {
  const deaths = new Deaths(2);
  const after = [0, 1, 2, 3, 4, 59_999].map((atMs) => deaths.add(atMs));
  expect(after).toEqual([50, 100, 200, 400, 800, 1600].map((delayMs) => ({ is: 'replace', delayMs })));
  expect(deaths.add(59_999)).toEqual({ is: 'give up', deaths: 7 });
});

test('L13 what is a minute ago is forgotten', () => {
  const deaths = new Deaths(1);
  for (let minute = 0; minute < 10; minute += 1) {
    expect(deaths.add(minute * 60_000)).toEqual({ is: 'replace', delayMs: 50 });
  }
  expect(deaths.add(9 * 60_000 + 1)).toEqual({ is: 'replace', delayMs: 100 });
});

test('L13 the wait for another has an end', () => {
  const deaths = new Deaths(10);
  const after = Array.from({ length: 30 }, () => deaths.add(0));
  expect(after.at(-1)).toEqual({ is: 'replace', delayMs: 5000 });
});
