import type { ApolloServerPlugin } from '@apollo/server';

/** Refusals of well-formed requests: what came was a GraphQL request, only not one that this graph can run. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * GraphQL over HTTP: clients that know only `application/json` get a refusal as 200, since a 400 of that type may be
 * some proxy's and is not read. Apollo Server answers 400 to both kinds of client.
 */
export const plainJsonStatus: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response: { body, http } }) => {
      if (http.status !== 400 || body.kind !== 'single') return;
      if (request.http?.headers.get('accept')?.includes('application/graphql-response+json')) return;
      const errors = body.singleResult.errors ?? [];
      if (errors.every(({ extensions }) => REFUSALS.has(extensions?.['code']))) http.status = 200;
    },
  }),
};
