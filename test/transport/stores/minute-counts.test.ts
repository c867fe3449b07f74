import { MinuteCounts } from '../../../src/transport/stores/minute-counts.js';
import { startFakeRedis, type FakeRedis } from '../../support/fake-redis.js';
import { until } from '../../support/until.js';
import { closeLinks, connectLink } from './store-link.js';

/** So many in a minute, over all replicas; and of each no more than that, whatever becomes of the store. */

const { jest } = import.meta;

let fake: FakeRedis;
let nowMs: number;
beforeEach(async () => {
  fake = await startFakeRedis();
  nowMs = 1_000_000;
});
afterEach(async () => {
  closeLinks();
  await fake.close();
});

const startReplica = async (perMinute: number): Promise<MinuteCounts> =>
  new MinuteCounts({ perMinute, link: (await connectLink(fake.url)).link }, () => nowMs);
const alone = (perMinute: number): MinuteCounts => new MinuteCounts({ perMinute }, () => nowMs);

async function takeTimes(counts: MinuteCounts, times: number, key = 'b1:x'): Promise<number> {
  let taken = 0;
  for (let turn = 0; turn < times; turn += 1) taken += (await counts.take(key)) === 0 ? 1 : 0;
  return taken;
}

test('F65 alone, the limit is reached and not passed', async () => {
  const counts = alone(3);
  expect(await takeTimes(counts, 10)).toBe(3);
  const waitMs = await counts.take('b1:x');
  expect([waitMs > 59_000, waitMs <= 60_000]).toEqual([true, true]);
});

test('F65 the next minute begins anew', async () => {
  jest.useFakeTimers();
  const counts = alone(3);
  expect(await takeTimes(counts, 4)).toBe(3);
  jest.advanceTimersByTime(59_999);
  expect(await counts.take('b1:x')).toBe(1);
  jest.advanceTimersByTime(1);
  expect(await takeTimes(counts, 4)).toBe(3);
  jest.useRealTimers();
});

test('F65 each key has its own', async () => {
  const counts = alone(1);
  expect([await takeTimes(counts, 2, 'b1:x'), await takeTimes(counts, 2, 'b1:y')]).toEqual([1, 1]);
});

test('F65 replicas count together', async () => {
  const [one, another] = [await startReplica(10), await startReplica(10)];
  expect([await takeTimes(one, 6), await takeTimes(another, 6), await takeTimes(one, 1)]).toEqual([6, 4, 0]);
  expect(await another.take('b1:x')).toBe(60_000);
  expect([...fake.entries]).toEqual([['b1:x', { bytes: Buffer.from('14'), ttlMs: 60_000 }]]);
});

test('F65 what the store has refused counts for nothing here', async () => {
  const [one, another] = [await startReplica(10), await startReplica(10)];
  expect([await takeTimes(one, 10), await takeTimes(another, 100)]).toEqual([10, 0]);
  fake.entries.clear();
  expect(await takeTimes(another, 100)).toBe(10);
});

test('F65 L10 without the store each goes on counting, from what it had counted', async () => {
  const [one, another] = [await startReplica(10), await startReplica(10)];
  expect([await takeTimes(one, 5), await takeTimes(another, 5)]).toEqual([5, 5]);
  await fake.close();
  expect([await takeTimes(one, 20), await takeTimes(another, 20)]).toEqual([5, 5]);
  fake = await startFakeRedis();
});

test.each(['failing', 'garbage', 'silent', 'full'] as const)(
  'C09 N18 a store that is %s neither lets more through nor stops anybody',
  async (mode) => {
    const counts = await startReplica(5);
    fake.mode = mode;
    expect(await takeTimes(counts, 20)).toBe(5);
  },
);

test('N18 a store that forgets all the time lets no more through', async () => {
  const counts = await startReplica(5);
  let taken = 0;
  for (let turn = 0; turn < 20; turn += 1) {
    taken += await takeTimes(counts, 1);
    fake.entries.clear();
  }
  expect(taken).toBe(5);
});

test('N18 a store that refuses everything is believed for two minutes, a minute at a time', async () => {
  const counts = await startReplica(5);
  const pretend = (): unknown => fake.entries.set('b1:x', { bytes: Buffer.from('1000000'), ttlMs: 1 });
  const waits: number[] = [];
  for (const atMs of [0, 60_000, 119_999, 120_000]) {
    nowMs = 1_000_000 + atMs;
    pretend();
    waits.push(await counts.take('b1:x'));
  }
  expect(waits).toEqual([60_000, 60_000, 60_000, 0]);
  // From then on the own count is the limit.
  pretend();
  expect(await takeTimes(counts, 20)).toBe(4);
});

test('N18 a grant ends the suspicion', async () => {
  const counts = await startReplica(5);
  fake.entries.set('b1:x', { bytes: Buffer.from('1000'), ttlMs: 1 });
  expect(await counts.take('b1:x')).toBe(60_000);
  fake.entries.clear();
  expect(await counts.take('b1:x')).toBe(0);
  nowMs += 120_000;
  fake.entries.set('b1:x', { bytes: Buffer.from('1000'), ttlMs: 1 });
  expect(await counts.take('b1:x')).toBe(60_000);
  await until(() => fake.entries.size === 1);
});
