import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { ProviderName } from '../../accounts/billing-account.js';
import { BillingError, isBillingError } from '../../errors/billing-error.js';

/** Calls in a row that ran out of time, after which the provider is taken to be down. */
const TIMEOUTS_MAX = 3;
/** How long it is then left alone: longer after each probe that ran out of time as well. */
const PAUSE_MS = { initialDelay: 5000, maxDelay: 60_000, generator: noJitterGenerator };
/** Credentials that are remembered; more than that, and the oldest begins anew. */
const CREDENTIALS_MAX = 10_000;

/**
 * Lets nobody wait again and again for a provider that does not answer. Each credential has a breaker of its own, so
 * that no caller can cut off another. Whatever comes in time, a refused connection too, costs nobody time.
 */
export class Breakers {
  readonly #breakers = new Map<string, CircuitBreakerPolicy>();

  constructor(private readonly provider: ProviderName) {}

  /** @throws UPSTREAM_UNAVAILABLE at once while the provider is taken to be down for this credential */
  async guard<Value>(key: string, signal: AbortSignal, call: () => Promise<Value>): Promise<Value> {
    try {
      return await this.#breakerOf(key).execute(async () =>
        call().catch((error: unknown) => {
          // Who left or ran out of time says nothing about the provider.
          throw signal.aborted ? new Left(error) : error;
        }),
      );
    } catch (error) {
      if (error instanceof Left) throw error.reason;
      if (!(error instanceof BrokenCircuitError)) throw error;
      const message =
        'The provider has not answered lately, so it is not asked for now. It will be, shortly.';
      throw new BillingError('UPSTREAM_UNAVAILABLE', message, { provider: this.provider });
    }
  }

  #breakerOf(key: string): CircuitBreakerPolicy {
    const known = this.#breakers.get(key);
    if (known) return known;
    const [oldest] = this.#breakers.keys();
    if (this.#breakers.size >= CREDENTIALS_MAX && oldest !== undefined) this.#breakers.delete(oldest);
    const breaker = circuitBreaker(handleWhen(isTimeout), {
      halfOpenAfter: new ExponentialBackoff(PAUSE_MS),
      breaker: new ConsecutiveBreaker(TIMEOUTS_MAX),
    });
    this.#breakers.set(key, breaker);
    return breaker;
  }
}

/** The caller did not wait for the answer. */
class Left extends Error {
  constructor(readonly reason: unknown) {
    super('left');
  }
}

/** Not the provider's own word that it waited in vain for another service: that came as an answer. */
function isTimeout(error: Error): boolean {
  return isBillingError(error, 'UPSTREAM_TIMEOUT') && error.details.upstream === undefined;
}
