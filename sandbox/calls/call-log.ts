import type { Provider } from '../ground/tokens.js';

/** The log keeps this many calls; totals and counts go on beyond it. */
const ENTRIES_MAX = 20_000;

export interface Call {
  readonly provider: Provider;
  readonly token: string;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  /** Null while unanswered, and for good when no head was ever sent. */
  status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly headerNames: readonly string[];
  /** True when the client went away before the answer was finished. */
  aborted: boolean;
  readonly startedAtMs: number;
  endedAtMs: number | null;
}

interface CallCount {
  provider: Provider;
  token: string;
  method: string;
  route: string;
  count: number;
}

interface Flight {
  now: number;
  max: number;
}

/** Every call a provider received, refused and broken ones included. */
export class CallLog {
  #entries: Call[] = [];
  #counts = new Map<string, CallCount>();
  #flights = new Map<string, Flight>();
  #all: Flight = { now: 0, max: 0 };

  begin(call: Call): void {
    this.#entries.push(call);
    // Cut in large steps: shifting an array of this size once per call would cost more than the call.
    if (this.#entries.length > ENTRIES_MAX * 2) this.#entries = this.#entries.slice(-ENTRIES_MAX);
    this.#count(call);
    takeOff(this.#all);
    takeOff(this.#flightOf(call.token));
  }

  end(call: Call): void {
    if (call.endedAtMs !== null) return;
    call.endedAtMs = Date.now();
    this.#all.now--;
    this.#flightOf(call.token).now--;
  }

  clear(): void {
    this.#entries = [];
    this.#counts.clear();
    for (const flight of [this.#all, ...this.#flights.values()]) flight.max = flight.now;
  }

  /** All calls, or those made with one token. */
  report(token?: string) {
    const isWanted = (item: { token: string }) => token === undefined || item.token === token;
    const flight = token === undefined ? this.#all : this.#flights.get(token);
    const counts = [...this.#counts.values()].filter(isWanted);
    return {
      total: counts.reduce((sum, { count }) => sum + count, 0),
      /** Under way now, and at most at one time. */
      inFlight: flight?.now ?? 0,
      maxInFlight: flight?.max ?? 0,
      counts,
      log: this.#entries.filter(isWanted).slice(-ENTRIES_MAX),
    };
  }

  #count({ provider, token, method, route }: Call): void {
    const key = [provider, token, route].join(' ');
    const counted = this.#counts.get(key);
    if (counted) counted.count++;
    else this.#counts.set(key, { provider, token, method, route, count: 1 });
  }

  #flightOf(token: string): Flight {
    const flight = this.#flights.get(token) ?? { now: 0, max: 0 };
    this.#flights.set(token, flight);
    return flight;
  }
}

function takeOff(flight: Flight): void {
  flight.now++;
  flight.max = Math.max(flight.max, flight.now);
}
