import { READ_MS } from '../../../src/transport/stores/store.js';
import { freePort } from '../../support/free-port.js';
import { startFakeRedis, type FakeMode, type FakeRedis } from '../../support/fake-redis.js';
import { until } from '../../support/until.js';
import { closeLinks, connectLink, watchLink, type WatchedLink } from './store-link.js';

/** Whatever is wrong with the store costs a caller a tenth of a second at most, once, and it is found again by itself. */

let fake: FakeRedis;
beforeEach(async () => {
  fake = await startFakeRedis();
});
afterEach(async () => {
  closeLinks();
  await fake.close();
});

const read = async ({ link }: WatchedLink, key = 'b1:x'): Promise<unknown> =>
  link.ask(async (redis) => redis.getrangeBuffer(key, 0, 100), READ_MS);

test('C09 a store that is well answers', async () => {
  fake.entries.set('b1:x', { bytes: Buffer.from('sealed'), ttlMs: 1000 });
  const watched = await connectLink(fake.url);
  expect(await read(watched)).toEqual({ answer: Buffer.from('sealed') });
  expect([watched.changes, watched.outcomes]).toEqual([[undefined], []]);
});

test('C09 before it is connected it is not asked, and nothing waits for it', async () => {
  const watched = watchLink(fake.url);
  expect(await read(watched)).toEqual({ failure: 'away' });
  await until(() => watched.link.isThere);
  expect([watched.outcomes, fake.commands]).toEqual([['away'], []]);
});

test.each<FakeMode>(['slow', 'silent', 'cut'])(
  'C09 a store that is %s is waited for once, for a tenth of a second, and then left alone',
  async (mode) => {
    fake.mode = mode;
    const waits: number[] = [];
    // The shortest of several waits is nearest to the promised one; a busy machine adds to all of them.
    for (let turn = 0; turn < 3; turn += 1) {
      const watched = await connectLink(fake.url);
      const startedAt = performance.now();
      expect(await read(watched)).toEqual({ failure: 'timeout' });
      waits.push(performance.now() - startedAt);
      expect(watched.link.isThere).toBe(false);
      expect(await read(watched)).toEqual({ failure: 'away' });
      expect([watched.outcomes, watched.changes]).toEqual([
        ['timeout', 'away'],
        [undefined, 'slow'],
      ]);
    }
    expect(Math.min(...waits)).toBeLessThan(1000);
  },
);

test('C09 of many that wait together, each waits no longer, and the connection is dropped once', async () => {
  fake.mode = 'silent';
  const watched = await connectLink(fake.url);
  await Promise.all(Array.from({ length: 50 }, async () => read(watched)));
  expect(watched.outcomes).toHaveLength(50);
  expect(watched.outcomes).not.toContain('away');
  expect(watched.changes).toEqual([undefined, 'slow']);
});

test('C09 what is no answer ends the connection', async () => {
  fake.mode = 'garbage';
  const watched = await connectLink(fake.url);
  expect(await read(watched)).toEqual({ failure: 'error' });
  await until(() => watched.changes.length > 1);
  expect(watched.changes).toEqual([undefined, 'unreadable']);
});

test('C09 an error is an answer, and the store is asked again', async () => {
  fake.mode = 'failing';
  const watched = await connectLink(fake.url);
  expect(await read(watched)).toEqual({ failure: 'error' });
  fake.mode = 'well';
  expect(await read(watched)).toEqual({ answer: Buffer.alloc(0) });
  expect(watched.changes).toEqual([undefined]);
});

test('C09 a store that is lost is found again, and is well then', async () => {
  const watched = await connectLink(fake.url);
  fake.drop();
  await until(() => !watched.link.isThere);
  expect(await read(watched)).toEqual({ failure: 'away' });
  await until(() => watched.link.isThere);
  expect(await read(watched)).toEqual({ answer: Buffer.alloc(0) });
  expect(watched.changes).toEqual([undefined, 'closed', undefined]);
});

test('C09 one that was not there at the start is found when it comes, and why it was not is told once', async () => {
  const port = await freePort();
  const watched = watchLink(`redis://127.0.0.1:${port}`);
  await until(() => watched.changes.length > 0);
  const late = await startFakeRedis({ port });
  await until(() => watched.link.isThere);
  expect(watched.changes).toEqual(['ECONNREFUSED', undefined]);
  closeLinks();
  await late.close();
});

test('C09 one that wants another password is told by its word for it, and never by the password', async () => {
  const strict = await startFakeRedis({ password: 'right' });
  const watched = watchLink(strict.url.replace('right', 'planted-wrong-password'));
  await until(() => watched.changes.length > 0);
  expect(watched.changes).toEqual(['WRONGPASS']);
  expect(await read(watched)).toEqual({ failure: 'away' });
  closeLinks();
  await strict.close();
});

test('C09 T11 no word of the store’s own making is told', async () => {
  const reasons = async (greeting: string): Promise<unknown> => {
    fake.greeting = greeting;
    const watched = watchLink(fake.url);
    await until(() => watched.changes.length > 0);
    return watched.changes[0];
  };
  expect(await reasons('-NOAUTH Authentication required.')).toBe('NOAUTH');
  expect(await reasons('-PLANTED secret')).toBe('unreadable');
});

test('C09 a password is said as it was meant, whatever its letters', async () => {
  const strict = await startFakeRedis({ password: 'a/b@c:d%' });
  const watched = await connectLink(`redis://:${encodeURIComponent('a/b@c:d%')}@127.0.0.1:${strict.port}/3`);
  expect(await read(watched)).toEqual({ answer: Buffer.alloc(0) });
  closeLinks();
  await strict.close();
});

test('C09 one that never says hello is no store', async () => {
  fake.mode = 'stalled';
  const watched = watchLink(fake.url);
  await until(() => fake.connections() > 0);
  expect(await read(watched)).toEqual({ failure: 'away' });
});

test('C09 a store that stays in trouble is left alone for longer each time, up to a quarter of a minute', async () => {
  // What a link waits is its back-off's, which is asked for by each connection that is lost.
  const watched = await connectLink(fake.url);
  const strategy = watched.link.redis.options.retryStrategy as (times: number) => number;
  expect(Array.from({ length: 8 }, () => strategy(1))).toEqual([125, 250, 500, 1000, 2000, 4000, 7500, 7500]);
  await read(watched);
  expect(strategy(1)).toBe(125);
});

test('C09 who listens hears what is published, and again after the connection was lost', async () => {
  const { link } = await connectLink(fake.url);
  const heard: string[] = [];
  const listening: boolean[] = [];
  link.listen('b1:pauses', {
    onMessage: (message) => heard.push(String(message)),
    onListening: (isListening) => listening.push(isListening),
  });
  await until(() => listening.length === 1);
  fake.publish(Buffer.from('one'));
  await until(() => heard.length === 1);
  fake.drop();
  await until(() => listening.length === 3);
  fake.publish(Buffer.from('two'));
  await until(() => heard.length === 2);
  expect([heard, listening]).toEqual([
    ['one', 'two'],
    [true, false, true],
  ]);
});

test('C09 a link that is closed says nothing more, and comes back never', async () => {
  const watched = await connectLink(fake.url);
  watched.link.listen('b1:pauses', { onMessage: () => undefined, onListening: () => undefined });
  await until(() => fake.connections() === 2);
  watched.link.close();
  expect(await read(watched)).toEqual({ failure: 'away' });
  await until(() => fake.connections() === 0);
  expect(watched.changes).toEqual([undefined]);
});
