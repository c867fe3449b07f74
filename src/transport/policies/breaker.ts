import { LRUCache } from 'lru-cache';
import { BillingError, isBillingError } from '../../errors/billing-error.js';
import { Circuit, type Outcome, type Tally, type Trips } from '../circuit.js';
import type { ConnectionLoss, Exchange } from '../exchange.js';
import type { Policy, PolicyOptions } from '../policy.js';

/** Credentials that are remembered; more than that, and the one that was longest not asked for is asked again. */
const CREDENTIALS_MAX = 10_000;

/** Of so many calls, half are enough to tell; fewer would let a single mishap cut a caller off. */
const CALLS_MIN = 20;
const SILENT_IN_A_ROW = 3;
const UNREACHABLE_IN_A_ROW = 3;
/** One caller can make any number of calls fail, by what he asks for; several do so only together with the provider. */
const CREDENTIALS_MIN = 3;

type BreakerOptions = Pick<PolicyOptions, 'provider' | 'timeoutMs' | 'monotonicMs'>;

/**
 * Leaves a provider alone that is in trouble, so that nobody waits for it in vain and it can come back. What one
 * credential's calls tell counts for that credential; for all of them count the troubles of several, and connections,
 * which nobody's call can break. Whatever else comes in time is an answer.
 */
export function breaker({ monotonicMs, provider, timeoutMs }: BreakerOptions): Policy {
  let answeredAtMs = Number.NEGATIVE_INFINITY;
  const tripsForOne: Trips = (tally, { sentAtMs = 0 }) => {
    // A provider that has answered somebody meanwhile may be slow for this one call.
    const silentMax = answeredAtMs < sentAtMs ? 1 : SILENT_IN_A_ROW;
    return tally.silentInARow >= silentMax || isHalf(tally);
  };
  const forAll = new Circuit(tripsForAll, timeoutMs);
  const forOne = new LRUCache<string, Circuit>({ max: CREDENTIALS_MAX });

  const noteForOne = (exchange: Exchange, outcome: Outcome | undefined, nowMs: number): void => {
    const key = exchange.call.credentialKey;
    const known = forOne.get(key);
    if (!known && (outcome === undefined || outcome === 'answered')) return;
    const circuit = known ?? new Circuit(tripsForOne, timeoutMs);
    circuit.note(exchange, outcome, nowMs);
    if (circuit.isIdle(nowMs)) forOne.delete(key);
    else if (!known) forOne.set(key, circuit);
  };
  const note = (exchange: Exchange, error: unknown): void => {
    const outcome = outcomeOf(exchange, error);
    const nowMs = monotonicMs();
    forAll.note(exchange, outcome, nowMs);
    noteForOne(exchange, outcome, nowMs);
    if (outcome === 'answered') answeredAtMs = nowMs;
  };
  return (exchange, next) => {
    const nowMs = monotonicMs();
    const own = forOne.get(exchange.call.credentialKey);
    const waits = [forAll.waitMs(nowMs), own?.waitMs(nowMs)].filter((waitMs) => waitMs !== undefined);
    if (waits.length > 0) throw notAsked(provider, Math.max(...waits));
    const answer = next(exchange);
    forAll.begin(exchange, nowMs);
    own?.begin(exchange, nowMs);
    exchange.whenOver(note);
    return answer;
  };
}

function isHalf({ calls, inTrouble }: Tally): boolean {
  return calls >= CALLS_MIN && inTrouble * 2 >= calls;
}

function tripsForAll(tally: Tally): boolean {
  if (tally.unreachableInARow >= UNREACHABLE_IN_A_ROW) return true;
  return tally.credentials >= CREDENTIALS_MIN && isHalf(tally);
}

function notAsked(provider: BreakerOptions['provider'], waitMs: number): BillingError {
  const message = 'The provider has not answered lately, so it is not asked for now. It will be, shortly.';
  return new BillingError('UPSTREAM_UNAVAILABLE', message, { provider, retryAfterMs: Math.ceil(waitMs) });
}

/**
 * Undefined, where it was never sent, or its caller did not wait for the answer, or it had waited for its turn and the
 * provider got only the rest of its time, or a kept connection was closed just then.
 */
function outcomeOf({ sentAtMs, ending, hasWaited, loss }: Exchange, error: unknown): Outcome | undefined {
  if (sentAtMs === undefined) return undefined;
  if (ending) return ending.kind === 'left' || hasWaited ? undefined : 'silent';
  if (loss) return OUTCOME_OF_LOSS[loss];
  if (!isBillingError(error)) return 'answered';
  // Also where it says that it waited in vain itself.
  if (error.facts.upstream) return error.facts.upstream.status >= 500 ? 'failed' : 'answered';
  return error.code === 'UPSTREAM_TIMEOUT' ? 'unreachable' : 'answered';
}

const OUTCOME_OF_LOSS: Readonly<Record<ConnectionLoss, Outcome | undefined>> = {
  unsent: 'unreachable',
  broken: 'failed',
  stale: undefined,
};
