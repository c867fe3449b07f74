import { toError } from '../../errors/settle.js';
import type { Span } from '../../tracing/span.js';
import type { Exchange } from '../exchange.js';
import type { OperationEnd, Waiting } from '../operation-end.js';
import type { Policy } from '../policy.js';

/**
 * Lets equal reads of one credential that are under way at the same time, in whatever operations, share one answer.
 * Whoever leaves early does not disturb the others; the exchange is ended only when nobody waits any more. Nothing is
 * kept once it has answered, and a POST is always its own.
 */
export function shareInFlight(): Policy {
  const flights = new Map<string, Flight>();
  return (exchange, next) => {
    const { call, request, path } = exchange;
    const { end } = call;
    if (end.reason) throw end.reason;
    const key = request.method === 'GET' ? `${call.credentialKey} ${call.wantsFresh} ${path}` : undefined;
    const known = key === undefined ? undefined : flights.get(key);
    // Who comes after the last one has left begins anew.
    if (known?.isJoinable === true) return known.join(end, request.purse.span);
    const flight = new Flight(exchange);
    const answer = next(exchange);
    if (key !== undefined) {
      flights.set(key, flight);
      exchange.whenOver(() => {
        // A later flight may have taken the key by now.
        if (flights.get(key) === flight) flights.delete(key);
      });
    }
    answer.then(flight.land, flight.fail);
    return flight.join(end);
  };
}

/**
 * An exchange that is under way, and who waits for its answer. It lets go of both when it is over: a map leaves copies of
 * its table behind as it changes, and whatever they hold outlives many a collection.
 */
class Flight {
  #waiters: Set<Waiter> | undefined = new Set();
  #exchange: Exchange | undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  get isJoinable(): boolean {
    return this.#exchange !== undefined && !this.#exchange.ending;
  }

  /** The answer, or the reason of the operation's end if that comes first. Who joins later is linked with the call. */
  join(end: OperationEnd, span?: Span): Promise<unknown> {
    if (span && this.#exchange?.span) span.link(this.#exchange.span);
    return new Promise((resolve, reject) => {
      const waiter = new Waiter(this, end, resolve, reject);
      this.#waiters?.add(waiter);
      end.add(waiter);
    });
  }

  /** The last one to leave ends the exchange. */
  leave(waiter: Waiter, reason: Error): void {
    this.#waiters?.delete(waiter);
    if (this.#waiters?.size === 0) this.#exchange?.end('left', reason);
  }

  readonly land = (answer: unknown): void => {
    for (const waiter of this.#takeWaiters()) waiter.resolve(answer);
  };

  readonly fail = (error: unknown): void => {
    for (const waiter of this.#takeWaiters()) waiter.reject(toError(error));
  };

  #takeWaiters(): Iterable<Waiter> {
    const waiters = this.#waiters ?? [];
    this.#waiters = undefined;
    this.#exchange = undefined;
    for (const waiter of waiters) waiter.end.remove(waiter);
    return waiters;
  }
}

class Waiter implements Waiting {
  constructor(
    private readonly flight: Flight,
    readonly end: OperationEnd,
    readonly resolve: (answer: unknown) => void,
    readonly reject: (error: Error) => void,
  ) {}

  leave(reason: Error): void {
    this.reject(reason);
    this.flight.leave(this, reason);
  }
}
