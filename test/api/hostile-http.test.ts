import type { Api } from '../support/api.js';
import { post, startHostile, startProduction, type HostileSetting } from '../support/hostile.js';
import { accountField } from '../support/invoice-row.js';
import { exchangeOne } from '../support/raw-http.js';

/** Requests that are none, or that another page or a proxy could make: refused in JSON, and nobody is called. */

let setting: HostileSetting;
/** As a deployment runs it. */
let production: Api;
beforeAll(async () => {
  setting = await startHostile();
  production = await startProduction(setting);
});
afterAll(async () => {
  await production?.stop();
  await setting?.close();
});
afterEach(async () => setting.expectUnharmed());

const name = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

function codeOf(text: string): unknown {
  const { data, errors = [] } = JSON.parse(text) as Body;
  expect([data, errors.length]).toEqual([undefined, 1]);
  return errors[0]?.extensions['code'];
}

test.each(['{"query":', '', 'null', '[]', '"x"', '42', 'true', '{}', '{"query":7}', '{"query":null}'])(
  'H01 H02 the body %j is refused as JSON, without a call',
  async (body) => {
    const { status, text } = await post(setting.api, body);
    expect([status, codeOf(text)]).toEqual([400, 'BAD_REQUEST']);
    expect(text).not.toMatch(/\bat \w|node_modules|SyntaxError|position \d/);
    expect(await setting.upstream.paths()).toEqual([]);
  },
);

test.each([2, 1000])('H03 a list of %i operations is refused as a whole, without a call', async (count) => {
  const { status, text } = await post(setting.api, JSON.stringify(Array(count).fill({ query: name })));
  expect([status, codeOf(text)]).toEqual([400, 'BAD_REQUEST']);
  expect(await setting.upstream.paths()).toEqual([]);
});

async function get(path: string, headers: Record<string, string> = {}, on = setting.api): Promise<Response> {
  return fetch(`${on.url}${path}`, { redirect: 'manual', headers });
}

const asked = `/graphql?query=${encodeURIComponent(name)}`;
const credential = { authorization: 'Bearer sandbox-altostrat' };

test('H07 a GET that a foreign page could send is refused, whatever its content type', async () => {
  for (const headers of [credential, { ...credential, 'content-type': 'text/plain' }]) {
    const response = await get(asked, headers);
    expect([response.status, codeOf(await response.text())]).toEqual([400, 'BAD_REQUEST']);
  }
  expect(await setting.upstream.paths()).toEqual([]);
});

test('H07 a mutation by GET, and a query that is there twice, are refused', async () => {
  const headers = { ...credential, 'apollo-require-preflight': '1' };
  const preview = 'mutation { previewInvoice(input: {accountId: "cus_1"}) { clientMutationId } }';
  const mutation = await get(`/graphql?query=${encodeURIComponent(preview)}`, headers);
  expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
  const twice = await get(`${asked}&query=%7B__typename%7D`, headers);
  expect(twice.status).toBe(400);
  expect(await setting.upstream.paths()).toEqual([]);
});

test('H08 a page of another origin is allowed nothing', async () => {
  const response = await fetch(`${setting.api.url}/graphql`, {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([405, null]);
});

test('H09 in production there is no page, at any address, and no answer of a kind that is not served', async () => {
  const html = { accept: 'text/html' };
  for (const path of ['/', '/graphql', '/index.html', '/graphiql'])
    expect([path, (await get(path, html, production)).headers.get('content-type')]).toEqual([
      path,
      'application/json; charset=utf-8',
    ]);
  const response = await fetch(`${production.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'image/png' },
    body: '{"query":"{__typename}"}',
  });
  expect(response.status).toBe(406);
});

test('H16 what a proxy or a client says of addresses and methods changes nothing and goes nowhere', async () => {
  const answer = await setting.api.ask(name, {
    headers: {
      'x-forwarded-for': '10.0.0.1',
      forwarded: 'for=10.0.0.1',
      'x-original-url': '/admin',
      'x-rewrite-url': '/admin',
      'x-http-method-override': 'DELETE',
      cookie: 'session=evil',
    },
  });
  expect([answer.status, answer.data]).toEqual([200, { billingAccount: { name: 'Acme United States' } }]);
  const [call] = await setting.upstream.calls();
  expect([call?.method, call?.path, call?.headerNames.length]).toEqual([
    'GET',
    '/workspaces/ws_acme/billing-accounts/cus_acme_us',
    6,
  ]);
  expect(JSON.stringify(call?.headers)).not.toMatch(/10\.0\.0\.1|admin|evil|DELETE/);
});

test('H16 another Host is no other address', async () => {
  const body = JSON.stringify({ query: name });
  const { status, text } = await exchangeOne(
    setting.api.url,
    `POST /graphql HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\nAuthorization: Bearer sandbox-altostrat\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  expect([status, text.includes('evil')]).toEqual([200, false]);
  expect(await setting.upstream.paths()).toHaveLength(1);
});

test('H17 a client that leaves takes its call along, and it is not made again', async () => {
  await setting.upstream.fault({ fault: { kind: 'latency', ms: 5000 } });
  const leaving = new AbortController();
  const asking = setting.api.ask(name, { signal: leaving.signal }).catch(({ name: what }: Error) => what);
  while ((await setting.upstream.paths()).length === 0) continue;
  leaving.abort();
  expect(await asking).toBe('AbortError');
  while (!(await setting.upstream.calls())[0]?.aborted) continue;
  expect(await setting.upstream.paths()).toHaveLength(1);
});

test('H19 answers are private, not sniffed, vary by the credential, and name no software', async () => {
  for (const api of [setting.api, production]) {
    const { headers } = await api.ask(name);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
    });
    expect(headers.get('vary')?.toLowerCase().split(', ')).toEqual(
      expect.arrayContaining(['authorization', 'northflank-authorization']),
    );
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  }
});

test('A10 a credential of one provider and none of the other: one field, and no token at the wrong place', async () => {
  const both = `{ a: ${accountField('cus_acme_us', 'ws_acme')} { name } n: billingAccount(provider: NORTHFLANK) { invoices(first: 1) { nodes { id } } } }`;
  const { data, errors } = await production.ask(both);
  expect([data, errors.map(({ path, extensions }) => [path?.[0], extensions['code']])]).toEqual([
    { a: { name: 'Acme United States' }, n: null },
    [['n', 'UNAUTHENTICATED']],
  ]);
  const other = await production.ask(both, {
    token: null,
    headers: { 'northflank-authorization': 'Bearer sandbox-northflank' },
  });
  expect(other.data.a).toEqual({ name: null });
  expect(other.data.n.invoices.nodes).toHaveLength(1);
  const calls = await setting.upstream.calls();
  expect(calls.map(({ path, token }) => [path.startsWith('/v1/'), token])).toEqual([
    [false, 'sandbox-altostrat'],
    [true, 'sandbox-northflank'],
  ]);
});
