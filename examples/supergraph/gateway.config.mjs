import { defineConfig } from '@graphql-hive/gateway';
import { headersFor } from './forwarded-headers.mjs';

/** Hive Gateway: `hive-gateway supergraph supergraph.graphql -c gateway.config.mjs` */
export const gatewayConfig = defineConfig({
  // It would subscribe by GET, which no page of another origin may be able to do with a subgraph.
  transportEntries: { billing: { options: { method: 'POST' } } },
  propagateHeaders: {
    fromClientToSubgraphs: ({ request, subgraphName }) =>
      headersFor(subgraphName, (name) => request.headers.get(name)),
  },
});
