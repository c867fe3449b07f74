import type { ProviderName } from '../../errors/provider-name.js';
import { BillingError } from '../../errors/billing-error.js';

/** Calls in a row that ran out of time, after which the provider is taken to be down. */
const TIMEOUTS_MAX = 3;
/** How long it is then left alone: twice as long after each probe that ran out of time as well. */
const PAUSE_MS = 5000;
const PAUSE_MS_MAX = 60_000;

interface Outage {
  timeouts: number;
  /** Calls that began before it waited at the same time, so they say nothing more. Unix milliseconds. */
  lastAtMs: number;
  /** Zero: not taken to be down yet. */
  pauseMs: number;
  /** Whether a call is under way that finds out whether it is over. */
  isProbed: boolean;
}

/**
 * Lets nobody wait again and again for a provider that does not answer. Each credential is remembered by itself, so that no
 * caller can cut off another, and only while its last call ran out of time. Whatever comes in time is an answer.
 */
export class Outages {
  readonly #outages = new Map<string, Outage>();

  constructor(
    private readonly provider: ProviderName,
    private readonly now: () => number,
  ) {}

  /** @throws UPSTREAM_UNAVAILABLE while the provider is taken to be down, but for one call at the end of each pause */
  assertUp(key: string): void {
    const outage = this.#outages.get(key);
    if (!outage || outage.pauseMs === 0) return;
    const retryAfterMs = outage.lastAtMs + outage.pauseMs - this.now();
    if (retryAfterMs <= 0 && !outage.isProbed) return;
    const message = 'The provider has not answered lately, so it is not asked for now. It will be, shortly.';
    throw new BillingError('UPSTREAM_UNAVAILABLE', message, { provider: this.provider });
  }

  noteCall(key: string): void {
    const outage = this.#outages.get(key);
    if (outage && outage.pauseMs > 0) outage.isProbed = true;
  }

  noteAnswer(key: string): void {
    this.#outages.delete(key);
  }

  /** The caller did not wait for the answer, which says nothing about the provider. */
  noteLeft(key: string): void {
    const outage = this.#outages.get(key);
    if (outage) outage.isProbed = false;
  }

  noteTimeout(key: string, startedAtMs: number): void {
    const outage = this.#outages.get(key) ?? { timeouts: 0, lastAtMs: 0, pauseMs: 0, isProbed: false };
    if (startedAtMs < outage.lastAtMs) return;
    outage.timeouts += 1;
    outage.lastAtMs = this.now();
    outage.isProbed = false;
    if (outage.timeouts >= TIMEOUTS_MAX)
      outage.pauseMs = Math.min(outage.pauseMs === 0 ? PAUSE_MS : outage.pauseMs * 2, PAUSE_MS_MAX);
    this.#outages.set(key, outage);
  }
}
