import { BillingError } from '../../errors/billing-error.js';

/** Ends a call when its time is up or nobody waits for it; whichever comes first is the signal's reason. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #leave: () => void;

  constructor(
    timeoutMs: number,
    private readonly outer: AbortSignal,
  ) {
    const late = `The provider did not answer within ${timeoutMs} ms.`;
    this.#timer = setTimeout(
      () => this.#controller.abort(new BillingError('UPSTREAM_TIMEOUT', late)),
      timeoutMs,
    );
    this.#leave = () => this.#controller.abort(outer.reason);
    if (outer.aborted) this.#leave();
    else outer.addEventListener('abort', this.#leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Call it when the work is done, or the timer keeps the process alive. */
  clear(): void {
    clearTimeout(this.#timer);
    this.outer.removeEventListener('abort', this.#leave);
  }
}
