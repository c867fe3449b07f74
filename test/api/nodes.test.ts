import { startApi, type Api, type Asking } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { accountField, acmeUs, invoicesPath, type TestAccount } from './paging.js';

/** Many global ids at once: order, gaps, repetitions, neighbours, and what they cost. */

const acmeZa: TestAccount = { workspaceId: 'ws_acme', accountId: 'cus_acme_za' };

let upstream: Upstream;
let api: Api;
/** Global ids, newest first. */
let us: readonly string[];
let za: readonly string[];
let account: string;

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url });
  [us, za] = [await listOf(acmeUs, 1000), await listOf(acmeZa, 35)];
  account = (await api.ask(`{ ${accountField(acmeUs)} { id } }`)).data.billingAccount.id as string;
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => upstream.reset());

async function listOf(of: TestAccount, count: number): Promise<string[]> {
  const { data } = await api.ask(`{ ${accountField(of)} { invoices(first: ${count}) { nodes { id } } } }`);
  return data.billingAccount.invoices.nodes.map(({ id }: { id: string }) => id);
}

const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }';

async function ask(ids: readonly unknown[], asking: Asking = {}): ReturnType<Api['ask']> {
  return api.ask(query, { ...asking, variables: { ids } });
}

function shown(ids: readonly (string | undefined)[]): object[] {
  return ids.map((id) => ({ id, __typename: id === account ? 'BillingAccount' : 'Invoice' }));
}

test('F46 a hundred invoices of the newest page are one call, in their order', async () => {
  const ids = us
    .slice(0, 200)
    .filter((_, index) => index % 2 === 1)
    .toReversed();
  const { data, errors } = await ask(ids);
  expect(errors).toEqual([]);
  expect(data.nodes).toEqual(shown(ids));
  expect(await upstream.paths()).toEqual([invoicesPath(acmeUs, 'limit=200')]);
});

test('F46 F63 what is asked on both sides of a field that fails is read together, also once the operation is known', async () => {
  const fields = (between: string): string =>
    `query ($one: ID!, $ids: [ID!]!) { a: invoice(id: $one) { id } ${between} b: nodes(ids: $ids) { id } }`;
  const variables = { one: us[2], ids: [us[5], us[9]] };
  const fails = fields('workspace(id: "nonsense") { name }');
  for (const time of ['first', 'known', 'known again']) {
    await upstream.forget();
    const { data, errors } = await api.ask(fails, { variables });
    expect([time, data.a, data.b]).toEqual([time, { id: us[2] }, [{ id: us[5] }, { id: us[9] }]]);
    expect(errors.map(({ path }) => path)).toEqual([['workspace']]);
    expect(await upstream.paths()).toEqual([invoicesPath(acmeUs, 'limit=200')]);
  }
});

test('F46 mixed types, accounts and repetitions keep their places, each list read once', async () => {
  const ids = [za[3], account, us[7], za[3], us[8], account, za[0]];
  const { data, errors } = await ask(ids);
  expect(errors).toEqual([]);
  expect(data.nodes).toEqual(shown(ids));
  expect((await upstream.paths()).toSorted()).toEqual([
    invoicesPath(acmeUs, 'limit=200'),
    invoicesPath(acmeZa, 'limit=200'),
  ]);
});

test('F46 one that is gone is null at its place, without an error', async () => {
  await upstream.control('DELETE', '/accounts/cus_acme_za/invoices/in_acme_za_000030');
  const { data, errors } = await ask([za[4], za[5], za[6]]);
  expect(errors).toEqual([]);
  expect(data.nodes).toEqual([...shown([za[4]]), null, ...shown([za[6]])]);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F46 a malformed id is an error at its index, its neighbours stand', async () => {
  const { data, errors } = await ask([us[0], 'nonsense', us[1], '']);
  expect(data.nodes).toEqual([...shown([us[0]]), null, ...shown([us[1]]), null]);
  expect(errors.map(({ message, path, extensions }) => [message, path, extensions['code']])).toEqual([
    ['Argument "ids": expected a global id from this API, got "nonsense".', ['nodes', 1], 'BAD_USER_INPUT'],
    ['Argument "ids": expected a global id from this API, got "".', ['nodes', 3], 'BAD_USER_INPUT'],
  ]);
});

test('F46 at most 100 ids, repetitions counted, an error for each further one; none at all is an empty list', async () => {
  const { data, errors } = await ask([...us.slice(0, 100), account, account]);
  expect(data.nodes).toEqual([...shown(us.slice(0, 100)), null, null]);
  expect(errors.map(({ message, path, extensions }) => [message, path, extensions['code']])).toEqual(
    [100, 101].map((index) => [
      'Argument "ids": expected at most 100 ids, got 102.',
      ['nodes', index],
      'BAD_USER_INPUT',
    ]),
  );
  expect(await upstream.paths()).toHaveLength(1);
  expect((await ask(Array(100).fill(account))).data.nodes).toHaveLength(100);
  expect((await ask([])).data.nodes).toEqual([]);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F19 one account that fails leaves the others right and in their places', async () => {
  await upstream.fault({ match: { path: 'cus_acme_za' }, fault: { kind: 'status', status: 503 } });
  const { data, errors } = await ask([us[0], za[0], us[1], za[1]]);
  expect(data.nodes).toEqual([...shown([us[0]]), null, ...shown([us[1]]), null]);
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['nodes', 1], 'UPSTREAM_UNAVAILABLE'],
    [['nodes', 3], 'UPSTREAM_UNAVAILABLE'],
  ]);
});

test('F19 a failure after the newest page is the error of what is missing alone', async () => {
  await upstream.fault({ match: { path: 'before=' }, fault: { kind: 'rateLimit', retryAfter: 7 } });
  const { data, errors } = await ask([us[0], us[900]], { token: await freshToken(upstream) });
  expect(data.nodes).toEqual([...shown([us[0]]), null]);
  expect(
    errors.map(({ path, extensions }) => [path, extensions['code'], extensions['retryAfterMs']]),
  ).toEqual([[['nodes', 1], 'RATE_LIMITED', 7000]]);
});

test('F46 invoices further down are hops of full pages after the newest page', async () => {
  const ids = [us[0], us[500], us[650]];
  const { data } = await ask(ids);
  expect(data.nodes).toEqual(shown(ids));
  expect(await upstream.paths()).toEqual([
    invoicesPath(acmeUs, 'limit=200'),
    invoicesPath(acmeUs, 'limit=200&before=in_acme_us_000700'),
    invoicesPath(acmeUs, 'limit=200&after=in_acme_us_000701'),
  ]);
});
