import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BillingError } from '../../errors/billing-error.js';
import { sharedErrorCodes } from '../../errors/error-codes.js';

/** Codes that Apollo Server gives to requests which never came to be executed. Their messages name no internals. */
const SERVER_CODES: ReadonlySet<unknown> = new Set([...sharedErrorCodes, 'BAD_USER_INPUT']);

/** Ends at the end of the text too: looking for a mark that never comes, over and over, would take seconds. */
const SUGGESTION = / ?Did you mean [^?]*(?:\?|$)/g;

const MESSAGE_LENGTH_MAX = 500;

/** A field that stands in a document many times has as many places, in each of its errors. */
const LOCATIONS_MAX = 10;

export interface FormatErrorOptions {
  readonly correlationId: string;
  /** Whether messages may name parts of the schema that the client did not. */
  readonly hidesSchema: boolean;
  /** Told of every error that is a fault of ours. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * Turns anything thrown into what a client may see: message, place, and the extensions `{ code, provider?, retryable,
 * retryAfterMs?, upstream?, correlationId }`. Never throws.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  thrown: unknown,
  options: FormatErrorOptions,
): GraphQLFormattedError {
  const { locations, path, extensions } = formatted;
  const cause = findCause(thrown);
  const place = {
    ...(locations && { locations: locations.slice(0, LOCATIONS_MAX) }),
    ...(path && { path }),
  };
  if (cause instanceof BillingError)
    return { message: cause.message, ...place, extensions: toExtensions(cause, options) };
  const { correlationId } = options;
  if (SERVER_CODES.has(extensions?.['code']) && isGraphqlsOwn(cause)) {
    const message = shorten(
      options.hidesSchema ? formatted.message.replace(SUGGESTION, '') : formatted.message,
    );
    return { message, ...place, extensions: { code: extensions?.['code'], retryable: false, correlationId } };
  }
  if (extensions?.['code'] === 'GRAPHQL_PARSE_FAILED' && cause instanceof RangeError) {
    const message = 'Syntax Error: The document is nested too deeply.';
    return { message, extensions: { code: 'GRAPHQL_PARSE_FAILED', retryable: false, correlationId } };
  }
  if (cause instanceof GraphQLError && !path) {
    // GraphQL's own word on the request as a whole, such as an operation type that the graph does not have.
    const refused = { code: 'OPERATION_RESOLUTION_FAILURE', retryable: false, correlationId };
    return { message: shorten(cause.message), ...place, extensions: refused };
  }
  options.onFault(cause);
  const masked = { code: 'INTERNAL_SERVER_ERROR', retryable: false, correlationId };
  return {
    message: 'This service failed. Give the correlationId when you report it.',
    ...place,
    extensions: masked,
  };
}

/** GraphQL repeats in its messages what the client sent, however long. */
function shorten(message: string): string {
  return message.length > MESSAGE_LENGTH_MAX ? `${message.slice(0, MESSAGE_LENGTH_MAX)}…` : message;
}

function toExtensions(error: BillingError, { correlationId }: FormatErrorOptions): Record<string, unknown> {
  const { provider, retryAfterMs, upstream } = error.facts;
  return {
    code: error.code,
    ...(provider !== undefined && { provider }),
    retryable: error.retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(upstream && {
      upstream: {
        status: upstream.status,
        ...(upstream.requestId !== undefined && { requestId: upstream.requestId }),
      },
    }),
    correlationId,
  };
}

/** The error that was thrown first: resolvers' errors and scalars' errors come wrapped, some of them twice. */
function findCause(thrown: unknown): unknown {
  let cause = unwrapResolverError(thrown);
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** GraphQL's own errors speak of the document alone; anything else may speak of our insides. */
function isGraphqlsOwn(cause: unknown): boolean {
  return cause instanceof GraphQLError;
}
