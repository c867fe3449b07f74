import { encodeGlobalId } from '../../src/relay/global-id.js';
import { startApi, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { accountField, acmeUs, invoicesPath, type TestAccount } from './paging.js';

/** Invoices by their global id, from a provider that only lists. `cus_acme_us` has 1,200 of them. */

let upstream: Upstream;
let api: Api;
/** Global ids of the invoices of `cus_acme_us`, by ordinal. */
const idOf = new Map<number, string>();

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url });
  for (const paging of ['first: 700', 'last: 700']) {
    for (const { id, invoiceId } of await listOf(acmeUs, paging)) idOf.set(Number(invoiceId.slice(-6)), id);
  }
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => upstream.reset());

async function listOf(account: TestAccount, paging: string): Promise<{ id: string; invoiceId: string }[]> {
  const { data } = await api.ask(
    `{ ${accountField(account)} { invoices(${paging}) { nodes { id invoiceId } } } }`,
  );
  return data.billingAccount.invoices.nodes;
}

async function expectPaths(...queries: string[]): Promise<void> {
  expect(await upstream.paths()).toEqual(queries.map((query) => invoicesPath(acmeUs, query)));
}

const opaque = (ordinal: string): string =>
  Buffer.from(`invoice:in_acme_us_${ordinal}`).toString('base64url');

test('F46 every invoice has a global id of its own', () => {
  expect(new Set(idOf.values()).size).toBe(1200);
});

test.each([
  ['the newest', 1200, ['limit=1&before=in_acme_us_001200', 'limit=1']],
  ['the second', 1199, ['limit=1&before=in_acme_us_001199', 'limit=1&after=in_acme_us_001200']],
  ['one in the middle', 600, ['limit=1&before=in_acme_us_000600', 'limit=1&after=in_acme_us_000601']],
  ['the oldest', 1, ['limit=1&before=in_acme_us_000001', 'limit=1&after=in_acme_us_000002']],
])('F21 %s of 1,200 is a neighbour hop of two calls', async (_, ordinal, queries) => {
  const { data } = await api.ask(
    `{ node(id: "${idOf.get(ordinal)}") { id ... on Invoice { invoiceId lines { nodes { lineId } } } } }`,
  );
  expect(data.node).toMatchObject({
    id: idOf.get(ordinal),
    invoiceId: `in_acme_us_${String(ordinal).padStart(6, '0')}`,
  });
  await expectPaths(...queries);
});

test('F21 invoice(id) and node(id) of the same invoice share their two calls', async () => {
  const id = idOf.get(600);
  const { data } = await api.ask(
    `{ a: invoice(id: "${id}") { id } b: node(id: "${id}") { id } c: nodes(ids: ["${id}"]) { id } }`,
  );
  expect(data).toEqual({ a: { id }, b: { id }, c: [{ id }] });
  await expectPaths('limit=1&before=in_acme_us_000600', 'limit=1&after=in_acme_us_000601');
});

test('F21 the only invoice of an account is found', async () => {
  await upstream.createAccount({ workspaceId: 'ws_acme', accountId: 'cus_one', invoices: 1 });
  const [only] = await listOf({ workspaceId: 'ws_acme', accountId: 'cus_one' }, 'first: 2');
  const { data } = await api.ask(`{ node(id: "${only?.id}") { id } }`);
  expect(data.node).toEqual({ id: only?.id });
});

test('F21 where ids are refused as cursors, a bounded walk finds it', async () => {
  await upstream.control('PATCH', '/accounts/cus_acme_us', { cursors: 'strict-opaque' });
  const { data } = await api.ask(`{ node(id: "${idOf.get(900)}") { id } }`);
  expect(data.node).toEqual({ id: idOf.get(900) });
  await expectPaths('limit=1&before=in_acme_us_000900', 'limit=200', `limit=200&after=${opaque('001001')}`);
});

test('F21 a hop that leads elsewhere is not believed: the walk decides', async () => {
  // As if the provider ordered its answers otherwise: the neighbour's successor is another invoice.
  const swapped = { id: 'in_acme_us_000599' };
  await upstream.fault({
    match: { path: 'after=in_acme_us_001101' },
    fault: { kind: 'patch', set: swapped },
    times: 1,
  });
  expect((await api.ask(`{ node(id: "${idOf.get(1100)}") { id } }`)).data.node).toEqual({
    id: idOf.get(1100),
  });
  await expectPaths('limit=1&before=in_acme_us_001100', 'limit=1&after=in_acme_us_001101', 'limit=200');
});

test('F21 an invoice that is gone is null, without an error, after the whole walk', async () => {
  await upstream.control('DELETE', '/accounts/cus_acme_us/invoices/in_acme_us_000600');
  const { data, errors } = await api.ask(`{ node(id: "${idOf.get(600)}") { id } }`);
  expect([data, errors]).toEqual([{ node: null }, []]);
  expect(await upstream.paths()).toHaveLength(1 + 6);
});

test('F21 an invoice of an account that is gone is NOT_FOUND, not null', async () => {
  const account = { workspaceId: 'ws_gone', accountId: 'cus_gone' };
  await upstream.createAccount({ ...account, invoices: 3 });
  const [invoice] = await listOf(account, 'first: 1');
  await upstream.reset();
  const { data, errors } = await api.ask(`{ node(id: "${invoice?.id}") { id } }`);
  expect(data).toEqual({ node: null });
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['node'], 'NOT_FOUND']]);
});

test('F46 an account by its global id costs no call, and its fields theirs', async () => {
  const { data } = await api.ask(`{ ${accountField(acmeUs)} { id } }`);
  const { id } = data.billingAccount as { id: string };
  const byId = await api.ask(
    `{ node(id: "${id}") { id __typename ... on BillingAccount { accountId provider } } }`,
    { token: null },
  );
  expect(byId.data.node).toEqual({
    id,
    __typename: 'BillingAccount',
    accountId: 'cus_acme_us',
    provider: 'ALTOSTRAT',
  });
  await expectPaths();
  const wrong = await api.ask(`{ invoice(id: "${id}") { id } }`);
  expect(wrong.errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  await expectPaths();
});

test.each([
  ['an account that cannot be', ['NORTHFLANK', 'ws_acme', 'team-n3', 'A-1']],
  ['an invoice that cannot be', ['NORTHFLANK', null, 'team-n3', '../details']],
  ['a provider that is not there', ['STRIPE', null, 'team-n3', 'A-1']],
])('V01 a global id of %s is refused by the name of its argument, without a call', async (_what, path) => {
  const id = encodeGlobalId({ type: 'Invoice', path });
  const { errors } = await api.ask(
    `{ a: node(id: "${id}") { id } b: nodes(ids: ["${id}"]) { id } c: invoice(id: "${id}") { id } }`,
  );
  const byAlias = Object.fromEntries(errors.map(({ path, message }) => [path?.[0], message]));
  const refusal = (argument: string): unknown =>
    expect.stringMatching(`^Argument "${argument}": expected a global id from this API, got `);
  expect(byAlias).toEqual({ a: refusal('id'), b: refusal('ids'), c: refusal('id') });
  expect(errors.every(({ extensions }) => extensions['code'] === 'BAD_USER_INPUT')).toBe(true);
  await expectPaths();
});
