import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A provider that begins an answer and does not end it of itself, and knows what was taken of it. */
export interface EndlessProvider {
  readonly url: string;
  /** Of each answer that is over, the bytes that left for the client. */
  readonly sent: readonly number[];
  readonly close: () => Promise<void>;
}

const CHUNK = Buffer.from(`10000\r\n${'[1],'.repeat(0x4000)}\r\n`);

/** Answers every request with this head, and then with a body of chunks for as long as somebody takes them. */
export async function startEndlessProvider(
  status: string,
  headers: readonly string[],
): Promise<EndlessProvider> {
  const sent: number[] = [];
  const sockets = new Set<Socket>();
  const head = [`HTTP/1.1 ${status}`, ...headers, 'transfer-encoding: chunked', '\r\n'].join('\r\n');
  const server = createServer((socket) => {
    sockets.add(socket);
    const pour = (): void => {
      while (!socket.destroyed && socket.write(CHUNK)) continue;
    };
    socket.once('data', () => {
      socket.resume().on('drain', pour).write(head);
      pour();
    });
    socket
      .on('error', () => undefined)
      .on('close', () => {
        sockets.delete(socket);
        sent.push(socket.bytesWritten - socket.writableLength);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
