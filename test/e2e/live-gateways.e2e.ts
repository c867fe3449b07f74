import { liveAccount, ONLY_WHEN_WOKEN, sendWebhook, SSE, subscribe } from '../support/event-stream.js';
import { until } from '../support/until.js';
import { GATEWAYS, startSupergraph } from './supergraph.js';

/** What gateways that nobody here wrote make of a subscription. */

const [[, startHive, hivePath], [, startApollo, apolloPath]] = GATEWAYS as [
  (typeof GATEWAYS)[number],
  (typeof GATEWAYS)[number],
];

test('F54 Hive Gateway passes the events on, with their invoices, and ends the stream of whoever leaves', async () => {
  const graph = await startSupergraph(startHive, hivePath, [], ONLY_WHEN_WOKEN);
  try {
    const account = await liveAccount(graph.upstream);
    const fields = 'cause invoice { invoiceId status billingAccount { accountId } }';
    const stream = await subscribe({ url: graph.gateway.url }, [account.id], { path: hivePath, fields });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, SSE]);
    await until(async () => (await graph.upstream.calls()).some(({ status }) => status === 200));
    const invoiceId = await account.add();
    await sendWebhook(graph.billing, account);
    expect((await stream.next())?.body).toMatchObject({
      data: {
        invoiceChanged: {
          cause: 'CREATED',
          invoice: { invoiceId, status: 'OPEN', billingAccount: { accountId: account.accountId } },
        },
      },
    });
    expect(await graph.upstream.paths()).toHaveLength(4);
    stream.close();
    await until(async () =>
      (await (await fetch(`${graph.billing.url}/metrics`)).text()).includes('billing_live_streams 0'),
    );
  } finally {
    await graph.stop();
  }
});

test('F54 Apollo Gateway has no subscriptions, and says so at once', async () => {
  const graph = await startSupergraph(startApollo, apolloPath, [], ONLY_WHEN_WOKEN);
  try {
    const account = await liveAccount(graph.upstream);
    const stream = await subscribe({ url: graph.gateway.url }, [account.id], { path: apolloPath });
    expect(stream.status).toBe(406);
    expect(await graph.upstream.paths()).toEqual([]);
    stream.close();
  } finally {
    await graph.stop();
  }
});
