import { gql, type TypedDocumentNode } from '@apollo/client/core';
import { createClient, FORWARD, invoiceIdsOf, pathOf, readOracle, showList } from './support/invoice-list.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What Apollo Client's cache makes of answers that come twice, are empty, fail in part, or are of several types. */

startSystem();
beforeEach(async () => upstream.forget());

const accountId = 'cus_acme_za';
const invoices = pathOf(accountId);

test('F08 a page asked again under a cursor from another answer replaces itself', async () => {
  const oracle = await readOracle(upstream, accountId, 30);
  const { list, read } = await showList(createClient(api.url), FORWARD, { accountId, first: 10 });
  const nextPage = async () =>
    list.fetchMore({ variables: { after: read().billingAccount.invoices.pageInfo.endCursor } });
  await nextPage();
  await nextPage();
  expect(invoiceIdsOf(read())).toEqual(oracle);
  const other = await showList(createClient(api.url), FORWARD, { accountId, first: 10 });
  const after = other.read().billingAccount.invoices.pageInfo.endCursor;
  await list.fetchMore({ variables: { after, first: 20 } });
  expect(invoiceIdsOf(read())).toEqual(oracle);
  expect(await upstream.paths()).toEqual([
    `${invoices}?limit=10`,
    `${invoices}?limit=10&after=${oracle[9]}`,
    `${invoices}?limit=10&after=${oracle[19]}`,
    `${invoices}?limit=10`,
    `${invoices}?limit=20&after=${oracle[9]}`,
  ]);
});

test('F01 page one refetched is page one, with the same cursors and nothing twice', async () => {
  const oracle = await readOracle(upstream, accountId, 20);
  const { list, read } = await showList(createClient(api.url), FORWARD, { accountId, first: 10 });
  const first = read();
  await list.fetchMore({ variables: { after: first.billingAccount.invoices.pageInfo.endCursor } });
  expect(invoiceIdsOf(read())).toEqual(oracle);
  // Apollo's helper takes an answer without `after` for a new beginning of the list.
  await list.refetch();
  expect(read()).toEqual(first);
  expect(await upstream.paths()).toEqual([
    `${invoices}?limit=10`,
    `${invoices}?limit=10&after=${oracle[9]}`,
    `${invoices}?limit=10`,
  ]);
});

test('F01 an account without invoices is an empty list that ends', async () => {
  const { read } = await showList(createClient(api.url), FORWARD, { accountId: 'cus_acme_uk', first: 50 });
  expect(read().billingAccount.invoices).toMatchObject({ edges: [], pageInfo: { hasNextPage: false } });
  expect(await upstream.paths()).toEqual([`${pathOf('cus_acme_uk')}?limit=50`]);
});

test('F32 with errorPolicy "all", an account that fails leaves its neighbour readable', async () => {
  const account = (alias: string, id: string) =>
    `${alias}: billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "${id}") {
      id
      invoices(first: 1) { edges { cursor node { id invoiceId } } }
    }`;
  const query: TypedDocumentNode<{ good: unknown; bad: null }> = gql`{
    ${account('good', accountId)}
    ${account('bad', 'cus_missing')}
  }`;
  const { data, error } = await createClient(api.url).query({ query, errorPolicy: 'all' });
  expect(data).toMatchObject({
    bad: null,
    good: { invoices: { edges: [{ node: { invoiceId: 'in_acme_za_000035' } }] } },
  });
  expect(error).toMatchObject({ errors: [{ path: ['bad', 'invoices'], extensions: { code: 'NOT_FOUND' } }] });
  expect([...(await upstream.paths())].sort()).toEqual(
    [`${pathOf('cus_missing')}?limit=1`, `${invoices}?limit=1`].sort(),
  );
});

test('F46 an invoice fetched by its id is the same cache entry, also through its interfaces', async () => {
  const client = createClient(api.url);
  const { read } = await showList(client, FORWARD, { accountId, first: 1 });
  const id = read().billingAccount.invoices.edges[0]?.node.id;
  const query = gql`
    query Again($id: ID!) {
      node(id: $id) {
        id
        ... on InvoiceFigures {
          total {
            decimal
            currency
          }
        }
        ... on Invoice {
          invoiceId
        }
      }
    }
  `;
  const { data } = await client.query({ query, variables: { id } });
  expect(data).toMatchObject({
    node: {
      __typename: 'Invoice',
      id,
      invoiceId: 'in_acme_za_000035',
      total: { decimal: '19902.58', currency: 'ZAR' },
    },
  });
  expect(Object.keys(client.cache.extract() as object).filter((key) => key.startsWith('Invoice:'))).toEqual([
    `Invoice:{"id":"${id}"}`,
  ]);
  expect(await upstream.paths()).toEqual([
    `${invoices}?limit=1`,
    `${invoices}?limit=1&before=in_acme_za_000035`,
    `${invoices}?limit=1`,
  ]);
});

test('F46 subscriptions and workspaces are cache entries of their own, refreshed by their ids', async () => {
  const client = createClient(api.url);
  const list = gql`
    {
      workspace(id: "ws_acme") {
        id
        billingAccount(accountId: "cus_acme_us") {
          id
          subscriptions {
            edges {
              node {
                id
                status
              }
            }
          }
        }
      }
    }
  `;
  const { data } = await client.query<{
    workspace: { billingAccount: { subscriptions: { edges: { node: { id: string } }[] } } };
  }>({ query: list });
  const ids = data?.workspace.billingAccount.subscriptions.edges.map(({ node }) => node.id) ?? [];
  const entries = (): Record<string, Record<string, unknown>> =>
    client.cache.extract() as Record<string, Record<string, unknown>>;
  const keysOf = (type: string): string[] =>
    Object.keys(entries()).filter((key) => key.startsWith(`${type}:`));
  const subscriptions = ids.map((id) => `BillingSubscription:${id}`).toSorted();
  expect(subscriptions).toHaveLength(3);
  expect(keysOf('BillingSubscription').toSorted()).toEqual(subscriptions);
  expect(keysOf('Workspace')).toEqual(['Workspace:ws_acme']);
  const again = gql`
    query Again($id: ID!) {
      subscription: node(id: $id) {
        id
        ... on BillingSubscription {
          currency
        }
      }
      workspace: node(id: "ws_acme") {
        id
        ... on Workspace {
          name
        }
      }
    }
  `;
  await client.query({ query: again, variables: { id: ids[0] } });
  expect(keysOf('BillingSubscription').toSorted()).toEqual(subscriptions);
  expect(entries()[`BillingSubscription:${ids[0]}`]).toMatchObject({ status: 'active', currency: 'USD' });
  expect(entries()['Workspace:ws_acme']).toMatchObject({ id: 'ws_acme', name: 'Acme Networks' });
  expect(entries()['ROOT_SUBSCRIPTION']).toBeUndefined();
});
