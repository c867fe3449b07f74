import { api, startSystem, upstream } from '../support/system.js';

/** What clients with habits of their own send: urql's GET, older media types, browsers, scanners. */

startSystem();
beforeEach(async () => upstream.forget());

const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';
const URQL_ACCEPT =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';
const INVOICES =
  '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") { invoices(first: 1) { nodes { invoiceId } } } }';
const PREVIEW =
  'mutation { previewInvoice(input: { workspaceId: "ws_acme", accountId: "cus_acme_us", items: [] }) { userErrors { code } } }';

interface Sent {
  readonly method?: string;
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

async function send({ method = 'GET', query, body, headers }: Sent) {
  const search = query === undefined ? '' : `?${new URLSearchParams({ query }).toString()}`;
  const response = await fetch(`${api.url}/graphql${search}`, {
    method,
    redirect: 'manual',
    headers: { authorization: 'Bearer sandbox-altostrat', ...headers },
    body: body ?? null,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const post = async (body: string, headers: Record<string, string> = {}) =>
  send({ method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

const json = (text: string): unknown => JSON.parse(text);
const withPreflight = { 'apollo-require-preflight': 'true' };

test('H07 GET with apollo-require-preflight answers as POST does', async () => {
  const { status, headers, text } = await send({
    query: INVOICES,
    headers: { accept: URQL_ACCEPT, ...withPreflight },
  });
  expect([status, headers.get('content-type')]).toEqual([200, RESPONSE_TYPE]);
  expect(json(text)).toEqual({
    data: { billingAccount: { invoices: { nodes: [{ invoiceId: 'in_acme_us_001200' }] } } },
  });
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=1',
  ]);
});

test('H07 GET without it is refused with a text that names the header, and calls nobody', async () => {
  const { status, text } = await send({ query: INVOICES, headers: { accept: URQL_ACCEPT } });
  expect(status).toBe(400);
  expect(text).toContain('apollo-require-preflight');
  expect(await upstream.paths()).toEqual([]);
});

test.each([
  [RESPONSE_TYPE, 'application/graphql-response+json', 400],
  [JSON_TYPE, 'application/json', 200],
  [JSON_TYPE, '*/*', 400],
])(
  'POST is answered with %s to Accept: %s; a refused document has status %s',
  async (type, accept, refused) => {
    const good = await post('{"query":"{ __typename }"}', { accept });
    expect([good.status, good.headers.get('content-type')]).toEqual([200, type]);
    expect(json(good.text)).toEqual({ data: { __typename: 'Query' } });
    const bad = await post('{"query":"{ nothing }"}', { accept });
    expect([bad.status, bad.headers.get('content-type')]).toEqual([refused, type]);
    expect(json(bad.text)).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  },
);

test('H07 a mutation by GET is refused with 405 and the method that takes it', async () => {
  const { status, headers } = await send({ query: PREVIEW, headers: withPreflight });
  expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  expect(await upstream.paths()).toEqual([]);
});

test.each(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH'])('H08 %s is refused with 405', async (method) => {
  const { status, headers } = await send({ method, headers: withPreflight });
  expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
});

test.each([
  ['text/plain', 400],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/form-data; boundary=x', 415],
  ['application/graphql', 415],
])('a body of type %s is refused with %s', async (type, refused) => {
  const { status } = await post(JSON.stringify({ query: INVOICES }), { 'content-type': type });
  expect(status).toBe(refused);
  expect(await upstream.paths()).toEqual([]);
});

test('H03 a batch is refused as a whole', async () => {
  const { status } = await post(JSON.stringify([{ query: INVOICES }, { query: INVOICES }]));
  expect(status).toBe(400);
  expect(await upstream.paths()).toEqual([]);
});

test('F59 a browser that opens the API is sent to GraphiQL', async () => {
  const { status, headers } = await send({ headers: { accept: 'text/html,*/*;q=0.8' } });
  expect([status, headers.get('location')]).toEqual([302, './']);
});

test('H19 every answer has an x-request-id and is not to be stored', async () => {
  const answers = await Promise.all([
    post('{"query":"{ __typename }"}'),
    post('{'),
    post('{"query":"{"}'),
    send({ query: '{ __typename }' }),
    send({ method: 'PUT' }),
    send({ headers: { accept: 'text/html' } }),
  ]);
  for (const { headers } of answers) {
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(headers.get('cache-control')).toBe('private, no-store');
  }
});

test("H15 the caller's x-request-id is the answer's, its errors' and the upstream call's", async () => {
  const { headers, text } = await post(
    JSON.stringify({ query: INVOICES.replace('first: 1', 'first: 1, last: 1') }),
    {
      'x-request-id': 'mine-1',
    },
  );
  expect(headers.get('x-request-id')).toBe('mine-1');
  expect(json(text)).toMatchObject({ errors: [{ extensions: { correlationId: 'mine-1' } }] });
  await post(JSON.stringify({ query: INVOICES }), { 'x-request-id': 'mine-2' });
  expect((await upstream.calls()).map(({ headers }) => headers['x-request-id'])).toEqual(['mine-2']);
});
