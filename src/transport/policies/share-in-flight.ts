import { toError } from '../../errors/settle.js';
import type { Exchange } from '../exchange.js';
import type { Policy } from '../policy.js';

/** An exchange that is under way, and how many wait for its answer. */
interface Flight {
  readonly exchange: Exchange;
  readonly answer: Promise<unknown>;
  waiting: number;
}

/**
 * Lets equal reads of one credential that are under way at the same time, in whatever operations, share one answer.
 * Whoever leaves early does not disturb the others; the exchange is ended only when nobody waits any more. Nothing is
 * kept once it has answered, and a POST is always its own.
 */
export function shareInFlight(): Policy {
  const flights = new Map<string, Flight>();
  return (exchange, next) => {
    const { call, request, path } = exchange;
    call.signal.throwIfAborted();
    const key = request.method === 'GET' ? `${call.credentialKey} ${path}` : undefined;
    const known = key === undefined ? undefined : flights.get(key);
    // Who comes after the last one has left begins anew.
    if (known && !known.exchange.ending) return waitFor(known, call.signal);
    const flight: Flight = { exchange, answer: next(exchange), waiting: 0 };
    if (key !== undefined) {
      flights.set(key, flight);
      const land = (): void => forget(flights, key, flight);
      flight.answer.then(land, land);
    }
    return waitFor(flight, call.signal);
  };
}

/** A later flight may have taken the key by now. */
function forget(flights: Map<string, Flight>, key: string, flight: Flight): void {
  if (flights.get(key) === flight) flights.delete(key);
}

/** The answer, or the reason of the abort if that comes first. The last one to leave ends the exchange. */
function waitFor(flight: Flight, signal: AbortSignal): Promise<unknown> {
  flight.waiting += 1;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      const reason = toError(signal.reason);
      reject(reason);
      flight.waiting -= 1;
      if (flight.waiting === 0) flight.exchange.end('left', reason);
    };
    const stay = (): void => signal.removeEventListener('abort', leave);
    signal.addEventListener('abort', leave, { once: true });
    flight.answer.then(
      (answer) => {
        stay();
        resolve(answer);
      },
      (error: unknown) => {
        stay();
        reject(toError(error));
      },
    );
  });
}
