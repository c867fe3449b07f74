import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core';
import { startProcess } from '../support/api.js';
import { liveAccount, ONLY_WHEN_WOKEN, sendWebhook } from '../support/event-stream.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** Apollo Client subscribes over its ordinary HTTP link, and its cache holds the invoice as it is now. */

startSystem({ ...ONLY_WHEN_WOKEN, LIVE_HEARTBEAT_MS: '100' }, startProcess);

const CHANGED = gql`
  subscription Changed($ids: [ID!]!) {
    invoiceChanged(accountIds: $ids) {
      cause
      invoice {
        id
        status
      }
    }
  }
`;

const STATUS = gql`
  query Status($id: ID!) {
    invoice(id: $id) {
      id
      status
    }
  }
`;

test('F54 a change comes over the HTTP link of Apollo Client, and is in its cache; leaving ends the looking', async () => {
  const account = await liveAccount(upstream);
  const link = new HttpLink({
    uri: `${api.url}/graphql`,
    headers: { authorization: 'Bearer sandbox-altostrat' },
  });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const told: { cause: string; invoice: { id: string; status: string } }[] = [];
  const subscription = client
    .subscribe<{ invoiceChanged: (typeof told)[number] }>({
      query: CHANGED,
      variables: { ids: [account.id] },
    })
    .subscribe(({ data, error }) => {
      expect(error).toBeUndefined();
      if (data) told.push(data.invoiceChanged);
    });
  await until(async () => (await upstream.calls()).length === 1);
  await account.add();
  await sendWebhook(api, account);
  await until(() => told.length === 1);
  await account.patch(account.invoiceId(4), { status: 'paid' });
  await sendWebhook(api, account);
  await until(() => told.length === 2);
  expect(told.map(({ cause, invoice }) => [cause, invoice.status])).toEqual([
    ['CREATED', 'OPEN'],
    ['STATUS_CHANGED', 'PAID'],
  ]);
  expect(client.readQuery({ query: STATUS, variables: { id: told[0]?.invoice.id } })).toBeNull();
  const cached = client.cache.extract() as Record<string, unknown>;
  expect(cached[`Invoice:${told[0]?.invoice.id}`]).toMatchObject({ status: 'PAID' });
  subscription.unsubscribe();
  await until(async () =>
    (await (await fetch(`${api.url}/metrics`)).text()).includes('billing_live_streams 0'),
  );
});
