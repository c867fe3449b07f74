import { setImmediate as later } from 'node:timers/promises';
import { Turns } from '../../../src/server/operation/turns.js';

/** A clock that moves only as far as work takes. */
function startTurns(): { turns: Turns; spend: (ms: number) => void } {
  let now = 0;
  return { turns: new Turns(() => now), spend: (ms) => void (now += ms) };
}

test('N04 a turn is over after 10 ms of work, and the next one begins afresh', async () => {
  const { turns, spend } = startTurns();
  expect(turns.isOver).toBe(false);
  spend(10);
  expect(turns.isOver).toBe(false);
  spend(1);
  expect(turns.isOver).toBe(true);
  await later();
  expect(turns.isOver).toBe(false);
});

test('N04 those who wait go on in the order in which they came, as many in a turn as have the time', async () => {
  const { turns, spend } = startTurns();
  const done: string[] = [];
  const work = async (name: string): Promise<void> => {
    await turns.next();
    done.push(name);
    spend(6);
  };
  expect(turns.isOver).toBe(false);
  spend(11);
  for (const name of 'abcdefg') void work(name);
  expect(done).toEqual([]);
  await later();
  // The one that was let in before the time was read is done as well.
  expect(done.join('')).toBe('abc');
  void work('h');
  await later();
  expect(done.join('')).toBe('abcdef');
  await later();
  expect(done.join('')).toBe('abcdefgh');
});
