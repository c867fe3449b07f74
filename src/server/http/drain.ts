import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendRefusal, type Refusal } from './refusal.js';

const stopping: Refusal = {
  status: 503,
  code: 'SHUTTING_DOWN',
  message: 'This server is stopping. Ask another one.',
  retryable: true,
  headers: { 'retry-after': '1' },
  closes: true,
};

/**
 * Lets a server go without dropping anything: from `begin` on, health says so and new work is refused, while
 * what runs is finished. The listener stays open until then, so that whoever asks learns why.
 */
export class Drain {
  #isBegun = false;
  #isLeaving = false;
  #running = 0;
  #tellIdle: (() => void) | undefined;
  #tellBegun: (() => void) | undefined;

  get isBegun(): boolean {
    return this.#isBegun;
  }

  /**
   * Counts the request that is answered with `response`. Those that come after the beginning are refused, and waited
   * for by nobody.
   */
  follow(response: ServerResponse): void {
    this.endWith(response);
    if (this.#isBegun) return;
    this.#running += 1;
    // Comes for every answer, also where the client left before it was sent.
    response.on('close', this.#end);
  }

  /**
   * Another process takes new connections by now. Those that are open are answered as ever, each for the last time, so that its
   * client goes over to the other one without having been refused anything.
   */
  leave(): void {
    this.#isLeaving = true;
    this.#tellBegun?.();
  }

  /** Has somebody told when this process begins to go, for what would never end by itself. It may be told twice. */
  whenBegun(listener: () => void): void {
    this.#tellBegun = listener;
  }

  /** Where this process leaves, the connection of `response` ends with it. */
  endWith(response: ServerResponse): void {
    if (this.#isLeaving) response.shouldKeepAlive = false;
  }

  /** A hook for routes that take no new work once the drain has begun. */
  async refuse(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    return this.#isBegun ? sendRefusal(request, reply, stopping) : undefined;
  }

  /** Resolves when the last request has been answered, or when a client that does not read has had its time. */
  async begin(waitMs: number): Promise<void> {
    this.#isBegun = true;
    this.#tellBegun?.();
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#tellIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  readonly #end = (): void => {
    this.#running -= 1;
    if (this.#running === 0) this.#tellIdle?.();
  };
}
