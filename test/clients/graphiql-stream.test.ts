import { toResults } from '../../graphiql/event-stream.js';
import { startProcess } from '../support/api.js';
import { liveAccount, ONLY_WHEN_WOKEN, sendWebhook, SSE, SUBSCRIPTION } from '../support/event-stream.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** What GraphiQL makes of a subscription, without a browser around it. */

startSystem({ ...ONLY_WHEN_WOKEN, LIVE_HEARTBEAT_MS: '100' }, startProcess);
beforeEach(async () => upstream.forget());

const subscribe = (ids: readonly string[], fields = 'cause invoice { invoiceId }') =>
  toResults(async (signal) =>
    fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: SSE, authorization: 'Bearer sandbox-altostrat' },
      body: JSON.stringify({ query: SUBSCRIPTION(fields), variables: { ids } }),
      signal,
    }),
  );

const looks = async (): Promise<number> => (await upstream.paths()).length;

test('F54 F59 GraphiQL shows each event as it comes, and ends the stream when it is stopped', async () => {
  const account = await liveAccount(upstream);
  const results = subscribe([account.id]);
  const first = results.next();
  await until(async () => (await looks()) === 1);
  const invoiceId = await account.add();
  await sendWebhook(api, account);
  expect(await first).toMatchObject({
    done: false,
    value: { data: { invoiceChanged: { cause: 'CREATED', invoice: { invoiceId } } } },
  });
  const next = results.next();
  await results.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  const metrics = async (): Promise<string> => (await fetch(`${api.url}/metrics`)).text();
  await until(async () => (await metrics()).includes('\nbilling_live_streams 0\n'));
});

test('F54 F59 GraphiQL shows why a subscription is refused, and that is the end', async () => {
  const results = subscribe(['nonsense']);
  expect(await results.next()).toMatchObject({
    value: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  });
  expect(await results.next()).toEqual({ done: true, value: undefined });
});
