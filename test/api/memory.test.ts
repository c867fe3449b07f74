import { memory } from '../../scripts/soak/memory.mjs';

/** The short form of what `npm run soak` does with ever new documents, too. */

const OPERATIONS = 250;
/** Anything that one operation left behind would come to more. */
const BYTES_OF_OPERATION = 2000;

test('L07 new credentials, accounts, pages and answers leave nothing behind once what is kept is full', async () => {
  const told: number[] = [];
  const onRound = (round: number): void => void told.push(round);
  const { left } = await memory({ rounds: 4, operations: OPERATIONS, documents: 1, onRound });
  expect(told).toEqual([1, 2, 3, 4]);
  const [, second = 0, , last = 0] = left.map(({ heapBytes }: { heapBytes: number }) => heapBytes);
  expect(last - second).toBeLessThan(2 * OPERATIONS * BYTES_OF_OPERATION);
}, 60_000);
