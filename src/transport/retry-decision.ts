import type { ConnectionLoss } from './exchange.js';

/** What became of one attempt that may be worth another. */
export interface FailedAttempt {
  readonly method: 'GET' | 'POST';
  /** 1 for the first one. */
  readonly number: number;
  readonly failure: AttemptFailure;
  /** When the provider wants to be asked again, in milliseconds; undefined: it did not say. */
  readonly retryAfterMs?: number | undefined;
  /** Until the deadline of the call, in milliseconds. */
  readonly leftMs: number;
}

/** A connection that failed it, or the status of an answer that is no success. */
export type AttemptFailure = ConnectionLoss | number;

const ATTEMPTS_MAX = 3;
/** The first wait is up to this long, each further one up to twice as long. */
const WAIT_MS = 200;
/** A credential that is turned away comes back within one call only where the wait is as short as this. */
const TURNED_AWAY_MS_MAX = 2000;

const TURNED_AWAY = 429;
/** Troubles of the provider, or of what stands before it, that may be over in a moment. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/**
 * How long to wait before a call is made again, in milliseconds; undefined: it is not. Reads may be repeated, twice at
 * most; anything else only where nothing was sent. Waits are drawn anew each time ("full jitter"), so that those who
 * failed together do not come back together. Zero: at once, for nothing was wrong.
 *
 * @param random from 0 up to, but not including, 1
 */
export function waitBeforeRetry(attempt: FailedAttempt, random: number): number | undefined {
  const { method, number, failure, leftMs } = attempt;
  if (number >= ATTEMPTS_MAX || (method !== 'GET' && failure !== 'unsent')) return undefined;
  const waitMs = waitAfter(failure, attempt, Math.ceil((1 - random) * WAIT_MS * 2 ** (number - 1)));
  return waitMs !== undefined && waitMs < leftMs ? waitMs : undefined;
}

function waitAfter(
  failure: AttemptFailure,
  { number, retryAfterMs }: FailedAttempt,
  jitterMs: number,
): number | undefined {
  switch (failure) {
    case 'stale':
      return number === 1 ? 0 : jitterMs;
    case 'unsent':
    case 'broken':
      return jitterMs;
    case TURNED_AWAY:
      // A wait of nothing is none: `quota` lets the credential pause, so that it would not get through.
      if (!retryAfterMs || retryAfterMs > TURNED_AWAY_MS_MAX) return undefined;
      return number === 1 ? retryAfterMs + jitterMs : undefined;
    default:
      // Who all are told the same moment do not all come then.
      return PASSING.has(failure) ? (retryAfterMs ?? 0) + jitterMs : undefined;
  }
}
