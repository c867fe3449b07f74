/** The built server over the sandbox, for runs that take long. `npm run build` comes before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../dist/sandbox/start-sandbox.js';

const ENTRY = fileURLToPath(new URL('../../dist/billing-graphql.js', import.meta.url));
const ADDRESS = /http:\/\/[^\s"/]+/;

/** `environment` adds to an otherwise empty one; `nodeArguments` come before the server's file; with a channel it is sent messages. */
export async function startSystem({ environment = {}, nodeArguments = [], hasChannel = false } = {}) {
  const sandbox = await startSandbox();
  const child = spawn(process.execPath, [...nodeArguments, ENTRY], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ALTOSTRAT_URL: sandbox.url,
      NORTHFLANK_URL: sandbox.url,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit', ...(hasChannel ? ['ipc'] : [])],
  });
  const url = await readAddress(child);
  return {
    url,
    sandboxUrl: sandbox.url,
    process: child,
    ask: async (query, headers, variables) => ask(url, query, headers, variables),
    control: async (method, path, body) => control(sandbox.url, method, path, body),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await sandbox.close();
    },
  };
}

/** What it writes is read to the end, so that it never waits for that. */
function readAddress(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.once('exit', () => reject(new Error(`The server ended before it answered:\n${printed}`)));
    child.stdout.on('data', function read(chunk) {
      printed += chunk;
      const address = ADDRESS.exec(printed);
      if (!address) return;
      child.stdout.off('data', read).resume();
      resolve(address[0].replace('//localhost:', '//127.0.0.1:'));
    });
  });
}

/** `calls` are those that the answer says it took. */
async function ask(url, query, headers, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = await response.json();
  return { status: response.status, data, errors, calls: Number(response.headers.get('x-upstream-calls')) };
}

async function control(url, method, path, body) {
  const response = await fetch(`${url}/_sandbox${path}`, { method, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
