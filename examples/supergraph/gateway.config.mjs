import { defineConfig } from '@graphql-hive/gateway';
import { headersFor } from './forwarded-headers.mjs';

/** Hive Gateway: `hive-gateway supergraph supergraph.graphql -c gateway.config.mjs` */
export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs: ({ request, subgraphName }) =>
      headersFor(subgraphName, (name) => request.headers.get(name)),
  },
});
