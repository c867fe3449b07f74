import { startProcess } from '../support/api.js';
import {
  liveAccount,
  ONLY_WHEN_WOKEN,
  sendWebhook,
  SSE,
  subscribe,
  type EventStream,
  type LiveAccount,
  type StreamAsking,
} from '../support/event-stream.js';
import { northflankId } from '../support/export.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** What subscribers are told, and what it costs. Nobody looks but when he is woken, so that calls can be counted. */

startSystem({ ...ONLY_WHEN_WOKEN, LIVE_HEARTBEAT_MS: '100' }, startProcess);

const streams: EventStream[] = [];

async function open(ids: readonly string[], asking?: StreamAsking): Promise<EventStream> {
  const stream = await subscribe(api, ids, asking);
  streams.push(stream);
  return stream;
}

beforeEach(async () => upstream.forget());
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await upstream.clearFaults();
});

async function untilCalled(count: number): Promise<void> {
  await until(async () => (await upstream.calls()).filter(({ status }) => status !== null).length >= count);
}

/** The stream is there, and the head of the list has been looked at for the first time. */
async function begin(account: LiveAccount, asking: StreamAsking = {}): Promise<EventStream> {
  const stream = await open([account.id], asking);
  await untilCalled(1);
  return stream;
}

test('F54 an invoice that is created is told with what it is now: one call for the look, two for the event', async () => {
  const account = await liveAccount(upstream);
  const stream = await begin(account);
  expect([
    stream.status,
    stream.headers.get('content-type'),
    stream.headers.get('x-accel-buffering'),
  ]).toEqual([200, 'text/event-stream; charset=utf-8', 'no']);
  const invoiceId = await account.add();
  await sendWebhook(api, account);
  const { id, event, body } = (await stream.next())!;
  expect(event).toBe('next');
  expect(body).toEqual({
    data: { invoiceChanged: { cause: 'CREATED', invoice: { invoiceId, status: 'OPEN' } } },
    extensions: { eventId: id },
  });
  expect(id).toMatch(/^[0-9a-f-]{36}\.\d+$/);
  const paths = await upstream.paths();
  expect(paths).toHaveLength(4);
  expect(paths.slice(0, 2)).toEqual(Array(2).fill(expect.stringMatching(/invoices\?limit=100$/)));
});

test('F54 another status and another change are told apart, the oldest invoice first; a link that is made anew is none', async () => {
  const account = await liveAccount(upstream);
  const stream = await begin(account, { fields: 'cause invoice { invoiceId status }' });
  await account.patch(account.invoiceId(3), { hosted_invoice_url: 'https://invoice.example/3?s=1' });
  await account.patch(account.invoiceId(3), { status: 'paid' });
  await account.patch(account.invoiceId(2), { hosted_invoice_url: 'https://invoice.example/2?s=1' });
  await account.patch(account.invoiceId(1), { total: 999 });
  await sendWebhook(api, account);
  const told = [await stream.next(), await stream.next(), await stream.next()];
  expect(told.map((each) => each?.body.data.invoiceChanged)).toEqual([
    { cause: 'CHANGED', invoice: { invoiceId: account.invoiceId(1), status: 'OPEN' } },
    { cause: 'CHANGED', invoice: { invoiceId: account.invoiceId(2), status: 'OPEN' } },
    { cause: 'STATUS_CHANGED', invoice: { invoiceId: account.invoiceId(3), status: 'PAID' } },
  ]);
  await account.patch(account.invoiceId(2), { hosted_invoice_url: 'https://invoice.example/2?s=2' });
  await account.patch(account.invoiceId(1), { status: 'void' });
  await sendWebhook(api, account);
  expect((await stream.next())?.body.data.invoiceChanged.invoice.invoiceId).toBe(account.invoiceId(1));
});

test('F54 many streams of one account and credential cost one look; without the invoice an event costs nothing', async () => {
  const account = await liveAccount(upstream);
  const asking = { fields: 'cause observedAt billingAccount { accountId }' };
  const all = [
    await begin(account, asking),
    ...(await Promise.all([1, 2, 3].map(async () => open([account.id], asking)))),
  ];
  await account.add();
  await sendWebhook(api, account);
  const told = await Promise.all(all.map(async (stream) => stream.next()));
  const [first] = told;
  expect(first?.body.data.invoiceChanged).toEqual({
    cause: 'CREATED',
    observedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    billingAccount: { accountId: account.accountId },
  });
  expect(told).toEqual(Array(4).fill(first));
  expect(await upstream.paths()).toHaveLength(2);
});

test('F54 another credential is looked with for itself, and is told nothing that it may not see', async () => {
  const account = await liveAccount(upstream);
  const mine = await begin(account);
  const token = await freshToken(upstream);
  await upstream.control('POST', '/tokens', {
    token: 'outsider-live',
    provider: 'altostrat',
    workspaces: ['ws_globex'],
  });
  const [other, outsider] = await Promise.all([
    open([account.id], { token }),
    open([account.id], { token: 'outsider-live' }),
  ]);
  expect((await outsider.next())?.body.errors[0].extensions.code).toBe('FORBIDDEN');
  await untilCalled(3);
  await account.add();
  await sendWebhook(api, account);
  expect([(await mine.next())?.body.data, (await other.next())?.body.data]).toEqual(
    Array(2).fill({
      invoiceChanged: { cause: 'CREATED', invoice: { invoiceId: account.invoiceId(4), status: 'OPEN' } },
    }),
  );
  outsider.close();
  expect(outsider.text()).not.toContain(account.invoiceId(4));
});

