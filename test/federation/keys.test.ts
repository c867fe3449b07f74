import { acme, altostrat, askEntities, tokens } from '../support/entities.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Every declared key leads to what the direct graph shows, at the price that its documentation states. */

startSystem();
beforeEach(async () => upstream.reset());

const figures = 'number createdAt status total { decimal currency } amountDue { decimal } hasDerivedId';
const keys = 'id provider workspaceId accountId invoiceId';
const calls = async (): Promise<number> => (await upstream.paths()).length;

/** Arguments of `billingAccount`, how many invoices to look at, and whether their ids are derived. */
const ACCOUNTS = [
  ['provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us"', 20, false],
  ['provider: ALTOSTRAT, workspaceId: "ws_sample", accountId: "cus_edge"', 20, false],
  ['provider: NORTHFLANK', 10, true],
  ['provider: NORTHFLANK, accountId: "team-n1"', 10, true],
  ['provider: NORTHFLANK, accountId: "team-n2"', 10, true],
  ['provider: NORTHFLANK, accountId: "team-n3"', 10, false],
  ['provider: NORTHFLANK, accountId: "team-n3b"', 10, false],
  ['provider: NORTHFLANK, accountId: "team-n4"', 10, false],
] as const;

test.each(ACCOUNTS)(
  'F47 billingAccount(%s): each of %i invoices by both of its keys is the one in the list',
  async (account, count, isDerived) => {
    const direct = await api.ask(
      `{ billingAccount(${account}) { invoices(first: ${count}) { nodes { __typename ${keys} ${figures} } } } }`,
      { headers: tokens },
    );
    expect(direct.errors.filter(({ path }) => path?.at(-1) !== 'decimal')).toEqual([]);
    const nodes: Record<string, unknown>[] = direct.data.billingAccount.invoices.nodes.filter(Boolean);
    expect(nodes.length).toBeGreaterThanOrEqual(count - 2);
    expect(new Set(nodes.map(({ hasDerivedId }) => hasDerivedId))).toEqual(new Set([isDerived]));
    const representations = nodes.flatMap(
      ({ __typename, id, provider, workspaceId, accountId, invoiceId }) => [
        { __typename, id },
        { __typename, provider, workspaceId, accountId, invoiceId },
      ],
    );
    const entities = await askEntities(
      api,
      representations,
      `__typename ... on Invoice { ${keys} ${figures} }`,
    );
    expect(entities.data._entities).toEqual(nodes.flatMap((node) => [node, node]));
  },
);

test('F47 an account by both of its keys is one account, and its identity costs nothing', async () => {
  const natural = altostrat('BillingAccount', 'ws_acme', 'cus_acme_us');
  const fields = '... on BillingAccount { id provider workspaceId accountId }';
  const { data, errors } = await askEntities(api, [natural], fields);
  const [{ id }] = data._entities;
  expect(errors).toEqual([]);
  expect((await askEntities(api, [{ __typename: 'BillingAccount', id }], fields)).data).toEqual(data);
  expect(data._entities).toEqual([
    { id, provider: 'ALTOSTRAT', workspaceId: 'ws_acme', accountId: 'cus_acme_us' },
  ]);
  expect(await calls()).toBe(0);
  const named = await askEntities(
    api,
    [natural, { __typename: 'BillingAccount', id }],
    '... on BillingAccount { name }',
  );
  expect(named.data._entities).toEqual([{ name: 'Acme United States' }, { name: 'Acme United States' }]);
  expect(await calls()).toBe(1);
});

test("F47 Northflank's own account has nulls in its key", async () => {
  const own = { __typename: 'BillingAccount', provider: 'NORTHFLANK', workspaceId: null, accountId: null };
  const fields = '... on BillingAccount { id invoices(first: 1) { nodes { total { currency } } } }';
  const { data, errors } = await askEntities(api, [own], fields);
  expect([data._entities[0].invoices, errors]).toEqual([{ nodes: [{ total: { currency: 'USD' } }] }, []]);
});

test('F47 a workspace by its id costs nothing until a field needs the provider', async () => {
  const workspaces = ['ws_acme', 'ws_nobody'].map((id) => ({ __typename: 'Workspace', id }));
  const { data } = await askEntities(api, workspaces, '__typename ... on Workspace { id }');
  expect(data._entities).toEqual(workspaces);
  expect(await calls()).toBe(0);
  const named = await askEntities(api, workspaces, '... on Workspace { name }');
  expect(named.data._entities).toEqual(
    [{ name: 'Acme Networks' }, null].map((found) => found ?? { name: null }),
  );
  expect(named.errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['_entities', 1, 'name'], 'NOT_FOUND'],
  ]);
});

test.each([
  ['ALTOSTRAT', acme(700), 2],
  [
    'NORTHFLANK with ids',
    { __typename: 'Invoice', provider: 'NORTHFLANK', workspaceId: null, accountId: 'team-n3' },
    1,
  ],
])('F48 one invoice of %s by its natural key', async (_, key, cost) => {
  let representation = key;
  if ('accountId' in key && key.accountId === 'team-n3') {
    const listed = await api.ask(
      '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 3) { nodes { invoiceId } } } }',
      { headers: tokens },
    );
    representation = { ...key, invoiceId: listed.data.billingAccount.invoices.nodes[2].invoiceId };
    await upstream.forget();
  }
  const { data, errors } = await askEntities(api, [representation], '... on Invoice { invoiceId }');
  expect(errors).toEqual([]);
  expect(data._entities).toEqual([{ invoiceId: (representation as { invoiceId: string }).invoiceId }]);
  expect(await calls()).toBe(cost);
});
