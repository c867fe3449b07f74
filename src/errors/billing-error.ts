import { errorCodes, type ErrorCode } from './error-codes.js';

/** What the provider answered, as far as a client may know it. */
export interface UpstreamFacts {
  readonly status: number;
  /** The provider's own request id, for its support; already checked to be harmless text. */
  readonly requestId?: string | undefined;
}

export interface BillingErrorDetails {
  /** The argument at fault, where it is one. */
  readonly argument?: string | undefined;
  readonly provider?: string | undefined;
  readonly upstream?: UpstreamFacts | undefined;
  /** Given only where the provider said when to come back; milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** What the provider said in machine-readable form. Never reaches a client as it is. */
  readonly refusal?: Refusal | undefined;
  /** Whether there is only too much in the answer, so that a smaller page could be read. Never reaches a client. */
  readonly isTooLarge?: boolean | undefined;
}

/** The machine-readable part of a provider's refusal. */
export interface Refusal {
  /** The provider's own error code, already checked to be harmless text. */
  readonly code: string | undefined;
  /** What the refusal speaks of, where it can be told. */
  readonly subject: 'subscription' | 'product' | 'cursor' | undefined;
  /** Fields that failed the provider's validation, in its own spelling (`items.0.quantity`). */
  readonly fields: readonly string[];
}

/**
 * The only error that reaches a client with its message intact, so messages are written here and never copied
 * from a provider: an upstream text may hold a token, a URL or another customer's data.
 */
export class BillingError extends Error {
  override readonly name = 'BillingError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: BillingErrorDetails = {},
  ) {
    super(message);
  }

  /** The same error, naming the provider unless it already names one. */
  from(provider: string): BillingError {
    return new BillingError(this.code, this.message, { provider, ...this.details });
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

export function badUserInput(message: string): BillingError {
  return new BillingError('BAD_USER_INPUT', message);
}

/** Says what was expected of an argument and what came, and names it for those who answer with a path. */
export function badArgument(argument: string, expectation: string): BillingError {
  return new BillingError('BAD_USER_INPUT', `Argument "${argument}": ${expectation}`, { argument });
}

export function isBillingError(thrown: unknown, ...codes: ErrorCode[]): thrown is BillingError {
  return thrown instanceof BillingError && (codes.length === 0 || codes.includes(thrown.code));
}

/** Shortens and escapes what a caller sent, so that it can stand in a message or a log line. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}… (${text.length} characters)` : text;
}

/** Rethrows; a BillingError that names no provider yet gets this one. */
export function rethrowFrom(thrown: unknown, provider: string): never {
  throw thrown instanceof BillingError ? thrown.from(provider) : thrown;
}

/** What `read` returns, or the BillingError that it throws: a row's error stands at its place in a list. */
export function errorOr<Value>(read: () => Value): Value | BillingError {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof BillingError) return thrown;
    throw thrown;
  }
}
