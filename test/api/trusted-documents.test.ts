import { startProcess, type Api } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { idOf, manifestOf, writeManifest } from '../support/manifest.js';
import { exchangeOne, postHead } from '../support/raw-http.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Documents that are asked by their ids, and servers that answer nothing else. */

const ACCOUNT = accountField('cus_acme_us', 'ws_acme');
const NAME = `{ ${ACCOUNT} { name } }`;
const PAGE = `query Page($first: Int!) { ${ACCOUNT} { invoices(first: $first) { nodes { invoiceId } } } }`;
const TWO = `query One { __typename } query Two { ${ACCOUNT} { accountId } }`;
const PREVIEW = `mutation Preview { previewInvoice(input: { workspaceId: "ws_acme", accountId: "cus_acme_us", items: [] }) { userErrors { code } } }`;
const CHANGED = `subscription Changed($ids: [ID!]!) { invoiceChanged(accountIds: $ids) { cause } }`;
const FAILING = `{ ${accountField('cus_nobody', 'ws_acme')} { invoices(first: 1) { nodes { id } } } }`;
const SECRET = 'the-secret-of-the-router';

const path = writeManifest(manifestOf([NAME, PAGE, TWO, PREVIEW, CHANGED, FAILING]));

let upstream: Upstream;
/** Answers registered documents alone. */
let only: Api;
/** Answers them by their ids as well. */
let mixed: Api;
beforeAll(async () => {
  upstream = await startUpstream();
  const environment = {
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    TRUSTED_DOCUMENTS: path,
    ROUTER_SECRET: SECRET,
    CACHE_LIST_MS: '7900',
    // What is kept is kept by clients here.
    CACHE_BYTES: '1048576',
    // There is no short way where queries are interpreted.
    COMPILE_QUERIES: 'on',
  };
  [only, mixed] = await Promise.all([
    startProcess({ ...environment, TRUSTED_DOCUMENTS_ONLY: 'on', CACHE_LIST_MS: '0' }),
    startProcess(environment),
  ]);
  // Two processes at once, on machines that have other things to do.
}, 60_000);
afterAll(async () => {
  await Promise.all([only?.stop(), mixed?.stop()]);
  await upstream?.close();
});
beforeEach(async () => upstream.forget());

const json = { 'content-type': 'application/json', authorization: 'Bearer sandbox-altostrat' };

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly data?: unknown; readonly errors?: { extensions: Record<string, unknown> }[] };
}

async function toAnswer(response: Response): Promise<Answered> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Answered['body']),
  };
}

const post = async (api: Api, body: unknown, headers: object = {}, route = '/graphql'): Promise<Answered> =>
  toAnswer(
    await fetch(`${api.url}${route}`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify(body),
    }),
  );

const get = async (api: Api, parameters: Record<string, string>, headers: object = {}): Promise<Answered> =>
  toAnswer(
    await fetch(`${api.url}/graphql?${new URLSearchParams(parameters).toString()}`, {
      headers: { authorization: json.authorization, 'apollo-require-preflight': 'true', ...headers },
    }),
  );

const byHash = (document: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: idOf(document) } },
});
const named = { data: { billingAccount: { name: 'Acme United States' } } };
const codeOf = ({ status, body: { errors } }: Answered): unknown => [status, errors?.[0]?.extensions['code']];

const FORMS = [
  ['documentId', { documentId: idOf(NAME) }],
  ['documentId with its prefix', { documentId: `sha256:${idOf(NAME)}` }],
  ["Apollo's extension", byHash(NAME)],
  ['a null beside it', { query: null, documentId: idOf(NAME), variables: null, operationName: null }],
] as const;

test.each(FORMS)('F52 by POST with %s the document is answered, again and again', async (_form, body) => {
  for (const api of [only, mixed]) {
    const answers = [await post(api, body), await post(api, body), await post(api, body)];
    for (const { status, headers, body } of answers)
      expect([status, body, headers.get('cache-control')]).toEqual([200, named, 'private, no-store']);
  }
});

