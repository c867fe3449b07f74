import { setMaxListeners } from 'node:events';
import { BillingError } from '../../errors/billing-error.js';

/**
 * Ends an operation's upstream calls when its time is up, or when nobody is there any more to read the answer. Made at
 * the first call: an operation without one has nothing to end.
 */
export class OperationSignal {
  readonly #startedAtMs: number;
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param now monotonic milliseconds */
  constructor(
    private readonly timeoutMs: number,
    private readonly now: () => number,
  ) {
    this.#startedAtMs = now();
  }

  /** The reason of its abort is the error to report. */
  get signal(): AbortSignal {
    this.#controller ??= this.#begin();
    return this.#controller.signal;
  }

  /** The answer was sent. Nothing is aborted that has ended well, and nothing begins any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
  }

  /** The client went away before its answer was sent. */
  leave(): void {
    this.end();
    this.#controller?.abort(nobodyWaits());
  }

  #begin(): AbortController {
    const controller = new AbortController();
    // One listener per upstream call; their number has its own bound.
    setMaxListeners(0, controller.signal);
    if (this.#isOver) {
      controller.abort(nobodyWaits());
      return controller;
    }
    const leftMs = this.timeoutMs - (this.now() - this.#startedAtMs);
    this.#timer = setTimeout(() => controller.abort(timedOut(this.timeoutMs)), Math.max(0, leftMs));
    return controller;
  }
}

function nobodyWaits(): BillingError {
  return new BillingError('UPSTREAM_TIMEOUT', 'The client went away.');
}

function timedOut(timeoutMs: number): BillingError {
  return new BillingError('UPSTREAM_TIMEOUT', `The operation was not done within ${timeoutMs} ms.`);
}
