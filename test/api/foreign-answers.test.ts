import { api, startSystem, upstream } from '../support/system.js';

/** An answer about another account, workspace or customer is never shown as the caller's. */

startSystem();
afterEach(async () => upstream.clearFaults());

const account = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_eu")';

test.each([
  ['id', `${account} { name }`, { id: 'cus_OTHER' }],
  ['workspace_id', `${account} { email }`, { workspace_id: 'ws_OTHER' }],
  ['workspace id', 'workspace(id: "ws_acme") { name }', { id: 'ws_OTHER' }],
])('A08 details with the %s of somebody else are an error', async (_what, field, page) => {
  await upstream.fault({ fault: { kind: 'patch', page } });
  const { data, errors } = await api.ask(`{ answer: ${field} }`);
  expect(Object.values(data.answer as object)).toEqual([null]);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});

test('A08 a listed account of another workspace is an error at its place', async () => {
  await upstream.fault({ fault: { kind: 'patch', rows: 1, set: { workspace_id: 'ws_OTHER' } } });
  const { data, errors } = await api.ask(
    '{ workspace(id: "ws_acme") { billingAccounts { nodes { accountId } } } }',
  );
  const nodes = data.workspace.billingAccounts.nodes;
  expect([nodes[0], nodes[1]]).toEqual([{ accountId: 'cus_acme_us' }, null]);
  expect(errors.map(({ path }) => path)).toEqual([['workspace', 'billingAccounts', 'nodes', 1]]);
});

test('A08 a subscription of another account is an error at its place, and nothing is said to be upcoming', async () => {
  await upstream.fault({ fault: { kind: 'patch', rows: 0, set: { billing_account_id: 'cus_OTHER' } } });
  const { data, errors } = await api.ask(
    `{ ${account} { subscriptions { nodes { subscriptionId } } upcomingInvoice { total { decimal } } } }`,
  );
  expect(data.billingAccount.subscriptions.nodes[0]).toBeNull();
  expect(data.billingAccount.upcomingInvoice).toBeNull();
  expect(errors.map(({ path }) => path?.[1]).sort()).toEqual(['subscriptions', 'upcomingInvoice']);
});

test('A08 a preview for another customer is no preview', async () => {
  await upstream.fault({
    match: { method: 'POST' },
    fault: { kind: 'patch', page: { customer_id: 'cus_OTHER' } },
  });
  const { data } = await api.ask(
    'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_eu", subscriptionId: "sub_acme_eu"}) { preview { total { decimal } } userErrors { code } } }',
  );
  expect(data.previewInvoice).toEqual({ preview: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE' }] });
});

test('F45 a preview without a total is no preview', async () => {
  await upstream.fault({ match: { method: 'POST' }, fault: { kind: 'raw', body: '{}' } });
  const { data } = await api.ask(
    'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_eu", subscriptionId: "sub_acme_eu"}) { preview { status } userErrors { code } } }',
  );
  expect(data.previewInvoice).toEqual({ preview: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE' }] });
});

test('F07 a list of subscriptions that was cut short says so, and tells of no upcoming invoice', async () => {
  await upstream.fault({ fault: { kind: 'patch', page: { has_more: true } } });
  const { data, errors } = await api.ask(
    `{ ${account} { subscriptions { pageInfo { hasNextPage } } upcomingInvoice { total { decimal } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount).toEqual({
    subscriptions: { pageInfo: { hasNextPage: true } },
    upcomingInvoice: null,
  });
});

test('P01 a provider that answers with the row it was asked to go on from is not followed in a circle', async () => {
  const { data } = await api.ask(`{ ${account} { invoices(first: 3) { pageInfo { endCursor } } } }`);
  const after = data.billingAccount.invoices.pageInfo.endCursor as string;
  const head = await fetch(
    `${upstream.url}/workspaces/ws_acme/billing-accounts/cus_acme_eu/invoices?limit=3`,
    {
      headers: { authorization: 'Bearer sandbox-altostrat' },
    },
  );
  await upstream.fault({
    fault: { kind: 'raw', headers: { 'content-type': 'application/json' }, body: await head.text() },
  });
  const { errors } = await api.ask(
    `{ ${account} { invoices(first: 3, after: "${after}") { nodes { id } } } }`,
  );
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});

test('F19 a failing later page leaves the windows that the earlier ones fill, and the rows of those that it cuts short', async () => {
  const us = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';
  await upstream.fault({ fault: { kind: 'status', status: 500 }, skip: 1 });
  const { data, errors } = await api.ask(
    `{ small: ${us} { invoices(first: 5) { nodes { id } } } large: ${us} { invoices(first: 500) { nodes { id } } } }`,
  );
  expect(data.small.invoices.nodes).toHaveLength(5);
  expect(data.large.invoices.nodes).toHaveLength(200);
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['large', 'invoices'], 'UPSTREAM_UNAVAILABLE'],
  ]);
});
