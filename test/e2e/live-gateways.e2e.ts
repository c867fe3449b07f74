import { liveAccount, ONLY_WHEN_WOKEN, sendWebhook, SSE, subscribe } from '../support/event-stream.js';
import { until } from '../support/until.js';
import { GATEWAYS, startSupergraph } from './supergraph.js';

test.each(GATEWAYS)('F54 %s', async (_name, startGateway, path) => {
  const graph = await startSupergraph(startGateway, path, [], ONLY_WHEN_WOKEN);
  try {
    const account = await liveAccount(graph.upstream);
    const stream = await subscribe({ url: graph.gateway.url }, [account.id], { path, accept: SSE });
    console.log(stream.status, Object.fromEntries(stream.headers));
    const coming = stream.next();
    await until(async () => (await graph.upstream.calls()).length === 1, 5000).catch(() =>
      console.log('no look'),
    );
    await account.add();
    await sendWebhook(graph.billing, account);
    const message = await Promise.race([coming, new Promise((r) => setTimeout(r, 5000))]);
    console.log(JSON.stringify(message), stream.text());
    stream.close();
  } finally {
    await graph.stop();
  }
});
