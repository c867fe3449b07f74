import type { Socket } from 'node:net';

/** A client that has asked and takes no byte of its answer for this long is not waiting for it. */
export const STALLED_MS = 20_000;

/** What a socket had taken when it was last seen to take anything. */
interface Progress {
  readonly finished: number;
  readonly queued: number;
  readonly sinceMs: number;
}

/**
 * Finds sockets whose client does not read: answers lie in memory for as long as they are not taken, and a few such
 * clients would fill it. Node's own timeout counts an operation that takes its time for silence as well, so what is
 * measured here is bytes: as long as something waits to be taken, some of it has to be taken every `STALLED_MS`.
 *
 * @returns a function to call every so often with the sockets that are open; it breaks the stalled ones off
 */
export function createStallWatch(): (sockets: Iterable<Socket>, nowMs: number) => void {
  let seen = new Map<Socket, Progress>();
  return (sockets, nowMs) => {
    const waiting = new Map<Socket, Progress>();
    for (const socket of sockets) {
      if (socket.writableLength === 0) continue;
      const progress = look(socket, nowMs);
      const last = seen.get(socket);
      const isStuck = last?.finished === progress.finished && last.queued === progress.queued;
      if (isStuck && nowMs - last.sinceMs >= STALLED_MS) socket.resetAndDestroy();
      else waiting.set(socket, isStuck ? last : progress);
    }
    seen = waiting;
  };
}

/**
 * `writableLength` sinks only when a whole write is done, and a large answer is one write; how much of it the system
 * has taken shows in the handle alone. Node's own timeout of sockets reads the same figure.
 */
function look(socket: Socket, sinceMs: number): Progress {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly writeQueueSize?: number } };
  return {
    finished: socket.bytesWritten - socket.writableLength,
    queued: handle?.writeQueueSize ?? 0,
    sinceMs,
  };
}
