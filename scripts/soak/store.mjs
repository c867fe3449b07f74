import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';

/** Where Debian puts servers, which is not on everybody's path. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/bin`;

/**
 * A Redis of its own, that keeps nothing on disk. `readAll` resolves with each key and its value in one text, bytes as letters.
 *
 * @throws Error in words that say what to install, where there is none
 */
export async function startStore() {
  const port = await findFreePort();
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', settings, { stdio: 'ignore', env: { ...process.env, PATH } });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  // It asks again until the server is there.
  const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  const failed = once(server, 'error').then(() => {
    client.disconnect();
    throw new Error(
      'There is no redis-server on this machine. Install it (Debian: apt-get install redis-server).',
    );
  });
  await Promise.race([failed, client.ping()]);
  return {
    url: `redis://127.0.0.1:${port}`,
    readAll: async () => readAll(client),
    stop: async () => {
      client.disconnect();
      process.off('exit', kill);
      const ended = once(server, 'exit');
      kill();
      await ended;
    },
  };
}

async function readAll(client) {
  const texts = [];
  for await (const keys of client.scanStream({ count: 1000 }))
    for (const key of keys) texts.push(`${key} ${(await readValue(client, key)).toString('latin1')}`);
  return texts;
}

/** @throws Error for a kind of value that nobody looks into, or a key that would stay for ever */
async function readValue(client, key) {
  const [type, ttlMs] = [await client.type(key), await client.pttl(key)];
  if (ttlMs === -1) throw new Error(`The store has a key that stays for ever: ${key}`);
  if (type === 'none') return Buffer.alloc(0);
  if (type !== 'string') throw new Error(`The store has a value of a kind that is not looked into: ${type}`);
  return (await client.getBuffer(key)) ?? Buffer.alloc(0);
}

async function findFreePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
