import { toCredentialKey } from '../../../src/transport/call.js';
import { seal, toStoreKey } from '../../../src/transport/stores/seal.js';
import { SharedPauses } from '../../../src/transport/stores/shared-pauses.js';
import { startFakeRedis, type FakeRedis } from '../../support/fake-redis.js';
import { until } from '../../support/until.js';
import { closeLinks, connectLink } from './store-link.js';

/** What a provider told one replica, the others know; and nobody who has the store can make them believe anything. */

let fake: FakeRedis;
let nowMs: number;
beforeEach(async () => {
  fake = await startFakeRedis();
  nowMs = 1_800_000_000_000;
});
afterEach(async () => {
  closeLinks();
  await fake.close();
});

interface Caller {
  readonly credential: string;
  readonly credentialKey: string;
}

const toCaller = (token: string): Caller => ({
  credential: `Bearer ${token}`,
  credentialKey: toCredentialKey(`Bearer ${token}`),
});
const [caller, other] = [toCaller('token-of-a'), toCaller('token-of-b')];
/** Whose pause is told to know who listens. */
const marker = toCaller('token-of-nobody');

/** A replica, once it listens. Its clock may be before or behind. */
async function startReplica(aheadMs = 0): Promise<SharedPauses> {
  const { link } = await connectLink(fake.url);
  const before = fake.listeners();
  const pauses = new SharedPauses(link, () => nowMs + aheadMs);
  await until(() => fake.listeners() > before);
  await hearAll(pauses, aheadMs);
  return pauses;
}

/** Until the replica has heard all that was published so far: messages come in their order. */
async function hearAll(replica: SharedPauses, aheadMs = 0): Promise<void> {
  const sealed = pauseOf(marker.credential, 'ALTOSTRAT pause', nowMs + aheadMs);
  fake.publish(Buffer.concat([Buffer.from(toStoreKey(marker.credentialKey, 'ALTOSTRAT pause')), sealed]));
  await until(async () => (await replica.leftMs(marker, 'ALTOSTRAT')) > 0);
}

/** One that has looked for the caller's pause in vain, so that it is told by what it hears alone. */
async function startListener(): Promise<SharedPauses> {
  const pauses = await startReplica();
  expect(await pauses.leftMs(caller, 'ALTOSTRAT')).toBe(0);
  return pauses;
}

/** A pause of a minute, as it is sealed. */
function pauseOf(credential: string, subject: string, fromMs = 1_800_000_000_000): Buffer {
  const body = Buffer.alloc(8);
  body.writeDoubleBE(60_000);
  return seal({ body, untilMs: fromMs + 60_000 }, { credential, subject });
}

test('F65 what one is told is heard by the other, without asking', async () => {
  const [one, another] = [await startReplica(), await startListener()];
  const asked = fake.commands.length;
  one.tell(caller, 'ALTOSTRAT', 60_000);
  await until(() => fake.published.length === 1);
  await hearAll(another);
  expect(another.leftMs(caller, 'ALTOSTRAT')).toBe(60_000);
  expect(fake.commands.slice(asked)).toEqual(['SET', 'PUBLISH']);
});

test('F65 it is of one credential and one provider', async () => {
  const [one, another] = [await startReplica(), await startReplica()];
  one.tell(caller, 'ALTOSTRAT', 60_000);
  await until(() => fake.published.length === 1);
  expect([await another.leftMs(other, 'ALTOSTRAT'), await another.leftMs(caller, 'NORTHFLANK')]).toEqual([
    0, 0,
  ]);
});

test('F65 who comes later looks for it once', async () => {
  const one = await startReplica();
  one.tell(caller, 'ALTOSTRAT', 60_000);
  await until(() => fake.published.length === 1);
  nowMs += 20_000;
  const late = await startReplica();
  const asked = fake.commands.length;
  expect(await late.leftMs(caller, 'ALTOSTRAT')).toBe(40_000);
  expect(late.leftMs(caller, 'ALTOSTRAT')).toBe(0);
  expect(fake.commands.slice(asked)).toEqual(['GETRANGE']);
});

test('F65 who may have missed something looks again', async () => {
  const pauses = await startListener();
  fake.drop();
  await until(() => pauses.leftMs(caller, 'ALTOSTRAT') instanceof Promise);
});

