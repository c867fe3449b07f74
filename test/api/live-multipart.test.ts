import { startProcess } from '../support/api.js';
import {
  liveAccount,
  MULTIPART,
  ONLY_WHEN_WOKEN,
  refusalOf,
  sendWebhook,
  SSE,
  subscribe,
  SUBSCRIPTION,
} from '../support/event-stream.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** The same events as parts of a multipart answer, and which `Accept` has which answer. */

startSystem({ ...ONLY_WHEN_WOKEN, LIVE_HEARTBEAT_MS: '100' }, startProcess);

beforeEach(async () => upstream.forget());

test('F54 multipart: an event is the payload of a part, and an empty part says that the stream is alive', async () => {
  const account = await liveAccount(upstream);
  const stream = await subscribe(api, [account.id], { accept: MULTIPART });
  expect([stream.status, stream.headers.get('content-type')]).toEqual([
    200,
    'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  ]);
  await until(async () => (await upstream.calls()).length === 1);
  const invoiceId = await account.add();
  await sendWebhook(api, account);
  expect((await stream.next())?.body).toEqual({
    payload: {
      data: { invoiceChanged: { cause: 'CREATED', invoice: { invoiceId, status: 'OPEN' } } },
      extensions: { eventId: expect.any(String) },
    },
  });
  const coming = stream.next().catch(() => undefined);
  const empty = '\r\ncontent-type: application/json; charset=utf-8\r\n\r\n{}\r\n--graphql';
  await until(() => stream.text().endsWith(`--graphql${empty}${empty}`));
  expect(stream.text().startsWith(`\r\n--graphql${empty}`)).toBe(true);
  stream.close();
  await coming;
});

test('F54 multipart: a stream that ends says why in a part without a payload, and ends the answer', async () => {
  const account = await liveAccount(upstream);
  const stream = await subscribe(api, [account.id], {
    accept: MULTIPART,
    token: 'sandbox-altostrat-expired',
  });
  const { body } = (await stream.next())!;
  expect([body.payload, body.errors[0].extensions.code]).toEqual([null, 'UNAUTHENTICATED']);
  expect(await stream.next()).toBeUndefined();
  expect(stream.text().endsWith('\r\n--graphql--\r\n')).toBe(true);
});

test('F54 whoever takes a stream beside JSON has queries answered as JSON', async () => {
  for (const accept of [MULTIPART, 'application/json, text/event-stream, multipart/mixed']) {
    const { status, headers, body } = await post('{ __typename }', accept);
    expect([status, headers.get('content-type'), body]).toEqual([
      200,
      'application/graphql-response+json; charset=utf-8',
      { data: { __typename: 'Query' } },
    ]);
  }
});

test.each(['application/json', '*/*', 'multipart/mixed;deferSpec=20220824,application/json', undefined])(
  'D12 a subscription that is asked for as %s is refused in words that say what to accept',
  async (accept) => {
    const account = await liveAccount(upstream);
    const { status, body } = await post(SUBSCRIPTION('cause'), accept, { ids: [account.id] });
    expect([status, body.data, body.errors.length]).toEqual([400, undefined, 1]);
    expect(body.errors[0]).toMatchObject({
      message: expect.stringMatching(/text\/event-stream.*multipart\/mixed;subscriptionSpec=1\.0/),
      extensions: { code: 'BAD_REQUEST', retryable: false },
    });
    expect(await upstream.paths()).toEqual([]);
  },
);

test.each<[string, Record<string, unknown>, number, string]>([
  ['subscription { x }', {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['subscription { __typename }', {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
  [SUBSCRIPTION('cause'), { ids: [1, {}] }, 400, 'BAD_USER_INPUT'],
  [SUBSCRIPTION('cause'), { ids: [] }, 400, 'BAD_USER_INPUT'],
  [SUBSCRIPTION('cause'), { ids: ['nothing'] }, 400, 'BAD_USER_INPUT'],
  [
    SUBSCRIPTION('cause'),
    { ids: Array.from({ length: 51 }, (_, index) => `x${index}`) },
    400,
    'BAD_USER_INPUT',
  ],
  [
    'subscription ($ids: [ID!]!, $no: Boolean = true) { invoiceChanged(accountIds: $ids) @skip(if: $no) { cause } }',
    { ids: ['x'] },
    400,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [`${SUBSCRIPTION('cause')} # ${'\n'.repeat(2001)}`, { ids: ['x'] }, 400, 'BAD_USER_INPUT'],
])(
  'F54 what is refused is refused before the stream begins, as JSON: %# %j',
  async (query, variables, status, code) => {
    for (const accept of [SSE, MULTIPART]) {
      const refused = await post(query, accept, variables);
      expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([status, code]);
    }
    expect(await upstream.paths()).toEqual([]);
  },
);

test('F54 without a credential for an account there is no stream', async () => {
  const account = await liveAccount(upstream);
  const stream = await subscribe(api, [account.id], { token: null });
  const [error] = await refusalOf(stream);
  expect([stream.status, error?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
  expect(await upstream.paths()).toEqual([]);
});

test('F54 a router has the same streams of its graph', async () => {
  const account = await liveAccount(upstream);
  const stream = await subscribe(api, [account.id], { path: '/subgraph', fields: 'cause' });
  await until(async () => (await upstream.calls()).length === 1);
  await account.add();
  await sendWebhook(api, account);
  expect((await stream.next())?.body.data).toEqual({ invoiceChanged: { cause: 'CREATED' } });
  stream.close();
});

async function post(query: string, accept: string | undefined, variables: Record<string, unknown> = {}) {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer sandbox-altostrat',
      ...(accept !== undefined && { accept }),
    },
    body: JSON.stringify({ query, variables }),
  });
  // Tests read into answers of any shape; a wrong path fails the assertion that follows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}
