import { LRUCache } from 'lru-cache';
import { BillingError, isBillingError } from '../../errors/billing-error.js';
import type { Exchange } from '../exchange.js';
import type { Policy, PolicyOptions } from '../policy.js';

/** Credentials that are remembered; more than that, and the one that was longest not asked for is asked again. */
const CREDENTIALS_MAX = 10_000;
/** Calls in a row that ran out of time, after which the provider is taken to be down. */
const TIMEOUTS_MAX = 3;
/** How long it is then left alone: twice as long after each probe that ran out of time as well. */
const PAUSE_MS = 5000;
const PAUSE_MS_MAX = 60_000;

/**
 * What the calls of a credential tell of the provider; nothing, where its last one was answered. `lastAtMs` is when the
 * last one ran out of time: calls sent before that waited together with it, so they say nothing more. Moments are
 * monotonic milliseconds.
 */
type Circuit =
  | { readonly kind: 'closed'; readonly timeouts: number; readonly lastAtMs: number }
  | { readonly kind: 'open'; readonly pauseMs: number; readonly lastAtMs: number }
  /** One call finds out whether it is over. */
  | {
      readonly kind: 'probing';
      readonly pauseMs: number;
      readonly lastAtMs: number;
      readonly probe: Exchange;
      readonly probeEndsByMs: number;
    };

type BreakerOptions = Pick<PolicyOptions, 'provider' | 'timeoutMs' | 'monotonicMs'>;

/**
 * Lets nobody wait again and again for a provider that does not answer. Each credential is remembered by itself, so
 * that no caller can cut off another, and only while its last call ran out of time. Whatever comes in time is an
 * answer.
 */
export function breaker(options: BreakerOptions): Policy {
  const circuits = new LRUCache<string, Circuit>({ max: CREDENTIALS_MAX });
  const note = (exchange: Exchange, error: unknown): void => {
    const key = exchange.call.credentialKey;
    const circuit = circuits.get(key);
    const after =
      error === undefined ? undefined : circuitAfter(error, circuit, exchange, options.monotonicMs());
    if (after) circuits.set(key, after);
    else if (circuit) circuits.delete(key);
  };
  return (exchange, next) => {
    const key = exchange.call.credentialKey;
    const before = circuits.get(key);
    const begun = before && admit(before, exchange, options);
    const answer = next(exchange);
    if (begun && begun !== before) circuits.set(key, begun);
    exchange.whenOver(note);
    return answer;
  };
}

/**
 * The circuit once the call has begun.
 *
 * @throws UPSTREAM_UNAVAILABLE while the provider is taken to be down, but for one call at the end of each pause
 */
function admit(
  circuit: Circuit,
  exchange: Exchange,
  { provider, timeoutMs, monotonicMs }: BreakerOptions,
): Circuit {
  const nowMs = monotonicMs();
  switch (circuit.kind) {
    case 'closed':
      return circuit;
    case 'open': {
      const { pauseMs, lastAtMs } = circuit;
      const waitMs = lastAtMs + pauseMs - nowMs;
      if (waitMs > 0) throw notAsked(provider, waitMs);
      return { kind: 'probing', pauseMs, lastAtMs, probe: exchange, probeEndsByMs: nowMs + timeoutMs };
    }
    case 'probing':
      throw notAsked(provider, Math.max(circuit.probeEndsByMs - nowMs, 0));
  }
}

function notAsked(provider: BreakerOptions['provider'], waitMs: number): BillingError {
  const message = 'The provider has not answered lately, so it is not asked for now. It will be, shortly.';
  return new BillingError('UPSTREAM_UNAVAILABLE', message, { provider, retryAfterMs: Math.ceil(waitMs) });
}

/** What a call without a success changes. Undefined: nothing is to be remembered. */
function circuitAfter(
  error: unknown,
  circuit: Circuit | undefined,
  exchange: Exchange,
  nowMs: number,
): Circuit | undefined {
  if (saysNothing(exchange)) return circuit && withoutProbe(circuit, exchange);
  if (!ranOutOfTime(error)) return undefined;
  if (circuit && (exchange.sentAtMs ?? nowMs) < circuit.lastAtMs) return circuit;
  switch (circuit?.kind) {
    case 'open':
    case 'probing':
      return { kind: 'open', pauseMs: Math.min(circuit.pauseMs * 2, PAUSE_MS_MAX), lastAtMs: nowMs };
    default: {
      const timeouts = (circuit?.timeouts ?? 0) + 1;
      if (timeouts < TIMEOUTS_MAX) return { kind: 'closed', timeouts, lastAtMs: nowMs };
      return { kind: 'open', pauseMs: PAUSE_MS, lastAtMs: nowMs };
    }
  }
}

/**
 * Its caller did not wait for the answer, or it had waited for its turn and the provider got only the rest of its time.
 */
function saysNothing({ ending, hasWaited }: Exchange): boolean {
  return ending?.kind === 'left' || (ending?.kind === 'late' && hasWaited);
}

/** A probe that says nothing leaves the next call to find out. */
function withoutProbe(circuit: Circuit, exchange: Exchange): Circuit {
  if (circuit.kind !== 'probing' || circuit.probe !== exchange) return circuit;
  const { pauseMs, lastAtMs } = circuit;
  return { kind: 'open', pauseMs, lastAtMs };
}

/** Not the provider's own word that it waited in vain for another service: that came as an answer. */
function ranOutOfTime(error: unknown): boolean {
  return isBillingError(error, 'UPSTREAM_TIMEOUT') && error.facts.upstream === undefined;
}
