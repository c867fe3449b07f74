import { startApi, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** The table of upstream calls that users rely on, figure for figure. */

let upstream: Upstream;
let api: Api;

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => upstream.forget());

const account = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';

test('F17 { __typename } costs no upstream call', async () => {
  const { data } = await api.ask('{ __typename }');
  expect(data).toEqual({ __typename: 'Query' });
  expect(await upstream.paths()).toEqual([]);
});

test("F17 an account's identity costs no upstream call, even without a credential", async () => {
  const { data } = await api.ask(`{ ${account} { id accountId provider } }`, { token: null });
  expect(data.billingAccount).toMatchObject({ accountId: 'cus_acme_us', provider: 'ALTOSTRAT' });
  expect(await upstream.paths()).toEqual([]);
});

test('F17 one page with every figure and paged lines is one call', async () => {
  const { data, errors } = await api.ask(
    `{ ${account} { invoices(first: 20) { nodes { number total { decimal } a: lines(first: 1) { nodes { description } } b: lines(last: 2) { nodes { description } } reconciliation { ok } } pageInfo { hasNextPage hasPreviousPage } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toHaveLength(20);
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=20',
  ]);
});

test('F20 one list under five aliases is one call of the largest window', async () => {
  const sizes = [5, 10, 20, 50, 200];
  const aliases = sizes.map((size) => `p${size}: invoices(first: ${size}) { nodes { invoiceId } }`);
  const { data } = await api.ask(`{ ${account} { ${aliases.join(' ')} } }`);
  const ids = data.billingAccount.p200.nodes.map(({ invoiceId }: { invoiceId: string }) => invoiceId);
  for (const size of sizes) {
    expect(data.billingAccount[`p${size}`].nodes).toEqual(ids.slice(0, size).map((invoiceId: string) => ({ invoiceId })));
  }
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=200',
  ]);
});
