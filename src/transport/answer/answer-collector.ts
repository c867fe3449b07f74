import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { tooLarge } from './unreadable.js';

/** A whole answer. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined: it was too long, or broken off. */
  readonly body: Buffer | undefined;
}

/** Who is told of one answer as it comes. */
export interface CollectorEvents {
  /**
   * Told of the head of the answer. Returns how much of the body is read.
   *
   * @throws Error where the body is not worth reading
   */
  onHead(status: number, headers: IncomingHttpHeaders): BodyBound;
  /**
   * Told how many bytes of the body there are, each time that more have come.
   *
   * @throws Error where there is no room for them
   */
  onGrowth(bytes: number): void;
  /** Exactly one of these two is called, and once. */
  onAnswer(answer: RawAnswer): void;
  onError(error: Error): void;
}

/** How much of a body is read. */
export interface BodyBound {
  readonly bytesMax: number;
  /** Whether the answer is worth nothing without the whole of its body. */
  readonly isNeeded: boolean;
}

interface Collected {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bound: BodyBound;
  readonly chunks: Buffer[];
  bytes: number;
}

/**
 * Collects the answer to one request in memory, within a bound. It ends the request only where it is not over by
 * itself.
 */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined = undefined;
  #collected: Collected | undefined = undefined;
  #isOver = false;

  constructor(private readonly events: CollectorEvents) {}

  /** Whether there was a connection to send the request on. */
  get hasBegun(): boolean {
    return this.#controller !== undefined;
  }

  /** Ends the request, which may be waiting for a connection, under way, or over. */
  stop(reason: Error): void {
    if (this.#isOver) return;
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#collected = undefined;
    if (this.#isOver) controller.abort(new Error('Nobody waits for the answer any more.'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // Nobody asked for 1xx answers; the final one follows them.
    if (this.#isOver || status < 200) return;
    try {
      const bound = this.events.onHead(status, headers);
      this.#collected = { status, headers, bound, chunks: [], bytes: 0 };
    } catch (error) {
      this.#fail(error as Error);
      controller.abort(error as Error);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const collected = this.#collected;
    if (this.#isOver || !collected) return;
    collected.bytes += chunk.length;
    const { isNeeded, bytesMax } = collected.bound;
    if (collected.bytes <= bytesMax) return this.#collect(controller, collected, chunk);
    if (isNeeded) this.#fail(tooLarge(bytesMax));
    else this.#succeed(undefined);
    controller.abort(new Error('No more of the answer is read.'));
  }

  #collect(controller: Dispatcher.DispatchController, { bytes, chunks }: Collected, chunk: Buffer): void {
    try {
      this.events.onGrowth(bytes);
      chunks.push(chunk);
    } catch (error) {
      this.#fail(error as Error);
      controller.abort(error as Error);
    }
  }

  onResponseEnd(): void {
    if (this.#isOver || !this.#collected) return;
    const { chunks, bytes } = this.#collected;
    const [only] = chunks;
    this.#succeed(only && chunks.length === 1 ? only : Buffer.concat(chunks, bytes));
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#isOver) return;
    if (this.#collected && !this.#collected.bound.isNeeded) this.#succeed(undefined);
    else this.#fail(error);
  }

  #succeed(body: Buffer | undefined): void {
    if (!this.#collected) return;
    this.#isOver = true;
    const { status, headers } = this.#collected;
    this.events.onAnswer({ status, headers, body });
  }

  #fail(error: Error): void {
    this.#isOver = true;
    this.events.onError(error);
  }
}
