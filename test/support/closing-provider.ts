import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A provider that closes its kept connections at the worst moment, and counts what it was asked. */
export interface ClosingProvider {
  readonly url: string;
  readonly asked: () => number;
  readonly close: () => Promise<void>;
}

const BODY = JSON.stringify({ data: [], has_more: false });
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;

/** Answers the first request of each connection; at the second, the connection is closed, by a FIN or by a reset. */
export async function startClosingProvider(how: 'end' | 'reset'): Promise<ClosingProvider> {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let answered = 0;
    socket.on('data', () => {
      asked += 1;
      answered += 1;
      if (answered === 1) socket.write(ANSWER);
      else if (how === 'end') socket.end();
      else socket.resetAndDestroy();
    });
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
