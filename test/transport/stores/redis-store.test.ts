import type { StoreOutcome } from '../../../src/transport/stores/redis-link.js';
import { createRedisStore, ENTRY_BYTES_MAX } from '../../../src/transport/stores/redis-store.js';
import type { Store } from '../../../src/transport/stores/store.js';
import { startFakeRedis, type FakeRedis } from '../../support/fake-redis.js';
import { until } from '../../support/until.js';
import { closeLinks, connectLink, watchLink, type WatchedLink } from './store-link.js';

/** Bytes that all replicas find, for as long as they may, or nothing. */

let fake: FakeRedis;
let watched: WatchedLink;
let store: Store;
let outcomes: StoreOutcome[];
beforeEach(async () => {
  fake = await startFakeRedis();
  watched = await connectLink(fake.url);
  outcomes = watched.outcomes;
  store = createRedisStore(watched.link, (outcome) => outcomes.push(outcome));
});
afterEach(async () => {
  closeLinks();
  await fake.close();
});

test('F64 C10 what was kept is found, and has an end', async () => {
  store.set('b1:x', Buffer.from([0, 255, 13, 10]), 1500.2);
  await until(() => fake.entries.size === 1);
  expect(fake.entries.get('b1:x')).toEqual({ bytes: Buffer.from([0, 255, 13, 10]), ttlMs: 1501 });
  expect(await store.get('b1:x')).toEqual(Buffer.from([0, 255, 13, 10]));
  expect(await store.get('b1:y')).toBeUndefined();
  expect(outcomes).toEqual(['hit', 'miss']);
});

test('C09 a store that is not there is a miss at once, without a promise', async () => {
  const away = watchLink('redis://127.0.0.1:1');
  const lone = createRedisStore(away.link, (outcome) => away.outcomes.push(outcome));
  expect(lone.get('b1:x')).toBeUndefined();
  lone.set('b1:x', Buffer.from('sealed'), 1000);
  await until(() => away.changes.length > 0);
  expect(away.outcomes).toEqual(['away', 'away']);
});

test('C09 a store that is full takes nothing, and gives what it has', async () => {
  fake.entries.set('b1:x', { bytes: Buffer.from('before'), ttlMs: 1000 });
  fake.mode = 'full';
  store.set('b1:x', Buffer.from('after'), 1000);
  await until(() => outcomes.length > 0);
  expect(await store.get('b1:x')).toEqual(Buffer.from('before'));
  expect(outcomes).toEqual(['error', 'hit']);
});

test('C11 an entry of the largest size is kept, and one byte more is not', async () => {
  store.set('b1:more', Buffer.alloc(ENTRY_BYTES_MAX + 1), 1000);
  store.set('b1:most', Buffer.alloc(ENTRY_BYTES_MAX, 7), 1000);
  await until(() => fake.entries.size > 0);
  expect([...fake.entries.keys()]).toEqual(['b1:most']);
  expect(((await store.get('b1:most')) as Buffer).length).toBe(ENTRY_BYTES_MAX);
});

test('N18 of an entry that is larger than any of ours, one byte too many is read and no more', async () => {
  fake.lie = () => Buffer.alloc(10 * ENTRY_BYTES_MAX);
  let entry: Buffer | undefined;
  // On a busy machine so large an answer can come too late.
  await until(async () => (entry = await store.get('b1:x')) !== undefined);
  expect(entry?.length).toBe(ENTRY_BYTES_MAX + 1);
});

test('C11 of what a store does not take in, sixteen of the largest entries are on their way and no more', async () => {
  fake.mode = 'silent';
  for (let turn = 0; turn < 20; turn += 1) store.set(`b1:${turn}`, Buffer.alloc(ENTRY_BYTES_MAX), 1000);
  await until(() => outcomes.length === 16);
  // A store under load may not have come to the last of them when they are given up.
  expect(fake.commands.length).toBeLessThanOrEqual(16);
  expect(new Set(fake.commands)).toEqual(new Set(['SET']));
});
