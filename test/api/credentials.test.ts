import { accountField, acmeUs } from './paging.js';
import { lineOf } from '../support/log-lines.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What of a caller's goes upstream, and that nothing of one caller's comes back to another. */

startSystem();
beforeEach(async () => upstream.reset());

const invoices = 'invoices(first: 2) { nodes { id number } }';
const query = `{ ${accountField(acmeUs)} { name ${invoices} } }`;

const GET_HEADERS = ['accept', 'accept-encoding', 'authorization', 'connection', 'host', 'x-request-id'];

test('F25 only these headers reach the provider, whatever the caller sends', async () => {
  const headers = {
    cookie: 'session=1',
    'northflank-authorization': 'Bearer another-provider',
    'proxy-authorization': 'Basic x',
    'x-forwarded-for': '192.0.2.1',
    'x-api-key': 'key',
    forwarded: 'for=192.0.2.1',
    origin: 'http://localhost',
    referer: 'http://localhost/',
    'user-agent': 'caller/1',
    'accept-language': 'de',
    'x-custom': '1',
    'if-none-match': '"x"',
  };
  const { errors } = await api.ask(query, { headers });
  expect(errors).toEqual([]);
  const calls = await upstream.calls();
  expect(calls.map(({ headerNames }) => headerNames)).toEqual([GET_HEADERS, GET_HEADERS]);
  expect(calls.map(({ headers: { accept } }) => accept)).toEqual(['application/json', 'application/json']);
});

test('F25 a preview sends the same, and what its body needs', async () => {
  const input =
    'provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us", items: [{ productType: "locations", quantity: 1 }]';
  const { errors } = await api.ask(
    `mutation { previewInvoice(input: { ${input} }) { userErrors { message } } }`,
  );
  expect(errors).toEqual([]);
  const [call] = await upstream.calls();
  expect(call?.headerNames).toEqual([...GET_HEADERS, 'content-length', 'content-type'].toSorted());
});

test("F25 the caller's request id goes upstream when it is a sane one, another one otherwise", async () => {
  const sane = await api.ask(query, { headers: { 'x-request-id': 'req-1.a_b' } });
  expect(sane.headers.get('x-request-id')).toBe('req-1.a_b');
  await api.ask(query, { headers: { 'x-request-id': 'a b"\\' } });
  const ids = (await upstream.calls()).map(({ headers }) => headers['x-request-id']);
  expect(ids.slice(0, 2)).toEqual(['req-1.a_b', 'req-1.a_b']);
  expect(ids.slice(2)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), ids[2]]);
});

test('F25 the credential is what the provider gets, as it came', async () => {
  await upstream.control('POST', '/tokens', {
    token: 'a.b-c_d~e+f/g=',
    provider: 'altostrat',
    workspaces: ['ws_acme'],
  });
  expect((await api.ask(query, { token: 'a.b-c_d~e+f/g=' })).errors).toEqual([]);
  expect((await upstream.calls()).map(({ token }) => token)).toEqual(Array(2).fill('a.b-c_d~e+f/g='));
});

test('F25 a hundred operations of two callers at once: each gets its own answer', async () => {
  const callers = ['caller-a', 'caller-b'];
  for (const token of callers) {
    await upstream.control('POST', '/tokens', { token, provider: 'altostrat', workspaces: ['ws_acme'] });
    // The rows of the two differ in nothing but this mark.
    const fault = {
      kind: 'latency',
      ms: 50,
      then: { kind: 'patch', set: { number: token, name: token } },
    } as const;
    await upstream.fault({ match: { token }, fault });
  }
  const asked = Array.from({ length: 100 }, (_, index) => callers[index % 2] as string);
  const answers = await Promise.all(asked.map(async (token) => api.ask(query, { token })));
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  const seen = answers.map(({ data: { billingAccount } }) => [
    billingAccount.name,
    ...billingAccount.invoices.nodes.map(({ number }: { number: string }) => number),
  ]);
  expect(seen).toEqual(asked.map((token) => [token, token, token]));
  const tokens = new Set((await upstream.calls()).map(({ token }) => token));
  expect([...tokens].toSorted()).toEqual(callers);
});

test('F25 a caller who may not see the account does not share the answer of one who may', async () => {
  await upstream.fault({ fault: { kind: 'latency', ms: 200 } });
  const [mine, theirs] = await Promise.all([
    api.ask(query),
    api.ask(query, { token: 'sandbox-altostrat-initech' }),
  ]);
  expect(mine.errors).toEqual([]);
  expect(theirs.data).toEqual({ billingAccount: null });
  expect(new Set(theirs.errors.map(({ extensions }) => extensions['code']))).toEqual(new Set(['FORBIDDEN']));
});

test('F25 no credential of a caller is ever written to the log', async () => {
  const token = 'canary-5d1f';
  await api.ask(query, { token, headers: { 'northflank-authorization': 'Bearer canary-9b2c' } });
  await api.ask(query, { token: `${token} ${token}`, headers: { 'x-request-id': 'told-last' } });
  await lineOf(api, 'told-last');
  expect(api.output()).not.toContain('canary');
});
