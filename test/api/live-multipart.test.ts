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
  type EventStream,
  type StreamAsking,
} from '../support/event-stream.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** The same events as parts of a multipart answer, and which `Accept` has which answer. */

startSystem({ ...ONLY_WHEN_WOKEN, LIVE_HEARTBEAT_MS: '100' }, startProcess);

const streams: EventStream[] = [];

async function open(ids: readonly string[], asking?: StreamAsking): Promise<EventStream> {
  const stream = await subscribe(api, ids, asking);
  streams.push(stream);
  return stream;
}

beforeEach(async () => upstream.forget());
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

test('F54 multipart: an event is the payload of a part, and an empty part says that the stream is alive', async () => {
  const account = await liveAccount(upstream);
  const stream = await open([account.id], { accept: MULTIPART });
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
  const stream = await open([account.id], {
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

const SKIPPED = (condition: string): string =>
  `subscription ($ids: [ID!]!, $no: Boolean = true) { ${condition} }`;
const ASKED = 'invoiceChanged(accountIds: $ids)';
const SPREAD = `${SKIPPED('...F')} fragment F on Subscription { ...G } fragment G on Subscription { ${ASKED} @include(if: $no) { cause } }`;

test.each<[string, string, Record<string, unknown>, string]>([
  ['a field that there is not', 'subscription { x }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  ['nothing but its type', 'subscription { __typename }', {}, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'two fields',
    SKIPPED(`a: ${ASKED} { cause } b: ${ASKED} { cause }`),
    { ids: [] },
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['ids that are none', SUBSCRIPTION('cause'), { ids: [1, {}] }, 'BAD_USER_INPUT'],
  ['no account', SUBSCRIPTION('cause'), { ids: [] }, 'BAD_USER_INPUT'],
  ['an id of nothing', SUBSCRIPTION('cause'), { ids: ['nothing'] }, 'BAD_USER_INPUT'],
  [
    '51 accounts',
    SUBSCRIPTION('cause'),
    { ids: Array.from({ length: 51 }, (_, index) => `x${index}`) },
    'BAD_USER_INPUT',
  ],
  [
    'a field that a variable skips',
    SKIPPED(`${ASKED} @skip(if: $no) { cause }`),
    { ids: ['x'] },
    'BAD_USER_INPUT',
  ],
  [
    'a field that is skipped',
    SKIPPED(`... @skip(if: true) { ${ASKED} { cause } }`),
    { ids: ['x'] },
    'BAD_USER_INPUT',
  ],
  ['fragments that a variable decides on', SPREAD, { ids: ['x'] }, 'BAD_USER_INPUT'],
  [
    'fragments in a circle',
    `${SKIPPED('...F')} fragment F on Subscription { ...F ...G @skip(if: $no) }`,
    {},
    'BAD_USER_INPUT',
  ],
  ['2,001 lines', `${SUBSCRIPTION('cause')} # ${'\n'.repeat(2001)}`, { ids: ['x'] }, 'BAD_USER_INPUT'],
])('F54 D12 a stream of %s is refused before it begins, as JSON', async (_case, query, variables, code) => {
  for (const accept of [SSE, MULTIPART]) {
    const refused = await post(query, accept, variables);
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, code]);
  }
  expect(await upstream.paths()).toEqual([]);
});

test('F54 without a credential for an account there is no stream', async () => {
  const account = await liveAccount(upstream);
  const stream = await open([account.id], { token: null });
  const [error] = await refusalOf(stream);
  expect([stream.status, error?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
  expect(await upstream.paths()).toEqual([]);
});

test('F54 a router has the same streams of its graph', async () => {
  const account = await liveAccount(upstream);
  const stream = await open([account.id], { path: '/subgraph', fields: 'cause' });
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
