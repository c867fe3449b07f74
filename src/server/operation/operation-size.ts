import type { ApolloServerPlugin } from '@apollo/server';
import {
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { getComplexity, type ComplexityEstimator } from 'graphql-query-complexity';
import { BillingError } from '../../errors/billing-error.js';
import { PAGE_SIZE_DEFAULT } from '../../lists/window.js';
import { toRequestError } from './request-error.js';

/**
 * Fields that one answer may hold if every page is full. The graph leads from an invoice back to its account,
 * so a short document can ask for a page within a page within a page, which costs no more upstream calls.
 */
const FIELDS_MAX = 250_000;

const TOO_MANY_NODES = /maximum allowed number of nodes/;

/** Refuses operations whose answer could be too large, when variables are known and before anything is read. */
export function limitOperationSize(pageSizeMax: number): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request: { variables } }) => {
        const fields = countFields(schema, document, operation, variables ?? {}, pageSizeMax);
        if (fields > FIELDS_MAX) throw tooLarge();
      },
    }),
  };
}

function countFields(
  schema: GraphQLSchema,
  query: DocumentNode,
  operation: OperationDefinitionNode | undefined,
  variables: Record<string, unknown>,
  pageSizeMax: number,
): number {
  if (!areReadable(schema, operation, variables)) return 0;
  const operationName = operation?.name?.value;
  const estimators = [estimateWith(pageSizeMax)];
  try {
    return getComplexity({
      schema,
      query,
      variables,
      estimators,
      ...(operationName !== undefined && { operationName }),
    });
  } catch (error) {
    // A wrong argument is refused where it is read, in better words.
    return error instanceof GraphQLError && TOO_MANY_NODES.test(error.message) ? Number.POSITIVE_INFINITY : 0;
  }
}

/**
 * Whether the variables fit, which execution will say in full if not. Asked here because the library would
 * gather an error, with suggestions, for every one of ten thousand wrong fields.
 */
function areReadable(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode | undefined,
  variables: Record<string, unknown>,
): boolean {
  const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables, {
    maxErrors: 1,
  });
  return errors === undefined;
}

/** A field, and what is selected below it as often as it can come. A size out of bounds is refused elsewhere. */
function estimateWith(pageSizeMax: number): ComplexityEstimator {
  return ({ args, field, childComplexity }) => {
    const lists = Object.values(args as Record<string, unknown>).filter(Array.isArray);
    const isConnection = field.args.some(({ name }) => name === 'first');
    const size = isConnection
      ? Number(args['first'] ?? args['last'] ?? PAGE_SIZE_DEFAULT)
      : (lists[0]?.length ?? 1);
    return 1 + Math.min(Math.max(size, 1), pageSizeMax) * childComplexity;
  };
}

function tooLarge(): GraphQLError {
  const message = `The answer could hold more than ${FIELDS_MAX} fields. Ask for smaller pages, or fewer within each other.`;
  return toRequestError(new BillingError('QUERY_TOO_COSTLY', message), 400);
}
