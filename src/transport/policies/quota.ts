import { LRUCache } from 'lru-cache';
import { BillingError } from '../../errors/billing-error.js';
import type { AnswerHead, Exchange } from '../exchange.js';
import { goOnAfter } from '../go-on-after.js';
import type { Policy, PolicyOptions } from '../policy.js';

/** Credentials that are remembered; more than that, and the one that was longest not asked for is asked again. */
const CREDENTIALS_MAX = 10_000;
/** How long a credential waits after a 429 that does not say; twice as long after each further one in a row. */
const PAUSE_MS = 1000;
const PAUSE_MS_MAX = 60_000;
/** Others are told of a pause that is new, or longer than the one they know of, by that much at least. */
const NEWS_MS = 1000;

type QuotaOptions = Pick<PolicyOptions, 'provider' | 'monotonicMs' | 'pauses'>;

/** Why a credential is not to call for now. Moments are monotonic milliseconds. */
type Standing =
  /** The provider named the moment, in a 429 or beforehand. */
  | { readonly kind: 'told'; readonly untilMs: number }
  /** It was turned away without a word of when to come back. */
  | {
      readonly kind: 'turnedAway';
      readonly untilMs: number;
      /** How long the next pause is, if it is turned away again. */
      readonly nextPauseMs: number;
      /** Calls sent before that were turned away together with it, and say nothing more. */
      readonly sinceMs: number;
    };

/**
 * Remembers whom the provider does not want to hear from until when, so that no call is wasted on being told again, in this
 * process or, where there is a store, in another one.
 */
export function quota({ provider, monotonicMs, pauses }: QuotaOptions): Policy {
  const standings = new LRUCache<string, Standing>({ max: CREDENTIALS_MAX });
  const note = (exchange: Exchange): void => {
    const { head, sentAtMs } = exchange;
    if (!head || sentAtMs === undefined) return;
    const key = exchange.call.credentialKey;
    const before = standings.get(key);
    const nowMs = monotonicMs();
    const after = standingAfter(head, before, { sentAtMs, nowMs });
    if (after === undefined) standings.delete(key);
    else if (after !== before) standings.set(key, after);
    if (!pauses || !after) return;
    const isNews = after.untilMs - Math.max(before?.untilMs ?? nowMs, nowMs) >= NEWS_MS;
    if (isNews) pauses.tell(exchange.call, provider, after.untilMs - nowMs);
  };
  const askIfAllowed: Policy = (exchange, next) => {
    const standing = standings.get(exchange.call.credentialKey);
    const retryAfterMs = standing ? Math.ceil(standing.untilMs - monotonicMs()) : 0;
    if (retryAfterMs > 0) {
      const message = 'The provider takes no calls with this credential for now, so it is not asked.';
      throw new BillingError('RATE_LIMITED', message, { provider, retryAfterMs });
    }
    const answer = next(exchange);
    exchange.whenOver(note);
    return answer;
  };
  if (!pauses) return askIfAllowed;
  const learn = ({ call }: Exchange, leftMs: number): void => {
    const untilMs = monotonicMs() + leftMs;
    const before = standings.get(call.credentialKey);
    if (leftMs > 0 && untilMs > (before?.untilMs ?? 0))
      standings.set(call.credentialKey, { kind: 'told', untilMs });
  };
  return (exchange, next) => {
    const leftMs = pauses.leftMs(exchange.call, provider);
    if (typeof leftMs === 'number') {
      learn(exchange, leftMs);
      return askIfAllowed(exchange, next);
    }
    return goOnAfter(exchange, leftMs, async (foundMs) => {
      learn(exchange, foundMs);
      return askIfAllowed(exchange, next);
    });
  };
}

interface Moments {
  readonly sentAtMs: number;
  readonly nowMs: number;
}

/**
 * What an answer changes. A pause runs to its end: answers to calls that were under way when it began do not end it.
 */
function standingAfter(
  head: AnswerHead,
  before: Standing | undefined,
  moments: Moments,
): Standing | undefined {
  const { rateLimit, status } = head;
  const { nowMs } = moments;
  if (status === 429) return afterRefusal(rateLimit.retryAfterMs, before, moments);
  const { remaining, resetMs = 0 } = rateLimit;
  if (remaining !== undefined && remaining <= 0 && resetMs > 0)
    return { kind: 'told', untilMs: nowMs + resetMs };
  if (status !== 200 || !before) return before;
  // Any success begins the doubling anew.
  return before.untilMs > nowMs ? { kind: 'told', untilMs: before.untilMs } : undefined;
}

/** A wait of nothing, as a date that is over names it, is none: the call has just been turned away. */
function afterRefusal(toldMs: number | undefined, before: Standing | undefined, moments: Moments): Standing {
  const { sentAtMs, nowMs } = moments;
  if (toldMs !== undefined && toldMs > 0) return { kind: 'told', untilMs: nowMs + toldMs };
  if (before?.kind === 'turnedAway' && sentAtMs < before.sinceMs) return before;
  const pauseMs = before?.kind === 'turnedAway' ? before.nextPauseMs : PAUSE_MS;
  return {
    kind: 'turnedAway',
    untilMs: Math.max(nowMs + pauseMs, before?.untilMs ?? 0),
    nextPauseMs: Math.min(pauseMs * 2, PAUSE_MS_MAX),
    sinceMs: nowMs,
  };
}