test('F52 variables and the name of the operation go with an id as with text', async () => {
  const page = { documentId: idOf(PAGE), variables: { first: 2 } };
  for (let turn = 0; turn < 2; turn += 1) {
    const { body } = await post(only, page);
    expect(body.data).toEqual({
      billingAccount: {
        invoices: { nodes: [{ invoiceId: 'in_acme_us_001200' }, { invoiceId: 'in_acme_us_001199' }] },
      },
    });
    const { body: two } = await post(only, { ...byHash(TWO), operationName: 'Two' });
    expect(two.data).toEqual({ billingAccount: { accountId: 'cus_acme_us' } });
  }
  expect(codeOf(await post(only, { documentId: idOf(TWO) }))).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
  expect(codeOf(await post(only, { documentId: idOf(PAGE) }))).toEqual([400, 'BAD_USER_INPUT']);
  expect(await upstream.paths()).toHaveLength(2);
});

test('F52 a document that was asked before is answered on the short way by its id, as it is by its text', async () => {
  const namesOf = async (body: object): Promise<readonly string[]> => {
    const text = JSON.stringify(body);
    const head = postHead(text.length, `Authorization: ${json.authorization}`, 'Connection: close');
    return Object.keys((await exchangeOne(mixed.url, head + text)).headers);
  };
  const document = `{ ${ACCOUNT} { accountId } }`;
  await namesOf({ query: document });
  const short = await namesOf({ query: document });
  for (const body of [{ documentId: idOf(NAME) }, byHash(NAME)]) {
    await namesOf(body);
    expect(await namesOf(body)).toEqual(short);
  }
  // The long way writes its headers in another order.
  expect(await namesOf({ query: NAME, ...byHash(NAME) })).not.toEqual(short);
});

const INTROSPECTION = '{ __schema { queryType { name } } }';

test.each<[string, unknown, object]>([
  ['text', { query: '{ __typename }' }, {}],
  ['the text of a registered document', { query: NAME }, {}],
  ['its text beside its id', { query: NAME, documentId: idOf(NAME) }, {}],
  ['its text beside its hash', { query: NAME, ...byHash(NAME) }, {}],
  ['introspection', { query: INTROSPECTION }, {}],
  ['what routers ask', { query: '{ _service { sdl } }' }, {}],
  [
    'what routers ask, with their secret',
    { query: '{ _service { sdl } }' },
    { 'router-authorization': SECRET },
  ],
  ['no id at all', { variables: {} }, {}],
  ['an extension without a hash', { extensions: { persistedQuery: { version: 1 } } }, {}],
  ['a list', [{ documentId: idOf(NAME) }], {}],
  ['a subscription', { query: CHANGED, variables: { ids: [] } }, { accept: 'text/event-stream' }],
])(
  'F52 where only registered documents are answered, %s is refused before any call',
  async (_what, body, headers) => {
    for (let turn = 0; turn < 2; turn += 1)
      expect(codeOf(await post(only, body, headers))).toEqual([400, 'PERSISTED_QUERY_ID_REQUIRED']);
    expect(codeOf(await get(only, { query: NAME }))).toEqual([400, 'PERSISTED_QUERY_ID_REQUIRED']);
    expect(await upstream.paths()).toEqual([]);
  },
);

test.each<[string, unknown]>([
  ['an unknown id', 'f'.repeat(64)],
  ['an id of another kind', 'md5:abc'],
  ['an id in capitals', idOf(NAME).toUpperCase()],
  ['a name of every object', '__proto__'],
  ['an id that is no text', 7],
  ['an empty id', ''],
])('F52 %s is not found, in either form and by either server', async (_what, id) => {
  for (const api of [only, mixed]) {
    const extensions = { persistedQuery: { version: 1, sha256Hash: id } };
    for (const body of [{ documentId: id }, { extensions }])
      expect(codeOf(await post(api, body))).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
  }
  expect(await upstream.paths()).toEqual([]);
});

test('F52 where text is taken as well, it is; beside an id it has to be the text of that id', async () => {
  expect((await post(mixed, { query: NAME })).body).toEqual(named);
  for (const body of [
    { query: NAME, ...byHash(NAME) },
    { query: NAME, documentId: idOf(NAME) },
  ])
    expect((await post(mixed, body)).body).toEqual(named);
  const other = { query: '{ __typename }' };
  expect((await post(mixed, { ...other, ...byHash('{ __typename }') })).body.data).toEqual({
    __typename: 'Query',
  });
  for (const id of [byHash(NAME), { documentId: idOf(NAME) }])
    expect(codeOf(await post(mixed, { ...other, ...id }))).toEqual([400, 'BAD_REQUEST']);
});

