import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createStallWatch, STALLED_MS } from '../../../src/server/http/stalled-sockets.js';

/** More than the system takes off our hands for a client that reads nothing. */
const MUCH = Buffer.alloc(32_000_000);

let server: Server;

beforeAll(async () => {
  server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server?.close());

/** A served socket and its client, which reads when it is told to. */
async function pair(): Promise<{ served: Socket; client: Socket; end: () => void }> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [served] = (await once(server, 'connection')) as [Socket];
  client.pause().on('error', () => undefined);
  served.on('error', () => undefined);
  return { served, client, end: () => [client, served].forEach((socket) => socket.destroy()) };
}

/** Lets the system move what it can. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}

test('N02 a socket that takes nothing of what waits is broken off after its time, and not before', async () => {
  const { served, end } = await pair();
  const watch = createStallWatch();
  served.write(MUCH);
  await settle();
  watch([served], 1000);
  watch([served], 1000 + STALLED_MS - 1);
  expect(served.destroyed).toBe(false);
  watch([served], 1000 + STALLED_MS);
  expect(served.destroyed).toBe(true);
  end();
});

test('N02 one that takes a part of a large write begins its time anew', async () => {
  const { served, client, end } = await pair();
  const watch = createStallWatch();
  served.write(MUCH);
  await settle();
  watch([served], 0);
  while (client.read() === null) await settle();
  for (let read = 0; read < 4_000_000;) {
    read += (client.read() as Buffer | null)?.length ?? 0;
    await new Promise(setImmediate);
  }
  await settle();
  watch([served], STALLED_MS);
  expect([served.destroyed, served.writableLength]).toEqual([false, MUCH.length]);
  watch([served], 2 * STALLED_MS);
  expect(served.destroyed).toBe(true);
  end();
});

test('N02 one on which nothing waits may be silent for as long as it likes', async () => {
  const { served, end } = await pair();
  const watch = createStallWatch();
  for (const nowMs of [0, STALLED_MS, 10 * STALLED_MS]) watch([served], nowMs);
  expect(served.destroyed).toBe(false);
  end();
});
