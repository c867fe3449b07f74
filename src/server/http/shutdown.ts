import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as PortServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Connections } from './connections.js';
import type { Drain } from './drain.js';

/**
 * For a request that was on its way when its refusal began, or its connection was made: where there is none for longer, there will
 * be none.
 */
const SILENCE_MS = 250;

/** For the clients of a process that leaves to ask once more, and learn from the answer that they are to connect anew. */
const LEAVE_MS = 5000;

/** For the last refusals to be read, once everything else is answered. */
const CLOSE_MS = 1000;

/** What ends, and how long it may take. */
export interface ShutdownOptions {
  readonly app: FastifyInstance;
  readonly server: Server;
  /** A listener of its own for health, where there is one. */
  readonly healthApp: FastifyInstance | undefined;
  readonly connections: Connections;
  readonly drain: Drain;
  /** What still runs after this long is broken off. */
  readonly drainMsMax: number;
}

/** The end of a server, so that whoever asked is answered, or refused in words. */
export class Shutdown {
  readonly #options: ShutdownOptions;

  constructor(options: ShutdownOptions) {
    this.#options = options;
  }

  /** Takes no more connections, which is for another process to do at the same port. */
  stopListening(): void {
    const { server, healthApp } = this.#options;
    stopListening(server);
    if (healthApp) stopListening(healthApp.server);
  }

  /** Answers what still comes on connections that are open, and closes each with its answer. Resolves when none is left. */
  async leave(): Promise<void> {
    this.#options.drain.leave();
    await this.#untilAllClosed(LEAVE_MS);
  }

  /** Finishes what runs, and refuses what comes meanwhile. Resolves when nothing of the server is left. */
  async close(): Promise<void> {
    const { app, server, healthApp, connections, drain, drainMsMax } = this.#options;
    await Promise.all([drain.begin(drainMsMax), this.#closeSilent()]);
    stopListening(server);
    // Those who came a moment ago are to be told as well.
    await this.#untilAllClosed(SILENCE_MS);
    const breakingOff = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
    const closed = app.close();
    connections.closeIdle(connections.listIdle());
    await closed;
    clearTimeout(breakingOff);
    await healthApp?.close();
  }

  /** Closes those connections that are idle now and stay so. */
  async #closeSilent(): Promise<void> {
    const { connections } = this.#options;
    const idle = connections.listIdle();
    if (idle.length === 0) return;
    await wait(SILENCE_MS);
    connections.closeIdle(idle);
  }

  /** Or, of those to a server that does not listen any more, for as long as `msMax`. */
  async #untilAllClosed(msMax: number): Promise<void> {
    const { server, connections } = this.#options;
    if (connections.isEmpty) return;
    await Promise.race([once(server, 'close'), wait(msMax, undefined, { ref: false })]);
  }
}

/** HTTP's own `close` breaks idle connections off as well, on which a request may be on its way. */
function stopListening(server: Server): void {
  if (server.listening) PortServer.prototype.close.call(server);
}
