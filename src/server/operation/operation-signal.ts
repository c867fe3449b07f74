import { BillingError } from '../../errors/billing-error.js';
import type { OperationEnd, Waiting } from '../../transport/operation-end.js';

/**
 * Ends an operation's upstream calls when its time is up, or when nobody is there any more to read the answer. Its timer
 * is made with the first call: an operation without one has nothing to end.
 */
export class OperationSignal implements OperationEnd {
  reason: Error | undefined = undefined;
  readonly #startedAtMs: number;
  readonly #waiting = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;

  /** @param now monotonic milliseconds */
  constructor(
    private readonly timeoutMs: number,
    private readonly now: () => number,
  ) {
    this.#startedAtMs = now();
  }

  add(waiting: Waiting): void {
    this.#waiting.add(waiting);
    if (this.#timer) return;
    const leftMs = this.timeoutMs - (this.now() - this.#startedAtMs);
    this.#timer = setTimeout(expire, Math.max(0, leftMs), this);
  }

  remove(waiting: Waiting): void {
    this.#waiting.delete(waiting);
  }

  /** The answer was sent. Nothing is ended that has ended well, and nothing begins any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.reason ??= clientGone;
  }

  /** The client went away before its answer was sent. */
  leave(): void {
    this.end();
    this.#tell(clientGone);
  }

  expire(): void {
    this.#tell((this.reason ??= timedOut(this.timeoutMs)));
  }

  #tell(reason: Error): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const each of waiting) each.leave(reason);
  }
}

function expire(signal: OperationSignal): void {
  signal.expire();
}

/** One for all: it tells nobody anything, and an error takes as long as a hundred fields. */
const clientGone = new BillingError('UPSTREAM_TIMEOUT', 'The client went away.');

function timedOut(timeoutMs: number): BillingError {
  return new BillingError('UPSTREAM_TIMEOUT', `The operation was not done within ${timeoutMs} ms.`);
}
