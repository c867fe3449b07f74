import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/nginx/billing.conf', import.meta.url));

/** Debian's place for it is on the path of root alone. */
const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`;

export interface Nginx {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts nginx with the example's configuration; `replicas` are the ports that stand in for its 4000 and 4001. */
export async function startNginx(replicas: readonly [number, number]): Promise<Nginx> {
  const directory = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  const example = await readExample([
    ['server 127.0.0.1:4000 ', `server 127.0.0.1:${replicas[0]} `],
    ['server 127.0.0.1:4001 ', `server 127.0.0.1:${replicas[1]} `],
    ['listen 8080;', `listen 127.0.0.1:${port};`],
  ]);
  await writeFile(join(directory, 'nginx.conf'), around(directory, example));
  const child = spawn('nginx', ['-p', directory, '-c', 'nginx.conf', '-e', 'error.log'], {
    env: { PATH },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(url, child);
  return {
    url,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true });
    },
  };
}

/** The example, with each of `changes` made exactly once. */
async function readExample(changes: readonly (readonly [string, string])[]): Promise<string> {
  let text = await readFile(EXAMPLE, 'utf8');
  for (const [from, to] of changes) {
    if (text.split(from).length !== 2) throw new Error(`${EXAMPLE} should have "${from}" once.`);
    text = text.replace(from, to);
  }
  return text;
}

/** What Debian's nginx.conf does around a file of conf.d, for one that anybody may start. */
function around(directory: string, example: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
pid ${directory}/nginx.pid;
worker_processes 1;
events {}
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${directory}/${kind};`).join('\n  ')}
  ${example}
}
`;
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const ended = new Promise<never>((_, reject) => {
    child.on('error', () =>
      reject(
        new Error(
          'This test needs nginx, which is not installed: apt-get install nginx-light, or what your system has.',
        ),
      ),
    );
    child.on('exit', (code) => reject(new Error(`nginx ended with code ${code} before it answered.`)));
  });
  const answering = async (): Promise<void> => {
    while (!(await fetch(url).catch(() => undefined))) continue;
  };
  await Promise.race([answering(), ended]);
}