test('F52 a router that proves itself sends what it likes, at its own address; nobody else does', async () => {
  const query =
    '{ _entities(representations: [{ __typename: "Workspace", id: "ws_acme" }]) { ... on Workspace { name } } }';
  const asked = { query };
  for (let turn = 0; turn < 2; turn += 1) {
    const { status, body } = await post(only, asked, { 'router-authorization': SECRET }, '/subgraph');
    expect([status, body.data]).toEqual([200, { _entities: [{ name: 'Acme Networks' }] }]);
    for (const headers of [{}, { 'router-authorization': 'the-secret-of-nobody' }])
      expect(codeOf(await post(only, asked, headers, '/subgraph'))).toEqual([
        400,
        'PERSISTED_QUERY_ID_REQUIRED',
      ]);
  }
  expect((await post(only, { documentId: idOf(NAME) }, {}, '/subgraph')).body).toEqual(named);
});

test('F52 a subscription is streamed by its id', async () => {
  const leaving = new AbortController();
  const ids = ['Aai1pzXcnFsiQmlsbGluZ0FjY291bnQiLCJBTFRPU1RSQVQiLCJ3c19hY21lIiwiY3VzX2FjbWVfdXMiXQ'];
  const stream = await fetch(`${only.url}/graphql`, {
    method: 'POST',
    headers: { ...json, accept: 'text/event-stream' },
    body: JSON.stringify({ documentId: idOf(CHANGED), variables: { ids } }),
    signal: leaving.signal,
  });
  expect([stream.status, stream.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  leaving.abort();
});

test.each([
  ['documentId', { documentId: `sha256:${idOf(PAGE)}`, variables: '{"first":1}' }],
  ["Apollo's extension", { extensions: JSON.stringify(byHash(PAGE).extensions), variables: '{"first":1}' }],
])(
  'F52 by GET with %s the answer may be kept by its own caller, and by nobody else',
  async (_form, parameters) => {
    const { status, headers, body } = await get(mixed, parameters);
    expect([status, body.data]).toEqual([
      200,
      { billingAccount: { invoices: { nodes: [{ invoiceId: 'in_acme_us_001200' }] } } },
    ]);
    // Whole seconds of what this server itself keeps.
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual([
      'private, max-age=7',
      'accept, authorization, northflank-authorization, router-authorization',
    ]);
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const value of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const same = await get(mixed, parameters, { 'if-none-match': value });
      expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, {}, etag]);
      expect(same.headers.get('cache-control')).toBe('private, max-age=7');
    }
    expect((await get(mixed, parameters, { 'if-none-match': '"other"' })).status).toBe(200);
  },
);

test('F52 where this server keeps nothing that may change, a copy is asked about each time', async () => {
  const { headers } = await get(only, { documentId: idOf(NAME) });
  expect([headers.get('cache-control'), headers.has('etag')]).toEqual(['private, max-age=0', true]);
});

test('F52 nothing else may be kept: no text, no answer with an error, no refusal', async () => {
  const answers = [
    await get(mixed, { query: NAME }),
    await get(mixed, { documentId: idOf(FAILING) }),
    await get(mixed, { documentId: idOf(PAGE) }),
    await get(mixed, { documentId: 'f'.repeat(64) }),
    await get(only, { query: NAME }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 400, 400]);
  for (const { headers } of answers)
    expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['private, no-store', null]);
});

test('F52 H07 by GET a mutation is refused, and so is what any page could have sent', async () => {
  const mutation = await get(only, { documentId: idOf(PREVIEW) });
  expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
  expect(codeOf(await get(only, { documentId: idOf(NAME) }, { 'apollo-require-preflight': '' }))).toEqual([
    400,
    'BAD_REQUEST',
  ]);
  expect(await upstream.paths()).toEqual([]);
});

test('F52 by GET what is there twice, or is no JSON, is refused', async () => {
  const id = `documentId=${idOf(NAME)}`;
  const ask = async (search: string): Promise<unknown> =>
    codeOf(
      await toAnswer(
        await fetch(`${only.url}/graphql?${search}`, { headers: { 'apollo-require-preflight': 'true' } }),
      ),
    );
  expect(await ask(`${id}&${id}`)).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
  expect(await ask(`${id}&extensions={`)).toEqual([400, 'BAD_REQUEST']);
  expect(await ask(`${id}&variables={`)).toEqual([400, 'BAD_REQUEST']);
  expect(await ask(`${id}&query=a&query=b`)).toEqual([400, 'PERSISTED_QUERY_ID_REQUIRED']);
});
