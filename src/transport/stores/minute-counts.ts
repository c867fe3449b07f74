import { LRUCache } from 'lru-cache';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { CallCounts } from '../policy.js';
import type { RedisLink } from './redis-link.js';
import { READ_MS } from './store.js';

/** How many calls one credential may make in a minute; with a link, over all replicas. */
export interface CallLimit {
  readonly perMinute: number;
  readonly link?: RedisLink | undefined;
}

const MINUTE_SECONDS = 60;
const MINUTE_MS = MINUTE_SECONDS * 1000;
/** A store that grants nothing for so long is not believed: other replicas have used up two whole minutes, or nobody has. */
const REFUSING_MS_MAX = 2 * MINUTE_MS;
const KEYS_MAX = 10_000;

/**
 * Counts by key, in minutes that begin with the first one counted. This process counts for itself, always, and so never goes
 * beyond the limit, whatever the store says; the store counts for all, and only where it answers. Who can write the store can
 * have a key refused for `REFUSING_MS_MAX`, and that is all.
 */
export class MinuteCounts implements CallCounts {
  readonly #own: RateLimiterMemory;
  readonly #all: RateLimiterRedis | undefined;
  readonly #link: RedisLink | undefined;
  /** Since when the store has granted nothing, monotonic milliseconds. */
  readonly #refusedSince = new LRUCache<string, number>({ max: KEYS_MAX });

  constructor(
    { perMinute, link }: CallLimit,
    private readonly monotonicMs: () => number,
  ) {
    const bound = { points: perMinute, duration: MINUTE_SECONDS, keyPrefix: '' };
    this.#own = new RateLimiterMemory(bound);
    this.#link = link;
    this.#all = link && new RateLimiterRedis({ ...bound, storeClient: link.redis });
  }

  /** Counts one, or says how long to wait, milliseconds; 0: it was counted. */
  async take(key: string): Promise<number> {
    return (await consume(this.#own, key)) || this.#takeOfAll(key);
  }

  async #takeOfAll(key: string): Promise<number> {
    const all = this.#all;
    const asked = all && (await this.#link?.ask(async () => consume(all, key), READ_MS));
    if (!asked || 'failure' in asked) return 0;
    if (asked.answer === 0) {
      this.#refusedSince.delete(key);
      return 0;
    }
    const nowMs = this.monotonicMs();
    const sinceMs = this.#refusedSince.get(key) ?? nowMs;
    this.#refusedSince.set(key, sinceMs);
    if (nowMs - sinceMs >= REFUSING_MS_MAX) return 0;
    await this.#own.reward(key);
    return asked.answer;
  }
}

/** Milliseconds to wait, a minute at most; 0: it was counted. */
async function consume(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const { msBeforeNext } = refusal;
    return msBeforeNext >= 1 && msBeforeNext <= MINUTE_MS ? Math.ceil(msBeforeNext) : MINUTE_MS;
  }
}
