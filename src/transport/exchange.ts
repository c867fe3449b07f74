import type { RateLimit } from './answer/rate-limit.js';
import type { Call } from './call.js';
import type { UpstreamRequest } from './upstream-request.js';

/** Why an exchange ended before its answer was there: nobody waited for it any more, or its time was up. */
export interface Ending {
  readonly kind: 'left' | 'late';
  readonly reason: Error;
}

/** What the head of an answer told. */
export interface AnswerHead {
  readonly status: number;
  readonly rateLimit: RateLimit;
}

/** One request on its way through the policies, and what has become of it so far. */
export class Exchange {
  /** When it went out, monotonic milliseconds; undefined: it has not. */
  sentAtMs: number | undefined = undefined;
  /** Whether it had to wait for its turn, so that its answer has less than the whole time. */
  hasWaited = false;
  /** Undefined: no answer has begun. */
  head: AnswerHead | undefined = undefined;
  #ending: Ending | undefined = undefined;
  #stop: ((reason: Error) => void) | undefined = undefined;

  constructor(
    readonly request: UpstreamRequest,
    readonly call: Call,
    /** Path and query below the provider's origin. */
    readonly path: string,
  ) {}

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Names who is to stop when the exchange is ended: whoever works on it now, and nobody once it has answered. */
  onEnd(stop: ((reason: Error) => void) | undefined): void {
    this.#stop = stop;
  }

  /** Ends it, unless it has been ended already. */
  end(kind: Ending['kind'], reason: Error): void {
    if (this.#ending) return;
    this.#ending = { kind, reason };
    this.#stop?.(reason);
  }
}
