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
import type { RawError } from './answer-errors.js';
import { acceptSubscriptions } from '../live/accept-subscriptions.js';
import { checkOperations } from './check-operation.js';
import { DOCUMENT_TOKENS_MAX } from './document-limits.js';
import { DocumentStore } from './document-store.js';
import type { CompiledAnswers } from './compiled-answers.js';
import type { KnownOperations } from './known-operation.js';
import type { OperationContext } from './context.js';
import { resolveInTurns } from './resolve-field.js';
import { traceForRouters, type SubgraphGuard } from './router-access.js';
import type { Turns } from './turns.js';

/** With the one that says that there are more, ten. */
const VALIDATION_ERRORS_MAX = 9;

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly operations: KnownOperations;
  /** Undefined: the interpreter answers everything. */
  readonly compiled: CompiledAnswers | undefined;
  readonly guard: SubgraphGuard;
  readonly turns: Turns;
  readonly logger: Logger;
}

/**
 * Apollo Server with what this service does not want of it switched off: sharing, tracing, reporting, stack traces.
 *
 * It formats errors and writes answers without telling whose they are. So it does neither: where it has text for the
 * body of an answer, that is a `RawResult`, and the route does the rest.
 */
export function createApollo({
  schema,
  guard,
  operations,
  compiled,
  turns,
  logger,
}: ApolloOptions): ApolloServer<OperationContext> {
  const { isIntrospectionServed } = guard;
  resolveInTurns(schema, turns);
  return new ApolloServer<OperationContext>({
    schema,
    introspection: isIntrospectionServed,
    hideSchemaDetailsFromClientErrors: !isIntrospectionServed,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    documentStore: new DocumentStore(),
    parseOptions: { maxTokens: DOCUMENT_TOKENS_MAX },
    validationOptions: { maxErrors: VALIDATION_ERRORS_MAX },
    // The process owner stops the server; see main.
    stopOnTerminationSignals: false,
    logger,
    formatError: (formatted, thrown): RawError => ({ ...formatted, thrown }),
    stringifyResult: (result) => result as unknown as string,
    plugins: [
      checkOperations(operations, guard),
      acceptSubscriptions(operations),
      ...(compiled ? [compiled.plugin] : []),
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
