/**
 * The same supergraph behind Apollo Gateway.
 *
 *   PORT=4100 node apollo-gateway.mjs supergraph.graphql
 */
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { headersFor } from './forwarded-headers.mjs';

const [, , supergraph = 'supergraph.graphql'] = process.argv;

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  buildService: ({ name, url }) =>
    new RemoteGraphQLDataSource({
      url,
      willSendRequest: ({ request, context }) => {
        const headers = headersFor(name, (header) => context.headers?.[header]);
        for (const [header, value] of Object.entries(headers)) request.http.headers.set(header, value);
      },
    }),
});

const { url } = await startStandaloneServer(
  new ApolloServer({ gateway, includeStacktraceInErrorResponses: false }),
  {
    listen: { host: '127.0.0.1', port: Number(process.env.PORT ?? 4100) },
    context: async ({ req }) => ({ headers: req.headers }),
  },
);
console.log(`Apollo Gateway answers at ${url}`);
