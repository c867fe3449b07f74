import type { ApolloServerPlugin } from '@apollo/server';
import type { KnownOperation, KnownOperations } from './known-operation.js';
import { areReadable, assertSmall } from './operation-size.js';
import type { OperationContext } from './context.js';
import { assertAccess, subgraphFields, type SubgraphGuard } from './router-access.js';

/** What of a request decides whether a known operation may run. */
export interface AskedOperation {
  readonly operation: KnownOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: OperationContext;
}

/**
 * Everything that is looked at each time an operation is asked, beside its document. The variables fit it.
 *
 * @throws FORBIDDEN, QUERY_TOO_COSTLY or BAD_USER_INPUT
 */
export function checkOperation(
  { operation, variables, context }: AskedOperation,
  guard: SubgraphGuard,
): void {
  context.understand(operation);
  assertAccess(operation.subgraphFields, context, guard);
  const size = operation.measure(variables);
  context.answerSize.isOfGraph = size.isOfGraph;
  assertSmall(size);
  context.predict(operation.predictCalls, variables);
}

/** Refuses operations before anything is read, and knows those that pass from then on. */
export function checkOperations(
  operations: KnownOperations,
  guard: SubgraphGuard,
): ApolloServerPlugin<OperationContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation: node, request, contextValue, source }) => {
        const { variables = {}, operationName } = request;
        if (!node) return assertAccess(subgraphFields(document), contextValue, guard);
        const operation = operations.of(document, node);
        if (!areReadable(schema, node, variables))
          return assertAccess(operation.subgraphFields, contextValue, guard);
        const coerced = operation.compiled.coerce(variables) ?? variables;
        checkOperation({ operation, variables: coerced, context: contextValue }, guard);
        operations.remember(source, operationName, operation);
      },
    }),
  };
}
