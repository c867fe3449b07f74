import type { Exchange } from './exchange.js';

/**
 * What one call tells of the provider. `answered`: it spoke, whatever it said of the caller. `failed`: it said that it is in
 * trouble, or broke off. `unreachable`: there was no connection to it. `silent`: nothing came in time.
 */
export type Outcome = 'answered' | Trouble;
export type Trouble = 'failed' | 'unreachable' | 'silent';

/** What the last calls have told. */
export interface Tally {
  /** The last forty at most, and none that is older than ten seconds. */
  readonly calls: number;
  readonly inTrouble: number;
  /** Credentials whose calls were in trouble. */
  readonly credentials: number;
  /** Calls in a row without an answer in time, of whatever age; those that waited together are one. */
  readonly silentInARow: number;
  /** Calls in a row without a connection, of whatever age. */
  readonly unreachableInARow: number;
}

/** Whether a provider is to be left alone after a call that was in trouble. */
export type Trips = (tally: Tally, exchange: Exchange) => boolean;

/** How long a provider is left alone at first, and at most. A probe of a silent one has a caller wait for his whole time. */
const PAUSES: Readonly<Record<Trouble, { readonly firstMs: number; readonly mostMs: number }>> = {
  failed: { firstMs: 1000, mostMs: 15_000 },
  unreachable: { firstMs: 1000, mostMs: 15_000 },
  silent: { firstMs: 5000, mostMs: 60_000 },
};

const CALLS_MAX = 40;
const AGE_MS_MAX = 10_000;

type State =
  | { readonly kind: 'closed' }
  | ({ readonly kind: 'open' } & Pause)
  /** One call finds out whether the pause is over. */
  | ({ readonly kind: 'probing'; readonly probe: Exchange; readonly probeEndsByMs: number } & Pause);

interface Pause {
  readonly cause: Trouble;
  readonly pauseMs: number;
  /** Calls sent before that were in trouble together with the last one, and say nothing more. */
  readonly sinceMs: number;
}

const CLOSED: State = { kind: 'closed' };

/** Whether somebody may call a provider, by what became of the calls before. Moments are monotonic milliseconds. */
export class Circuit {
  #state: State = CLOSED;
  readonly #history = new History();

  constructor(
    private readonly trips: Trips,
    private readonly timeoutMs: number,
  ) {}

  /** Whether it knows of no trouble. */
  isIdle(nowMs: number): boolean {
    return this.#state === CLOSED && this.#history.isForgotten(nowMs);
  }

  /** How long nobody may call; undefined: one may. */
  waitMs(nowMs: number): number | undefined {
    const state = this.#state;
    if (state.kind === 'closed') return undefined;
    if (state.kind === 'probing') return Math.max(state.probeEndsByMs - nowMs, 0);
    const waitMs = state.sinceMs + state.pauseMs - nowMs;
    return waitMs > 0 ? waitMs : undefined;
  }

  /** A call has begun that was let through. After a pause it is the one that finds out. */
  begin(exchange: Exchange, nowMs: number): void {
    const state = this.#state;
    if (state.kind !== 'open') return;
    this.#state = { ...state, kind: 'probing', probe: exchange, probeEndsByMs: nowMs + this.timeoutMs };
  }

  /** What became of a call. Undefined: nothing that would tell of the provider. */
  note(exchange: Exchange, outcome: Outcome | undefined, nowMs: number): void {
    const state = this.#state;
    const isProbe = state.kind === 'probing' && state.probe === exchange;
    if (outcome === undefined) {
      // The next call finds out.
      if (isProbe) this.#state = reopen(state);
    } else if (state.kind === 'closed') this.#count(exchange, outcome, nowMs);
    else if (outcome === 'answered') {
      // Of several calls to one that fails now and then, some are answered.
      if (isProbe || state.cause === 'silent') this.#close();
    } else if (isProbe || (exchange.sentAtMs ?? nowMs) >= state.sinceMs)
      this.#state = openAgain(state, outcome, nowMs);
  }

  #count(exchange: Exchange, outcome: Outcome, nowMs: number): void {
    this.#history.add(exchange, outcome, nowMs);
    if (outcome === 'answered' || !this.trips(this.#history.tally(nowMs), exchange)) return;
    this.#state = { kind: 'open', cause: outcome, pauseMs: PAUSES[outcome].firstMs, sinceMs: nowMs };
  }

  #close(): void {
    this.#state = CLOSED;
    this.#history.clear();
  }
}

function reopen({ cause, pauseMs, sinceMs }: Pause): State {
  return { kind: 'open', cause, pauseMs, sinceMs };
}

function openAgain({ pauseMs }: Pause, cause: Trouble, nowMs: number): State {
  return { kind: 'open', cause, pauseMs: Math.min(pauseMs * 2, PAUSES[cause].mostMs), sinceMs: nowMs };
}

class History {
  /** When the outcome of each call was known. A ring: the call after the last one takes the place of the first. */
  readonly #at = new Float64Array(CALLS_MAX).fill(Number.NEGATIVE_INFINITY);
  /** Whose call it was, if it was in trouble. */
  readonly #troubled = new Array<string | undefined>(CALLS_MAX).fill(undefined);
  #next = 0;
  #silentInARow = 0;
  #unreachableInARow = 0;
  #lastSilentAtMs = Number.NEGATIVE_INFINITY;
  #lastTroubleAtMs = Number.NEGATIVE_INFINITY;

  /** Whether nothing of it counts any more. */
  isForgotten(nowMs: number): boolean {
    const isInARow = this.#silentInARow > 0 || this.#unreachableInARow > 0;
    return !isInARow && nowMs - this.#lastTroubleAtMs > AGE_MS_MAX;
  }

  add({ call, sentAtMs = 0 }: Exchange, outcome: Outcome, nowMs: number): void {
    const isTrouble = outcome !== 'answered';
    this.#at[this.#next] = nowMs;
    this.#troubled[this.#next] = isTrouble ? call.credentialKey : undefined;
    this.#next = (this.#next + 1) % CALLS_MAX;
    if (isTrouble) this.#lastTroubleAtMs = nowMs;
    this.#unreachableInARow = outcome === 'unreachable' ? this.#unreachableInARow + 1 : 0;
    if (outcome !== 'silent') this.#silentInARow = 0;
    else if (sentAtMs >= this.#lastSilentAtMs) {
      this.#silentInARow += 1;
      this.#lastSilentAtMs = nowMs;
    }
  }

  tally(nowMs: number): Tally {
    const isRecent = (index: number): boolean => nowMs - (this.#at[index] as number) <= AGE_MS_MAX;
    const troubled = this.#troubled.filter((key, index) => key !== undefined && isRecent(index));
    return {
      calls: this.#at.filter((_at, index) => isRecent(index)).length,
      inTrouble: troubled.length,
      credentials: new Set(troubled).size,
      silentInARow: this.#silentInARow,
      unreachableInARow: this.#unreachableInARow,
    };
  }

  clear(): void {
    this.#at.fill(Number.NEGATIVE_INFINITY);
    this.#silentInARow = this.#unreachableInARow = 0;
    this.#lastTroubleAtMs = Number.NEGATIVE_INFINITY;
  }
}
