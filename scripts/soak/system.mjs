/** Built programs as processes, for runs that take long. `npm run build` comes before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
/** A program that was told to write less may never say where it is. */
const START_MS_MAX = 60_000;
const ADDRESS = /http:\/\/[^\s"/]+/;

/** An account of each provider of the sandbox, as fields of a query. */
export const account =
  'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';
export const team = 'billingAccount(provider: NORTHFLANK, accountId: "team-n3")';

/**
 * The server over the sandbox. `environment` adds to an otherwise empty one; `nodeArguments` come before the server's file; with a
 * channel it is sent messages.
 */
export async function startSystem(options = {}) {
  const sandbox = await startProgram('sandbox/main.js');
  const server = await startServer(sandbox.url, options);
  return {
    url: server.url,
    sandboxUrl: sandbox.url,
    process: server.process,
    ask: async (query, headers, variables) => ask(server.url, query, headers, variables),
    control: async (method, path, body) => control(sandbox.url, method, path, body),
    newTokens: async (name, count, grant) => newTokens(sandbox.url, name, count, grant),
    stop: async () => {
      await server.stop();
      await sandbox.stop();
    },
  };
}

/**
 * The server over a provider at `upstream`, which stands for both. `entry` is another build of it, `onOutput` is given what it
 * writes.
 */
export async function startServer(upstream, { environment = {}, ...options } = {}) {
  const urls = { ALTOSTRAT_URL: upstream, NORTHFLANK_URL: upstream };
  return startProgram('billing-graphql.js', { ...options, environment: { ...urls, ...environment } });
}

async function startProgram(
  file,
  { environment = {}, nodeArguments = [], hasChannel = false, entry = dist + file, onOutput } = {},
) {
  const child = spawn(process.execPath, [...nodeArguments, entry], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', onOutput ? 'pipe' : 'inherit', ...(hasChannel ? ['ipc'] : [])],
  });
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream.on('data', onOutput);
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const url = await readAddress(child);
  return {
    url,
    process: child,
    stop: async () => {
      process.off('exit', kill);
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** What it writes is read to the end, so that it never waits for that. */
function readAddress(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    setTimeout(() => reject(new Error(`The program wrote no address:\n${printed}`)), START_MS_MAX).unref();
    child.once('exit', () => reject(new Error(`The program ended before it answered:\n${printed}`)));
    child.stdout.on('data', function read(chunk) {
      printed += chunk;
      const address = ADDRESS.exec(printed);
      if (!address) return;
      child.stdout.off('data', read).resume();
      resolve(address[0].replace('//localhost:', '//127.0.0.1:'));
    });
  });
}

/** `calls` are those that the answer says it took, `ms` how long it took. */
async function ask(url, query, headers, variables = {}) {
  const startedAtMs = performance.now();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = await response.json();
  const ms = performance.now() - startedAtMs;
  const calls = Number(response.headers.get('x-upstream-calls'));
  return { status: response.status, data, errors, calls, ms };
}

async function control(url, method, path, body) {
  const response = await fetch(`${url}/_sandbox${path}`, { method, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** So many credentials that nobody has used yet. */
async function newTokens(url, name, count, grant) {
  const tokens = Array.from({ length: count }, (_, index) => `${name}-${index}-token`);
  for (const token of tokens) await control(url, 'POST', '/tokens', { token, ...grant });
  return tokens;
}
