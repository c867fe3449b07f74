import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { OperationContext } from './context.js';
import { formatError } from './format-error.js';
import { limitOperationSize } from './operation-size.js';
import { plainJsonStatus } from './plain-json-status.js';
import { guardSubgraph, traceForRouters } from './router-access.js';

/** Bounds the work that a document can make before it is understood. */
const DOCUMENT_TOKENS_MAX = 2000;

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly isIntrospectionServed: boolean;
  /** Whether `_service` and `_entities` are for routers alone. */
  readonly isSubgraphClosed: boolean;
  /** Largest `first` or `last`. */
  readonly pageSizeMax: number;
  readonly logger: Logger;
  /** The id of the request that is being answered. */
  readonly correlationId: () => string;
  /** Told of the code of every error that is answered. */
  readonly onError: (code: unknown) => void;
}

/** Apollo Server with what this service does not want of it switched off: sharing, tracing, reporting, stack traces. */
export function createApollo({
  schema,
  isIntrospectionServed,
  isSubgraphClosed,
  pageSizeMax,
  logger,
  correlationId,
  onError,
}: ApolloOptions): ApolloServer<OperationContext> {
  return new ApolloServer<OperationContext>({
    schema,
    introspection: isIntrospectionServed,
    hideSchemaDetailsFromClientErrors: !isIntrospectionServed,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    parseOptions: { maxTokens: DOCUMENT_TOKENS_MAX },
    // The process owner stops the server; see main.
    stopOnTerminationSignals: false,
    logger,
    formatError: (formatted, thrown) => {
      const error = formatError(formatted, thrown, {
        correlationId: correlationId(),
        hidesSchema: !isIntrospectionServed,
        onFault: (fault) =>
          logger.error({ requestId: correlationId(), fault: describeFault(fault) }, 'fault'),
      });
      onError(error.extensions?.['code']);
      return error;
    },
    plugins: [
      guardSubgraph({ isClosed: isSubgraphClosed, isIntrospectionServed }),
      limitOperationSize(pageSizeMax),
      plainJsonStatus,
      traceForRouters(),
      // Its per-field hook would wrap every resolver, and answers about money are never cached in between.
      ApolloServerPluginCacheControlDisabled(),
      // It would answer anybody; see traceForRouters.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** Name, message and stack of a fault of ours. The log's sink takes credentials out. */
function describeFault(fault: unknown): unknown {
  return fault instanceof Error
    ? { name: fault.name, message: fault.message, stack: fault.stack }
    : typeof fault;
}
