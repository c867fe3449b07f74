import { GraphQLObjectType, GraphQLSchema, GraphQLString, type GraphQLFormattedError } from 'graphql';
import { createApollo } from '../../src/server/operation/apollo.js';
import { createLogger } from '../../src/server/logger.js';
import type { OperationContext } from '../../src/server/operation/context.js';
import type { GraphqlError } from './api.js';

/** The error that clients see when a resolver throws `fault`: the server's own Apollo over a schema that fails. */
export async function askFaulty(
  fault: unknown,
  correlationId: string,
  logged: string[] = [],
): Promise<GraphqlError> {
  const fails = (): never => {
    throw fault;
  };
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: { fails: { type: GraphQLString, resolve: fails } },
  });
  const apollo = createApollo({
    schema: new GraphQLSchema({ query }),
    isIntrospectionServed: true,
    isSubgraphClosed: false,
    pageSizeMax: 1000,
    logger: createLogger('info', { write: (line: string) => void logged.push(line) }),
    correlationId: () => correlationId,
    onError: () => undefined,
  });
  await apollo.start();
  try {
    const contextValue = {} as OperationContext;
    const { body } = await apollo.executeOperation({ query: '{ fails }' }, { contextValue });
    if (body.kind !== 'single') throw new Error('Expected one answer.');
    const [error] = body.singleResult.errors as readonly GraphQLFormattedError[];
    return error as GraphqlError;
  } finally {
    await apollo.stop();
  }
}
