import type { ApolloServerPlugin } from '@apollo/server';
import {
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { OperationContext } from '../operation/context.js';
import type { KnownOperation, KnownOperations } from '../operation/known-operation.js';

const ERRORS_MAX = 10;

/** A subscription that has passed everything a query passes, and has yet to begin. Stands where an answer has its data. */
export class AcceptedSubscription {
  constructor(
    readonly known: KnownOperation,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    /** As they were sent: they have been found to fit. */
    readonly variables: Readonly<Record<string, unknown>>,
  ) {}
}

/** Hands subscriptions out to whoever streams; for Apollo they are answered. */
export function acceptSubscriptions(operations: KnownOperations): ApolloServerPlugin<OperationContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, operation, request, contextValue }) => {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
        if (!contextValue.takesStream) throw needsStream();
        assertReadable(schema, operation, request.variables ?? {});
      },
      responseForOperation: async ({ document, operation, request, response }) => {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return null;
        const known = operations.of(document, operation);
        const accepted = new AcceptedSubscription(known, document, operation, request.variables ?? {});
        const data = accepted as unknown as Record<string, unknown>;
        return { http: response.http, body: { kind: 'single', singleResult: { data } } };
      },
    }),
  };
}

/** What execution would say in its first event is said before the stream begins. */
function assertReadable(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const definitions = operation.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variables, { maxErrors: ERRORS_MAX });
  const [error] = errors ?? [];
  if (error) throw refusal(error.message, 'BAD_USER_INPUT');
}

function needsStream(): GraphQLError {
  return refusal(
    'A subscription is answered by a stream of events. Expected "accept: text/event-stream", or "accept: multipart/mixed;subscriptionSpec=1.0", and a POST.',
    'BAD_REQUEST',
  );
}

function refusal(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
