import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes connections on, byte for byte. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

/** Gives each connection to the next of the targets, which are addresses like `http://127.0.0.1:4000`. */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const target = new URL(targets[count % targets.length] ?? '');
    count += 1;
    const behind = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true });
    passOn(client, behind, () => behind.resetAndDestroy());
    // What was answered before the connection broke still goes to the client.
    passOn(behind, client, () => client.destroySoon());
  });
  const passOn = (from: Socket, to: Socket, breakOff: () => void): void => {
    sockets.add(from);
    from.pipe(to);
    from.on('error', breakOff);
    from.on('close', () => {
      sockets.delete(from);
      if (!from.readableEnded) breakOff();
    });
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
