import type { GraphQLFormattedError } from 'graphql';
import { formatError, type FormatErrorOptions } from './format-error.js';

/** An error as Apollo hands it on, with what was thrown: who asked is known to the route alone. */
export interface RawError extends GraphQLFormattedError {
  readonly thrown: unknown;
}

/** Errors that one answer holds in full; one more says how many there were besides. */
const ERRORS_MAX = 100;

/** What a client may see of the errors of its answer. */
export function formatErrors(
  raw: readonly RawError[],
  options: FormatErrorOptions,
): readonly GraphQLFormattedError[] {
  const errors = raw
    .slice(0, ERRORS_MAX)
    .map(({ thrown, ...formatted }) => formatError(formatted, thrown, options));
  return raw.length > ERRORS_MAX ? [...errors, leftOut(raw.length - ERRORS_MAX, options)] : errors;
}

function leftOut(count: number, { correlationId }: FormatErrorOptions): GraphQLFormattedError {
  return {
    message: `${count} more errors were left out: an answer holds at most ${ERRORS_MAX}.`,
    extensions: { code: 'QUERY_TOO_COSTLY', retryable: false, correlationId },
  };
}