test('F65 who may not listen looks once a second', async () => {
  fake.mode = 'deaf';
  const { link } = await connectLink(fake.url);
  const pauses = new SharedPauses(link, () => nowMs);
  expect(await pauses.leftMs(caller, 'ALTOSTRAT')).toBe(0);
  const lookedAtMs = performance.now();
  expect(pauses.leftMs(caller, 'ALTOSTRAT')).toBe(0);
  await until(() => pauses.leftMs(caller, 'ALTOSTRAT') instanceof Promise);
  expect(performance.now() - lookedAtMs).toBeGreaterThan(900);
});

test('F65 a pause is over when it is over, and is kept for no longer', async () => {
  const one = await startReplica();
  one.tell(caller, 'ALTOSTRAT', 59_999.5);
  await until(() => fake.published.length === 1);
  expect([...fake.entries.values()].map(({ ttlMs }) => ttlMs)).toEqual([60_000]);
  nowMs += 60_000;
  expect(await (await startReplica()).leftMs(caller, 'ALTOSTRAT')).toBe(0);
});

test.each([
  ['behind', -3_600_000, 60_000],
  ['ahead', 3_600_000, 0],
])('N14 F65 a clock that is an hour %s makes no pause longer than it was', async (_what, aheadMs, waitMs) => {
  const one = await startReplica();
  one.tell(caller, 'ALTOSTRAT', 60_000);
  await until(() => fake.published.length === 1);
  expect(await (await startReplica(aheadMs)).leftMs(caller, 'ALTOSTRAT')).toBe(waitMs);
});

test('C10 what is kept and what is published tell nothing of the caller', async () => {
  const one = await startReplica();
  one.tell(caller, 'ALTOSTRAT', 60_000);
  await until(() => fake.published.length === 1);
  const [[key, { bytes }] = ['', { bytes: Buffer.alloc(0) }]] = fake.entries;
  expect(key).toMatch(/^b1:[A-Za-z0-9_-]{43}$/);
  expect(fake.published).toEqual([Buffer.concat([Buffer.from(key), bytes])]);
  for (const told of ['token-of-a', 'ALTOSTRAT', caller.credentialKey])
    expect([key.includes(told), bytes.includes(told)]).toEqual([false, false]);
});

const key = toStoreKey(caller.credentialKey, 'ALTOSTRAT pause');
const own = pauseOf(caller.credential, 'ALTOSTRAT pause');

test('F65 a pause as it should be is believed, so that the following forgeries fail for what is wrong with them', async () => {
  fake.entries.set(key, { bytes: own, ttlMs: 60_000 });
  expect(await (await startReplica()).leftMs(caller, 'ALTOSTRAT')).toBe(60_000);
});

test.each<[string, Buffer]>([
  ['sealed by somebody else', pauseOf(other.credential, 'ALTOSTRAT pause')],
  ["another provider's", pauseOf(caller.credential, 'NORTHFLANK pause')],
  ['an answer that was kept', pauseOf(caller.credential, 'ALTOSTRAT /invoices')],
  ['cut', own.subarray(0, own.length - 1)],
  ['longer', Buffer.concat([own, own])],
  ['nothing', Buffer.alloc(0)],
  ['random', Buffer.alloc(own.length, 7)],
  [
    'of another form',
    seal(
      { body: Buffer.alloc(7), untilMs: Infinity },
      { credential: caller.credential, subject: 'ALTOSTRAT pause' },
    ),
  ],
])('N18 a pause that is %s is none, kept or heard', async (_what, forged) => {
  fake.entries.set(key, { bytes: forged, ttlMs: 60_000 });
  const replica = await startReplica();
  expect(await replica.leftMs(caller, 'ALTOSTRAT')).toBe(0);
  fake.publish(Buffer.concat([Buffer.from(key), forged]));
  await hearAll(replica);
  expect(replica.leftMs(caller, 'ALTOSTRAT')).toBe(0);
});

test('C09 with the store away nobody waits, and what was heard before still holds', async () => {
  const [one, another] = [await startReplica(), await startListener()];
  one.tell(caller, 'ALTOSTRAT', 60_000);
  await until(() => fake.published.length === 1);
  await hearAll(another);
  await fake.close();
  await until(() => typeof another.leftMs(toCaller('token-of-c'), 'NORTHFLANK') === 'number');
  expect(another.leftMs(caller, 'ALTOSTRAT')).toBe(60_000);
  fake = await startFakeRedis();
});
