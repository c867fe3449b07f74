interface Flight<Value> {
  readonly answer: Promise<Value>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Lets equal reads that are under way at the same time share one answer. Whoever leaves early does not disturb
 * the others; the read itself is ended only when nobody waits any more. Nothing is kept once it has answered.
 */
export class InFlight<Value> {
  readonly #flights = new Map<string, Flight<Value>>();

  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /** `key` must hold everything that makes two reads equal, the credential first of all. */
  async share(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    signal.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#begin(key, start);
    flight.waiting += 1;
    try {
      return await unlessAborted(flight.answer, signal);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) this.#end(key, flight);
    }
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const controller = new AbortController();
    const flight = { answer: start(controller.signal), controller, waiting: 0 };
    this.#flights.set(key, flight);
    const forget = (): void => this.#forget(key, flight);
    flight.answer.then(forget, forget);
    return flight;
  }

  #end(key: string, flight: Flight<Value>): void {
    this.#forget(key, flight);
    flight.controller.abort();
  }

  /** A later flight may have taken the key by now. */
  #forget(key: string, flight: Flight<Value>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}

/** The answer, or the reason of the abort if that comes first. */
async function unlessAborted<Value>(answer: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise<Value>((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
