import { once } from 'node:events';
import { startProcess } from '../support/api.js';
import {
  liveAccount,
  MULTIPART,
  ONLY_WHEN_WOKEN,
  refusalOf,
  sendWebhook,
  subscribe,
  type EventStream,
} from '../support/event-stream.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** How many streams there may be, what ends them, and that nobody looks for those who have gone. */

startSystem(
  {
    LIVE_POLL_MS: '100',
    LIVE_POLLS_PER_MINUTE: '40',
    LIVE_STREAMS_PER_CREDENTIAL: '2',
    LIVE_STREAMS_MAX: '3',
    MAX_OPERATIONS: '2',
    CALL_COST: 'on',
  },
  startProcess,
);

const streams: EventStream[] = [];

async function open(...[ids, asking]: [readonly string[], Parameters<typeof subscribe>[2]?]) {
  const stream = await subscribe(api, ids, asking);
  streams.push(stream);
  return stream;
}

async function gauge(name: string): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

beforeEach(async () => upstream.forget());
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await until(async () => (await gauge('billing_live_streams')) === 0);
});

test('F54 a change is found by looking, and nobody looks any more when the last subscriber has gone', async () => {
  const account = await liveAccount(upstream);
  const token = await freshToken(upstream);
  const [stream, other] = [await open([account.id], { token }), await open([account.id], { token })];
  await until(async () => (await upstream.paths()).length >= 2);
  expect([await gauge('billing_live_streams'), await gauge('billing_live_pollers')]).toEqual([2, 1]);
  await account.add();
  const { body } = (await stream.next())!;
  expect(body.data.invoiceChanged.cause).toBe('CREATED');
  expect(body.extensions.cost).toMatchObject({ predictedCalls: 2, actualCalls: 2, callsLimit: 25 });
  stream.close();
  await until(async () => (await gauge('billing_live_streams')) === 1);
  expect(await gauge('billing_live_pollers')).toBe(1);
  other.close();
  await until(async () => (await gauge('billing_live_pollers')) === 0);
  await until(async () =>
    (await upstream.calls()).every(({ status, aborted }) => status !== null || aborted),
  );
  const calls = (await upstream.paths()).length;
  await account.add();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await upstream.paths()).toHaveLength(calls);
});

test('F54 a credential has two streams here and the server three; more are refused with a time to come back', async () => {
  const account = await liveAccount(upstream);
  const [token, other] = [await freshToken(upstream), await freshToken(upstream)];
  const ids = [account.id];
  await open(ids, { token });
  const second = await open(ids, { token });
  const third = await open(ids, { token });
  expect([third.status, (await refusalOf(third))[0]?.extensions]).toEqual([
    429,
    expect.objectContaining({ code: 'RATE_LIMITED', retryable: true, retryAfterMs: 30_000 }),
  ]);
  expect((await open(ids, { token: other })).status).toBe(200);
  const fourth = await open(ids, { token: await freshToken(upstream), accept: MULTIPART });
  expect([fourth.status, (await refusalOf(fourth))[0]?.extensions]).toEqual([
    503,
    expect.objectContaining({ code: 'OVERLOADED', retryable: true, retryAfterMs: 30_000 }),
  ]);
  second.close();
  await until(async () => (await open(ids, { token })).status === 200);
  expect(await gauge('billing_live_streams')).toBe(3);
});

test('F54 a stream is no operation under way: others are answered while as many are open as operations may be', async () => {
  const account = await liveAccount(upstream);
  const tokens = [await freshToken(upstream), await freshToken(upstream)];
  for (const token of tokens) await open([account.id], { token });
  const answers = await Promise.all([api.ask('{ __typename }'), api.ask('{ a: __typename }')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test('F54 a credential looks no more often in a minute than it may, however many accounts it watches', async () => {
  const token = await freshToken(upstream);
  const accounts = await Promise.all(Array.from({ length: 45 }, async () => liveAccount(upstream, 1)));
  const stream = await open(
    accounts.map(({ id }) => id),
    { token },
  );
  await until(async () => (await upstream.paths()).length >= 40);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await upstream.paths()).toHaveLength(40);
  expect(stream.status).toBe(200);
});

test('F54 a pause that the provider asks for is waited out, and told once', async () => {
  const account = await liveAccount(upstream);
  const token = await freshToken(upstream);
  await upstream.fault({ match: { token }, fault: { kind: 'rateLimit', retryAfter: 1 }, times: 1 });
  const stream = await open([account.id], { token, fields: 'cause' });
  const { body } = (await stream.next())!;
  expect(body.errors[0].extensions).toMatchObject({
    code: 'RATE_LIMITED',
    retryable: true,
    retryAfterMs: 1000,
  });
  await until(async () => (await upstream.calls()).some(({ status }) => status === 200));
  expect((await upstream.calls()).filter(({ status }) => status === 429)).toHaveLength(1);
  await account.add();
  expect((await stream.next())?.body.data).toEqual({ invoiceChanged: { cause: 'CREATED' } });
});

test('F54 L01 a drain ends every stream with its reason, and the process goes without waiting for them', async () => {
  const server = await startProcess({ ALTOSTRAT_URL: upstream.url, ...ONLY_WHEN_WOKEN });
  const account = await liveAccount(upstream);
  const sse = await subscribe(server, [account.id]);
  const multipart = await subscribe(server, [account.id], { accept: MULTIPART });
  await until(async () => (await upstream.paths()).length === 1);
  await account.add();
  await sendWebhook(server, account);
  await Promise.all([sse.next(), multipart.next()]);
  const exited = once(server.process, 'exit');
  server.process.kill('SIGTERM');
  const [last, part] = [(await sse.next())!, (await multipart.next())!];
  expect([last.event, last.body.errors[0].extensions]).toEqual([
    'next',
    expect.objectContaining({ code: 'SHUTTING_DOWN', retryable: true }),
  ]);
  expect((await sse.next())?.event).toBe('complete');
  expect([part.body.payload, part.body.errors[0].extensions.code]).toEqual([null, 'SHUTTING_DOWN']);
  expect(await multipart.next()).toBeUndefined();
  expect(await exited).toEqual([0, null]);
});
