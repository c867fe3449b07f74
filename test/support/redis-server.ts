import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** A real Redis of its own, that keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** To look into it and to meddle with it. */
  readonly client: Redis;
  stop(): Promise<void>;
}

export interface RedisServerOptions {
  readonly port?: number;
  /** Speaks TLS alone, with this certificate. */
  readonly certificate?: Certificate;
}

/** Paths of files. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  remove(): void;
}

const PASSWORD = 'e2e-password';

/** @throws Error in words that say what to install, where there is no Redis */
export async function startRedis({ port, certificate }: RedisServerOptions = {}): Promise<RedisServer> {
  const number = port ?? (await freePort());
  const listening = certificate
    ? ['--port', '0', '--tls-port', `${number}`, '--tls-auth-clients', 'no', ...toFiles(certificate)]
    : ['--port', `${number}`];
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--requirepass', PASSWORD];
  const server = spawn('redis-server', [...listening, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([waitUntilReady(server.stdout), waitForFailure(server)]);
  const scheme = certificate ? 'rediss' : 'redis';
  const url = `${scheme}://:${PASSWORD}@localhost:${number}`;
  const client = new Redis(url, certificate ? { tls: { rejectUnauthorized: false } } : {});
  client.on('error', () => undefined);
  return {
    url,
    port: number,
    client,
    stop: async () => {
      client.disconnect();
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    },
  };
}

function toFiles({ certificate, key }: Certificate): readonly string[] {
  return ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
}

async function waitUntilReady(output: NodeJS.ReadableStream): Promise<void> {
  let text = '';
  output.on('data', (chunk) => (text += String(chunk)));
  await until(() => text.includes('Ready to accept connections'));
}

async function waitForFailure(server: ReturnType<typeof spawn>): Promise<never> {
  const outcome = await Promise.race([once(server, 'error'), once(server, 'exit')]);
  const isMissing = (outcome[0] as { code?: unknown } | null)?.code === 'ENOENT';
  throw new Error(
    isMissing
      ? 'There is no redis-server on this machine. Install it (Debian: apt-get install redis-server), or run .ci/run.'
      : 'redis-server ended before it was ready.',
  );
}

/** A certificate of nobody's for `localhost`. */
export function createCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'billing-store-'));
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...algorithm, ...name, ...files], {
    stdio: 'ignore',
  });
  return { certificate, key, remove: () => rmSync(folder, { recursive: true }) };
}
