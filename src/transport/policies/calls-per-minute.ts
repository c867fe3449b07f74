import { LRUCache } from 'lru-cache';
import { BillingError } from '../../errors/billing-error.js';
import { goOnAfter } from '../go-on-after.js';
import type { Policy, PolicyOptions } from '../policy.js';
import { toStoreKey } from '../stores/seal.js';

/** Credentials whose wait is remembered; of more, the one that was longest not asked for is counted again. */
const CREDENTIALS_MAX = 10_000;

type LimitOptions = Pick<PolicyOptions, 'provider' | 'callCounts' | 'monotonicMs'>;

/**
 * Bounds how many calls a credential makes in a minute, over all replicas that share a store. It stands last, so that it counts
 * what goes out and nothing else. None, where there is no such bound.
 */
export function callsPerMinute({ provider, callCounts, monotonicMs }: LimitOptions): readonly Policy[] {
  if (!callCounts) return [];
  /** Until when, monotonic milliseconds. */
  const waits = new LRUCache<string, number>({ max: CREDENTIALS_MAX });
  const refuse = (waitMs: number): never => {
    const message =
      'This credential has made as many calls to the provider as one may here in a minute. It may again, shortly.';
    throw new BillingError('RATE_LIMITED', message, { provider, retryAfterMs: Math.ceil(waitMs) });
  };
  return [
    (exchange, next) => {
      const { credentialKey } = exchange.call;
      const leftMs = (waits.get(credentialKey) ?? 0) - monotonicMs();
      if (leftMs > 0) return refuse(leftMs);
      const counted = callCounts.take(toStoreKey(credentialKey, `${provider} calls`));
      return goOnAfter(exchange, counted, async (waitMs) => {
        if (waitMs === 0) return next(exchange);
        waits.set(credentialKey, monotonicMs() + waitMs);
        return refuse(waitMs);
      });
    },
  ];
}
