import type { ProviderName } from '../../errors/provider-name.js';
import { BillingError } from '../../errors/billing-error.js';
import type { RateLimit } from '../answer/rate-limit.js';

/** Credentials that are remembered as used up; more than that, and the oldest is asked again. */
const CREDENTIALS_MAX = 10_000;

/** Remembers whose quota is used up, so that no call is wasted on being told again. */
export class Quota {
  /** Until when, Unix milliseconds, by digest of the credential. */
  readonly #usedUp = new Map<string, number>();

  constructor(
    private readonly provider: ProviderName,
    private readonly now: () => number,
  ) {}

  /** @throws RATE_LIMITED until the quota is whole again */
  assertLeft(key: string): void {
    const until = this.#usedUp.get(key);
    if (until === undefined) return;
    const retryAfterMs = until - this.now();
    if (retryAfterMs <= 0) {
      this.#usedUp.delete(key);
      return;
    }
    const { provider } = this;
    throw new BillingError('RATE_LIMITED', "This credential's quota at the provider is used up.", {
      provider,
      retryAfterMs,
    });
  }

  note(key: string, { remaining, resetMs }: Pick<RateLimit, 'remaining' | 'resetMs'>): void {
    if (remaining === undefined || remaining > 0 || resetMs === undefined) return;
    this.#usedUp.delete(key);
    const [oldest] = this.#usedUp.keys();
    if (this.#usedUp.size >= CREDENTIALS_MAX && oldest !== undefined) this.#usedUp.delete(oldest);
    this.#usedUp.set(key, this.now() + resetMs);
  }
}
