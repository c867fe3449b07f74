import type { RateLimit } from './answer/rate-limit.js';
import type { Span } from '../tracing/span.js';
import type { Call } from './call.js';
import type { UpstreamRequest } from './upstream-request.js';

/** Why an exchange ended before its answer was there: nobody waited for it any more, or its time was up. */
export interface Ending {
  readonly kind: 'left' | 'late';
  readonly reason: Error;
}

/**
 * `unsent`: there was no connection, so that nobody has seen the request. `stale`: a kept one was closed just then, before a
 * byte of the answer, as happens where nothing is wrong. `broken`: any other connection broke.
 */
export type ConnectionLoss = 'unsent' | 'stale' | 'broken';

/** What the head of an answer told. */
export interface AnswerHead {
  readonly status: number;
  readonly rateLimit: RateLimit;
}

/** A good answer, as it came and parsed. */
export interface Received {
  readonly body: Buffer;
  readonly value: unknown;
}

/** Told once that an exchange is over; `error` is undefined where it was answered. Made once, not for each exchange. */
export type OverListener = (exchange: Exchange, error: unknown) => void;

/** One request on its way through the policies, and what has become of it so far. */
export class Exchange {
  /** When it went out, monotonic milliseconds; undefined: it has not. */
  sentAtMs: number | undefined = undefined;
  /** Whether it had to wait for its turn, so that its answer has less than the whole time. */
  hasWaited = false;
  /** How a connection failed it, if one did. */
  loss: ConnectionLoss | undefined = undefined;
  /** Undefined: no answer has begun. */
  head: AnswerHead | undefined = undefined;
  /** Whether what is received is to be kept, by whoever asks to be told. */
  isKept = false;
  received: Received | undefined = undefined;
  /** What `deadline` waits with. */
  timer: NodeJS.Timeout | undefined = undefined;
  /** Its part of a trace; of what was attempted several times, the last attempt's. Undefined: there is no trace. */
  span: Span | undefined = undefined;
  /** What the provider is told of the trace; undefined: nothing. */
  traceparent: string | undefined = undefined;
  #attempts = 0;
  #listeners: OverListener[] | undefined = [];
  #ending: Ending | undefined = undefined;
  #stop: ((reason: Error) => void) | undefined = undefined;

  constructor(
    readonly request: UpstreamRequest,
    readonly call: Call,
    /** Path and query below the provider's origin. */
    readonly path: string,
    /** What this is an attempt at; undefined: it is no attempt at anything else. */
    readonly whole?: Exchange,
    /** Which attempt it is, from 1. */
    readonly number = 1,
  ) {}

  /** Begins an attempt at it. Whoever ends the whole ends the attempt that is under way. */
  begin(): Exchange {
    const attempt = new Exchange(this.request, this.call, this.path, this, (this.#attempts += 1));
    this.onEnd((reason) => attempt.end(this.#ending?.kind ?? 'left', reason));
    return attempt;
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Names who is to stop when the exchange is ended: whoever works on it now, and nobody once it has answered. */
  onEnd(stop: ((reason: Error) => void) | undefined): void {
    this.#stop = stop;
  }

  /**
   * Has somebody told when it is over, before anybody who waits for its answer. A policy that comes later in the list is
   * told first, if it has begun by the time that those before it ask to be told.
   */
  whenOver(listener: OverListener): void {
    this.#listeners?.push(listener);
  }

  /**
   * It is over. To be called by whoever settles the promise of its answer, and before that: the exchange itself, or the
   * policy that had it wait and did not let it go on. Only the first time counts.
   */
  settle(error?: unknown): void {
    const listeners = this.#listeners;
    if (!listeners) return;
    this.#listeners = undefined;
    this.#stop = undefined;
    for (const listener of listeners) listener(this, error);
  }

  /** Ends it, unless it has been ended already. */
  end(kind: Ending['kind'], reason: Error): void {
    if (this.#ending) return;
    this.#ending = { kind, reason };
    this.#stop?.(reason);
  }
}
