import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** What broke a connection that had answered before. */
const breaks = new WeakSet<Error>();

/** Connects as undici does, and remembers of connections that break whether they had been of use. */
export function createConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) =>
    connect(options, (...outcome) => {
      const [, socket] = outcome;
      // Before anybody else listens, so that it is known by the time that anybody is told.
      socket?.on('error', (error: Error) => {
        if (socket.bytesRead > 0) breaks.add(error);
      });
      callback(...outcome);
    });
}

/** Whether the connection that broke with the error had answered something before. */
export function hadAnswered(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { socket } = error as Error & { readonly socket?: Pick<Socket, 'bytesRead'> | null };
  return breaks.has(error) || (socket?.bytesRead ?? 0) > 0;
}
