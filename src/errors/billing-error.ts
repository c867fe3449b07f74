import { errorCodes, type ErrorCode } from './error-codes.js';
import type { Refusal, RefusalKind } from './refusal.js';

/** What the provider answered, as far as a client may know it. */
export interface UpstreamFacts {
  readonly status: number;
  /** The provider's own request id, for its support; already checked to be harmless text. */
  readonly requestId?: string | undefined;
}

/** What is known of a failure, beside its code and message. What is undefined is left out of the answer. */
export interface BillingErrorFacts {
  /** The argument at fault, where it is one. */
  readonly argument?: string | undefined;
  readonly provider?: string | undefined;
  readonly upstream?: UpstreamFacts | undefined;
  /**
   * How long to wait before asking again, in milliseconds; given where the provider said so, or a pause of ours does.
   */
  readonly retryAfterMs?: number | undefined;
  /** Whether an answer was larger than is read. A smaller page may not be. */
  readonly isTooLarge?: boolean | undefined;
  /** What the provider's answer refuses, where it says so. Top-level errors do not show it. */
  readonly refusals?: readonly Refusal[] | undefined;
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
    readonly facts: BillingErrorFacts = {},
  ) {
    super(message);
  }

  /** The same error, naming the provider unless it already names one. */
  from(provider: string): BillingError {
    return new BillingError(this.code, this.message, { provider, ...this.facts });
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** A mistake of the caller's that no argument alone has made; see `badArgument` for those. */
export function badUserInput(message: string): BillingError {
  return new BillingError('BAD_USER_INPUT', message);
}

/** Says what was expected of an argument and what came, and names it for those who answer with a path. */
export function badArgument(argument: string, expectation: string): BillingError {
  return new BillingError('BAD_USER_INPUT', `Argument "${argument}": ${expectation}`, { argument });
}

/** Without codes: one of any code. */
export function isBillingError(thrown: unknown, ...codes: ErrorCode[]): thrown is BillingError {
  return thrown instanceof BillingError && (codes.length === 0 || codes.includes(thrown.code));
}

/** Whether a provider's answer refused something of one of these kinds. */
export function isRefusal(thrown: unknown, ...kinds: RefusalKind[]): thrown is BillingError {
  if (!isBillingError(thrown)) return false;
  return (thrown.facts.refusals ?? []).some(({ kind }) => kinds.includes(kind));
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
