import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { formatError } from './format-error.js';

/** An error as Apollo hands it on, with what was thrown: who asked is known to the route alone. */
export interface RawError extends GraphQLFormattedError {
  readonly thrown: unknown;
}

/** Errors that one answer holds in full; one more says how many there were besides. */
const ERRORS_MAX = 100;

export interface ErrorOptions {
  readonly correlationId: string;
  /** Whether messages may name parts of the schema that the client did not. */
  readonly hidesSchema: boolean;
  readonly logger: Logger;
}

/** What a client may see of the errors of its answer. Faults of ours are logged. */
export function formatErrors(
  raw: readonly RawError[],
  { correlationId, hidesSchema, logger }: ErrorOptions,
): readonly GraphQLFormattedError[] {
  const onFault = (fault: unknown): void =>
    logger.error({ requestId: correlationId, fault: describeFault(fault) }, 'fault');
  const errors = raw
    .slice(0, ERRORS_MAX)
    .map(({ thrown, ...formatted }) =>
      formatError(formatted, thrown, { correlationId, hidesSchema, onFault }),
    );
  return raw.length > ERRORS_MAX ? [...errors, leftOut(raw.length - ERRORS_MAX, correlationId)] : errors;
}

function leftOut(count: number, correlationId: string): GraphQLFormattedError {
  return {
    message: `${count} more errors were left out: an answer holds at most ${ERRORS_MAX}.`,
    extensions: { code: 'QUERY_TOO_COSTLY', retryable: false, correlationId },
  };
}

/** Name, message and stack of a fault of ours. The log's sink takes credentials out. */
function describeFault(fault: unknown): unknown {
  return fault instanceof Error
    ? { name: fault.name, message: fault.message, stack: fault.stack }
    : typeof fault;
}
