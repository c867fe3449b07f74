import type { IncomingHttpHeaders } from 'node:http';
import { headerText } from './headers.js';
import { parseRetryAfter, WAIT_MS_MAX } from './retry-after.js';

/** What an answer's headers say of the credential's rate limit. Undefined: nothing. */
export interface RateLimit {
  /** Calls left of the quota; not above zero: none. */
  readonly remaining: number | undefined;
  /** Milliseconds until the quota is whole again. */
  readonly resetMs: number | undefined;
  /** When the caller may come back, milliseconds. */
  readonly retryAfterMs: number | undefined;
}

export interface RateLimitOptions {
  /** Whether `x-ratelimit-remaining` and `-reset` speak of the credential's quota. */
  readonly readsQuota: boolean;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** Past this many seconds, a reset is a moment in Unix time and not a wait. */
const WAIT_SECONDS_MAX = 1e9;
const NUMBER = /^-?\d{1,12}(?:\.\d{1,9})?$/;

/** Reads the headers, bounded to a day. What is malformed or missing is undefined. Never throws. */
export function readRateLimit(
  status: number,
  headers: IncomingHttpHeaders,
  { readsQuota, nowMs }: RateLimitOptions,
): RateLimit {
  const retryAfterMs = parseRetryAfter(headerText(headers, 'retry-after'), nowMs);
  if (!readsQuota) return { remaining: undefined, resetMs: undefined, retryAfterMs };
  const remaining = toNumber(headerText(headers, 'x-ratelimit-remaining'));
  const resetMs = toWaitMs(toNumber(headerText(headers, 'x-ratelimit-reset')), nowMs);
  if (status !== 429) return { remaining, resetMs, retryAfterMs };
  // Who was turned away comes back when told, but not before a quota that is used up is whole again.
  const isUsedUp = remaining !== undefined && remaining <= 0;
  const waitMs = isUsedUp ? longest(retryAfterMs, resetMs) : (retryAfterMs ?? resetMs);
  return { remaining: 0, resetMs: waitMs, retryAfterMs: waitMs };
}

function longest(...waits: readonly (number | undefined)[]): number | undefined {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && NUMBER.test(text) ? Number(text) : undefined;
}

function toWaitMs(seconds: number | undefined, nowMs: number): number | undefined {
  if (seconds === undefined) return undefined;
  const waitMs = Math.ceil(seconds * 1000) - (seconds > WAIT_SECONDS_MAX ? nowMs : 0);
  return Math.min(Math.max(waitMs, 0), WAIT_MS_MAX);
}
