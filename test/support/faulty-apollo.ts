import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { formatErrors, type RawError } from '../../src/server/operation/answer-errors.js';
import { createApollo } from '../../src/server/operation/apollo.js';
import { AnswerSize } from '../../src/server/operation/answer-size.js';
import { KnownOperations } from '../../src/server/operation/known-operation.js';
import { createLogger } from '../../src/server/logger.js';
import { Turns } from '../../src/server/operation/turns.js';
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
  const logger = createLogger({
    level: 'info',
    destination: { write: (line: string) => void logged.push(line) },
  });
  const schema = new GraphQLSchema({ query });
  const apollo = createApollo({
    schema,
    operations: new KnownOperations(schema, 1000),
    compiled: undefined,
    guard: { isClosed: false, isIntrospectionServed: true },
    turns: new Turns(() => performance.now()),
    logger,
  });
  await apollo.start();
  try {
    const contextValue = {
      answerSize: new AnswerSize(),
      predict: () => undefined,
      understand: () => undefined,
    } as unknown as OperationContext;
    const { body } = await apollo.executeOperation({ query: '{ fails }' }, { contextValue });
    if (body.kind !== 'single') throw new Error('Expected one answer.');
    const raw = body.singleResult.errors as readonly RawError[];
    const [error] = formatErrors(raw, { correlationId, hidesSchema: false, logger });
    return error as GraphqlError;
  } finally {
    await apollo.stop();
  }
}
