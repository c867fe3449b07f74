import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Lets a server go without dropping anything: from `begin` on, health says so and new work is refused, while
 * what runs is finished. The listener stays open until then, so that whoever asks learns why.
 */
export class Drain {
  #isBegun = false;
  #running = 0;
  #tellIdle: (() => void) | undefined;

  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Counts the requests of every route that is added to `app` afterwards. */
  follow(app: FastifyInstance): void {
    app.addHook('onRequest', async (_request, reply) => {
      this.#running += 1;
      // Comes for every answer, also where the client left before it was sent.
      reply.raw.once('close', () => this.#end());
    });
    app.addHook('onSend', async (_request, reply) => {
      // Otherwise a connection that was busy when the drain began stays open until its client gives it up.
      if (this.#isBegun) reply.header('connection', 'close');
    });
  }

  /** A hook for routes that take no new work once the drain has begun. */
  async refuse(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (!this.#isBegun) return undefined;
    const extensions = { code: 'INTERNAL_SERVER_ERROR', retryable: true, correlationId: request.id };
    return reply
      .code(503)
      .header('retry-after', '1')
      .send({ errors: [{ message: 'This server is stopping. Ask another one.', extensions }] });
  }

  /** Resolves when the last request has been answered, or when a client that does not read has had its time. */
  async begin(waitMs: number): Promise<void> {
    this.#isBegun = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#tellIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #end(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#tellIdle?.();
  }
}
