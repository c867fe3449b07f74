import { startProcess, type Api } from '../support/api.js';
import { liveAccount, ONLY_WHEN_WOKEN, sendWebhook, subscribe } from '../support/event-stream.js';
import { startRedis, type RedisServer } from '../support/redis-server.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { until } from '../support/until.js';

/** A webhook that one replica is sent has all of them look, by way of one real Redis. */

let upstream: Upstream;
let redis: RedisServer;
let told: Api;
let other: Api;

beforeAll(async () => {
  redis = await startRedis();
  upstream = await startUpstream();
  const environment = { ALTOSTRAT_URL: upstream.url, REDIS_URL: redis.url, ...ONLY_WHEN_WOKEN };
  [told, other] = await Promise.all([startProcess(environment), startProcess(environment)]);
  await until(() => [told, other].every((api) => api.output().includes('shared store is there')));
});
afterAll(async () => {
  await Promise.all([told?.stop(), other?.stop()]);
  await Promise.all([upstream?.close(), redis?.stop()]);
});
beforeEach(async () => upstream.forget());

const STREAM = 'b1:wakes';

test('F54 a webhook of one replica is heard by the others, also by one whose connection was lost meanwhile', async () => {
  const account = await liveAccount(upstream);
  const stream = await subscribe(other, [account.id], { fields: 'cause' });
  await until(async () => (await upstream.calls()).some(({ status }) => status === 200));
  for (const loses of [false, true]) {
    if (loses) await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await account.add();
    // Until the one that is told has its own connection again.
    const before = await redis.client.xlen(STREAM);
    await until(async () => {
      await sendWebhook(told, account);
      return (await redis.client.xlen(STREAM)) > before;
    });
    expect((await stream.next())?.body.data).toEqual({ invoiceChanged: { cause: 'CREATED' } });
  }
  stream.close();
});

test('F54 what replicas tell one another names no account, and is bounded', async () => {
  const account = await liveAccount(upstream);
  await until(async () => {
    await sendWebhook(told, account);
    return (await redis.client.xlen(STREAM)) > 2;
  });
  const entries = JSON.stringify(await redis.client.xrange(STREAM, '-', '+'));
  expect(entries).not.toContain(account.accountId);
  // Fewer at a time than a replica takes connections.
  for (let sent = 0; sent < 1500; sent += 100)
    await Promise.all(Array.from({ length: 100 }, async () => sendWebhook(told, account)));
  await until(async () => (await redis.client.xlen(STREAM)) > 900);
  expect(await redis.client.xlen(STREAM)).toBeLessThan(1200);
});
