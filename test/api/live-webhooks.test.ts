import { createHmac } from 'node:crypto';
import { startProcess } from '../support/api.js';
import {
  liveAccount,
  ONLY_WHEN_WOKEN,
  SECRET,
  sendWebhook,
  subscribe,
  type EventStream,
  type LiveAccount,
  type Webhook,
} from '../support/event-stream.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** Webhooks only make the server look: what is not genuine does not even that, and what is sent again does it once. */

const OTHER_SECRET = 'whsec_fedcba9876543210';

startSystem(
  { ...ONLY_WHEN_WOKEN, ALTOSTRAT_WEBHOOK_SECRET: `${SECRET},${OTHER_SECRET}`, MAX_BODY_BYTES: '2048' },
  startProcess,
);

let account: LiveAccount;
let stream: EventStream;

beforeAll(async () => {
  account = await liveAccount(upstream);
  stream = await subscribe(api, [account.id], { fields: 'cause' });
  expect(stream.status).toBe(200);
  await until(async () => (await upstream.calls()).some(({ status }) => status === 200));
});
afterAll(() => stream?.close());
beforeEach(async () => upstream.forget());

const now = (): number => Math.floor(Date.now() / 1000);

/** Sends it, and then one that is heeded for certain: whatever the first did has been done by then. */
async function callsFor(webhook: Partial<Webhook>): Promise<{ status: number; calls: number }> {
  const { status } = await sendWebhook(api, { ...account, ...webhook });
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { status, calls: (await upstream.paths()).length };
}

function sign(body: string, seconds = now(), secret = SECRET): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
}

test('F54 a webhook makes the server look at once, and needs no credential', async () => {
  expect((await sendWebhook(api, account)).status).toBe(204);
  await until(async () => (await upstream.paths()).length === 1);
});

test('F54 a webhook that is signed with either secret counts while they are changed', async () => {
  expect((await sendWebhook(api, { ...account, secret: OTHER_SECRET })).status).toBe(204);
  await until(async () => (await upstream.paths()).length === 1);
});

test.each<[string, () => Partial<Webhook>]>([
  ['another secret', () => ({ secret: 'whsec_9999999999999999' })],
  ['301 seconds ago', () => ({ seconds: now() - 302 })],
  ['301 seconds ahead', () => ({ seconds: now() + 302 })],
  ['another body', () => ({ body: '{"id":"evt_x"}' })],
  ['no signature', () => ({ signature: '' })],
  ['a signature of an unknown scheme', () => ({ signature: `t=${now()},v0=${'0'.repeat(64)}` })],
  ['two times', () => ({ signature: `t=${now()},t=${now()},v1=${'0'.repeat(64)}` })],
  ['a signature that is too short', () => ({ signature: `t=${now()},v1=00` })],
  ['a long header', () => ({ signature: `t=${now()},${`v1=${'0'.repeat(64)},`.repeat(100)}` })],
])('F54 a webhook of %s is refused, and nobody looks', async (_case, webhook) => {
  const response = await sendWebhook(api, { ...account, ...webhook() });
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as { errors: { message: string; extensions: object }[] };
  expect(errors).toEqual([
    {
      message:
        'Expected a signature of the body with the secret of this address, no more than 5 minutes old.',
      extensions: { code: 'BAD_REQUEST', retryable: false, correlationId: expect.any(String) },
    },
  ]);
  expect((await callsFor({ type: 'customer.updated' })).calls).toBe(0);
});

test('F54 of several signatures one has to be right; a time just within the tolerance is', async () => {
  const body = JSON.stringify({
    id: 'evt_several',
    type: 'invoice.paid',
    data: { object: { customer: account.accountId } },
  });
  const seconds = now() - 290;
  const signature = `t=${seconds},v1=${'0'.repeat(64)},v1=${sign(body, seconds)},v0=x`;
  expect((await sendWebhook(api, { ...account, signature, body })).status).toBe(204);
  await until(async () => (await upstream.paths()).length === 1);
});

test('F54 the same event again is taken, and looked for once', async () => {
  expect((await sendWebhook(api, { ...account, eventId: 'evt_again' })).status).toBe(204);
  await until(async () => (await upstream.paths()).length === 1);
  expect(await callsFor({ eventId: 'evt_again' })).toEqual({ status: 204, calls: 1 });
});

test.each<[string, Partial<Webhook>]>([
  ['an account that nobody watches', { accountId: 'cus_nobody' }],
  ['something else than an invoice', { type: 'customer.updated' }],
])('F54 a webhook of %s is taken, and nobody looks', async (_case, webhook) => {
  expect(await callsFor(webhook)).toEqual({ status: 204, calls: 0 });
});

test('F54 what is signed and cannot be read is refused or ignored, and a large body is not read', async () => {
  const statuses = [];
  for (const body of ['{', '[]', '{}', '{"id":1,"type":"invoice.paid"}', 'x'.repeat(2049)]) {
    const seconds = now();
    const signature = `t=${seconds},v1=${sign(body, seconds)}`;
    statuses.push((await sendWebhook(api, { ...account, signature, body })).status);
  }
  expect(statuses).toEqual([400, 204, 204, 204, 413]);
  const got = await fetch(`${api.url}/webhooks/altostrat`);
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await upstream.paths()).length).toBe(0);
});

test('F54 without a secret there is no address for webhooks', async () => {
  const server = await startProcess({ ALTOSTRAT_URL: upstream.url });
  expect((await sendWebhook(server, account)).status).toBe(404);
  await server.stop();
});