test('F54 accounts of both providers are one stream; one that fails is an error of its own, told once, and the others go on', async () => {
  const account = await liveAccount(upstream);
  const token = await freshToken(upstream);
  const northflank = await freshToken(upstream, 'northflank');
  await upstream.fault({ match: { provider: 'northflank' }, fault: { kind: 'status', status: 404 } });
  const stream = await open([northflankId('team-none'), account.id], {
    token,
    headers: { 'northflank-authorization': `Bearer ${northflank}` },
  });
  const { id, body } = (await stream.next())!;
  expect([id, body.data]).toEqual([undefined, null]);
  expect(body.errors).toEqual([
    expect.objectContaining({
      path: ['invoiceChanged'],
      extensions: expect.objectContaining({ code: 'NOT_FOUND', provider: 'NORTHFLANK' }),
    }),
  ]);
  await untilCalled(2);
  await account.add();
  await sendWebhook(api, account);
  expect((await stream.next())?.body.data.invoiceChanged.cause).toBe('CREATED');
});

test('F54 an invoice that cannot be read for its event is null with an error there, and the stream goes on', async () => {
  const account = await liveAccount(upstream);
  const token = await freshToken(upstream);
  const stream = await begin(account, { token });
  await account.add();
  await upstream.fault({ match: { path: '=in_live' }, fault: { kind: 'status', status: 403 } });
  await sendWebhook(api, account);
  const { body } = (await stream.next())!;
  expect(body.data).toEqual({ invoiceChanged: { cause: 'CREATED', invoice: null } });
  expect(body.errors.map(({ path }: { path: unknown }) => path)).toEqual([['invoiceChanged', 'invoice']]);
  await upstream.clearFaults();
  await account.add();
  await sendWebhook(api, account);
  expect((await stream.next())?.body.data.invoiceChanged.invoice.invoiceId).toBe(account.invoiceId(5));
});

test('F54 with a credential that is refused the stream ends, and says so', async () => {
  const account = await liveAccount(upstream);
  const stream = await open([account.id], { token: 'sandbox-altostrat-expired' });
  const last = (await stream.next())!;
  expect([last.event, last.body.errors[0].extensions.code]).toEqual(['next', 'UNAUTHENTICATED']);
  expect((await stream.next())?.event).toBe('complete');
  expect(await stream.next()).toBeUndefined();
  expect(await upstream.paths()).toHaveLength(1);
});

test('F54 whoever comes back with the id of the last event is told what came after it, also while nobody looked', async () => {
  const account = await liveAccount(upstream);
  const stream = await begin(account);
  await account.add();
  await sendWebhook(api, account);
  const { id: lastEventId = '' } = (await stream.next())!;
  const other = await open([account.id]);
  await account.add();
  await sendWebhook(api, account);
  await other.next();
  stream.close();
  other.close();
  await until(async () => (await metricsText()).includes('billing_live_pollers 0'));
  await account.add();
  const back = await open([account.id], { headers: { 'last-event-id': lastEventId } });
  const told = [await back.next(), await back.next()];
  expect(told.map((each) => each?.body.data.invoiceChanged.invoice.invoiceId)).toEqual([
    account.invoiceId(5),
    account.invoiceId(6),
  ]);
});

test.each(['00000000-0000-0000-0000-000000000000.1', 'x', '1'.repeat(3000)])(
  'F54 an event that is not known here any more is told as such: %#',
  async (lastEventId) => {
    const account = await liveAccount(upstream);
    const stream = await open([account.id], { headers: { 'last-event-id': lastEventId } });
    expect((await stream.next())?.body.data).toEqual({ invoiceChanged: { cause: 'RESYNC', invoice: null } });
  },
);

test('F54 more than twenty changes at once are one that says to read the list', async () => {
  const account = await liveAccount(upstream);
  const stream = await begin(account);
  for (let count = 0; count < 20; count += 1) await account.add();
  await sendWebhook(api, account);
  const causes = [];
  for (let count = 0; count < 20; count += 1)
    causes.push((await stream.next())?.body.data.invoiceChanged.cause);
  expect(causes).toEqual(Array(20).fill('CREATED'));
  for (let count = 0; count < 21; count += 1) await account.add();
  await sendWebhook(api, account);
  expect((await stream.next())?.body.data.invoiceChanged).toEqual({ cause: 'RESYNC', invoice: null });
});

test('F54 a stream says that it is alive while there is nothing to tell', async () => {
  const account = await liveAccount(upstream);
  const stream = await begin(account);
  const coming = stream.next();
  await until(() => stream.text().startsWith(':\n\n:\n\n:\n\n'));
  await account.add();
  await sendWebhook(api, account);
  expect((await coming)?.event).toBe('next');
});

test('F54 a query is answered in the same form by one event', async () => {
  const answer = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: SSE },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect([answer.status, await answer.text()]).toEqual([
    200,
    'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata: \n\n',
  ]);
});

async function metricsText(): Promise<string> {
  return (await fetch(`${api.url}/metrics`)).text();
}
