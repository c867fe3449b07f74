import { encodeGlobalId } from '../../src/relay/global-id.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Subscriptions and workspaces by their global ids. */

startSystem();
beforeEach(async () => upstream.reset());

const acmeUs = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';
const listPath = '/workspaces/ws_acme/billing-accounts/cus_acme_us/subscriptions';
const codesOf = (errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]): unknown[] =>
  errors.map(({ extensions }) => extensions['code']);

/** The global id of a subscription of `cus_acme_us`, or of another path. */
const idOf = (subscriptionId: string, ...scope: (string | null)[]): string => {
  const path = scope.length > 0 ? scope : ['ALTOSTRAT', 'ws_acme', 'cus_acme_us'];
  return encodeGlobalId({ type: 'BillingSubscription', path: [...path, subscriptionId] });
};

test('F46 every subscription has a global id, by which it is found again in one call', async () => {
  const fields = '__typename id subscriptionId status items { productType quantity }';
  const { data } = await api.ask(`{ ${acmeUs} { subscriptions { nodes { ${fields} } } } }`);
  const nodes = data.billingAccount.subscriptions.nodes as { id: string; subscriptionId: string }[];
  expect(nodes.map(({ id, subscriptionId }) => [id, subscriptionId])).toEqual(
    ['sub_acme_us_monthly', 'sub_acme_us_yearly', 'sub_acme_us_canceled'].map((id) => [idOf(id), id]),
  );
  await upstream.forget();
  const { data: again, errors } = await api.ask(
    `query ($ids: [ID!]!, $id: ID!) {
      nodes(ids: $ids) { ... on BillingSubscription { ${fields} } }
      node(id: $id) { ... on BillingSubscription { ${fields} } }
      ${acmeUs} { subscriptions(first: 1) { nodes { id } } }
    }`,
    { variables: { ids: nodes.map(({ id }) => id).toReversed(), id: nodes[1]?.id } },
  );
  expect(errors).toEqual([]);
  expect([again.nodes, again.node]).toEqual([nodes.toReversed(), nodes[1]]);
  expect(await upstream.paths()).toEqual([listPath]);
});

test('F46 what a subscription is billed next is asked of its node as of its row', async () => {
  const { data, errors } = await api.ask(
    `{ node(id: "${idOf('sub_acme_us_monthly')}") { ... on BillingSubscription { upcomingInvoice { total { currency } } } } }`,
  );
  expect([data, errors]).toEqual([{ node: { upcomingInvoice: { total: { currency: 'USD' } } } }, []]);
});

test.each([
  ['that its account does not have', idOf('sub_none'), 1],
  ['of a provider that has none', idOf('sub_x', 'NORTHFLANK', null, 'team-n3'), 0],
])('F46 a subscription %s is null, without an error', async (_, id, calls) => {
  const { data, errors } = await api.ask(`{ node(id: "${id}") { id } nodes(ids: ["${id}"]) { id } }`, {
    headers: { 'northflank-authorization': 'Bearer sandbox-northflank' },
  });
  expect([data, errors]).toEqual([{ node: null, nodes: [null] }, []]);
  expect(await upstream.paths()).toHaveLength(calls);
});

test('F46 a subscription of an account that is gone is NOT_FOUND, not null', async () => {
  const { errors } = await api.ask(
    `{ node(id: "${idOf('sub_x', 'ALTOSTRAT', 'ws_acme', 'cus_gone')}") { id } }`,
  );
  expect(codesOf(errors)).toEqual(['NOT_FOUND']);
});

test('F46 a subscription that may be among the rows that are kept back is an error, the others are there', async () => {
  await upstream.fault({ fault: { kind: 'patch', page: { has_more: true } } });
  const { data, errors } = await api.ask(
    `{ there: node(id: "${idOf('sub_acme_us_yearly')}") { id } unknown: node(id: "${idOf('sub_none')}") { id } }`,
  );
  expect(data).toEqual({ there: { id: idOf('sub_acme_us_yearly') }, unknown: null });
  expect(errors).toMatchObject([{ path: ['unknown'], extensions: { code: 'PAGINATION_TOO_DEEP' } }]);
});

test('F46 a subscription whose row is about another account is its own error', async () => {
  await upstream.fault({ fault: { kind: 'patch', rows: 1, set: { billing_account_id: 'cus_other' } } });
  const ids = ['sub_acme_us_monthly', 'sub_acme_us_yearly'].map((id) => idOf(id));
  const { data, errors } = await api.ask(`{ nodes(ids: ${JSON.stringify(ids)}) { id } }`);
  expect(data.nodes).toEqual([{ id: ids[0] }, null]);
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
});

test('F46 a workspace is a node by its own id, which costs nothing until a field needs the provider', async () => {
  const identity = await api.ask(
    '{ node(id: "ws_acme") { __typename id } nodes(ids: ["ws_nobody", "ws_acme"]) { id } }',
    { token: null },
  );
  expect(identity.errors).toEqual([]);
  expect(identity.data).toEqual({
    node: { __typename: 'Workspace', id: 'ws_acme' },
    nodes: [{ id: 'ws_nobody' }, { id: 'ws_acme' }],
  });
  expect(await upstream.paths()).toEqual([]);
  const { data } = await api.ask('{ node(id: "ws_acme") { ... on Workspace { name } } }');
  expect(data.node).toEqual({ name: 'Acme Networks' });
});

test.each(['ws_', 'ws_../x', 'ws_a/b', 'WS_acme', ' ws_acme', 'sub_acme_us_monthly'])(
  'V01 %j is no id of anything, and makes no call',
  async (id) => {
    const { errors } = await api.ask('query ($id: ID!) { node(id: $id) { id } }', { variables: { id } });
    expect(errors).toMatchObject([
      {
        extensions: { code: 'BAD_USER_INPUT' },
        message: expect.stringMatching(/^Argument "id": expected a global id/),
      },
    ]);
    expect(await upstream.paths()).toEqual([]);
  },
);

test('F46 an id of one type where another is asked for is refused by the names of both', async () => {
  const { data, errors } = await api.ask(`{
    a: invoice(id: "${idOf('sub_x')}") { id }
    b: invoice(id: "ws_acme") { id }
    c: invoicePreviews(inputs: [{ billingAccountId: "ws_acme", cancelSubscription: true, subscriptionId: "sub_x" }]) {
      userErrors { message }
    }
  }`);
  const messages = [...errors, ...data.c[0].userErrors].map(({ message }) => message.split(': "')[0]);
  expect(messages).toEqual([
    'Argument "id": expected the global id of type Invoice, got one of type BillingSubscription',
    'Argument "id": expected the global id of type Invoice, got one of type Workspace',
    'Argument "billingAccountId": expected the global id of type BillingAccount, got one of type Workspace',
  ]);
  expect(await upstream.paths()).toEqual([]);
});
