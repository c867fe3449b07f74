import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Follows connections on which no request has begun yet. Node counts them as busy, so a client that only
 * connected would hold the end of the process up for ever.
 *
 * @returns ends those that are silent now
 */
export function followSilentConnections(server: Server): () => void {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return () => {
    for (const socket of silent) socket.destroy();
  };
}
