import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ADDRESS = /http:\/\/[^\s"/]+/;

/** Where the sandbox shows what both providers show. */
export const account =
  'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';
export const team = 'billingAccount(provider: NORTHFLANK, accountId: "team-n3")';

/** A built program of ours as a process, once it has told its address. */
async function start(file, environment, flags = []) {
  const child = spawn(process.execPath, [...flags, `${root}${file}`], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = ADDRESS.exec(line)?.[0].replace('//localhost:', '//127.0.0.1:');
    if (url === undefined) continue;
    // What it goes on to log is not read.
    child.stdout.resume();
    const stop = async () => {
      process.off('exit', kill);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    };
    return { url, pid: child.pid, process: child, stop };
  }
  throw new Error(`${file} ended before it told its address.`);
}

/** The emulators of both providers, with their control calls. */
export async function startSandbox(environment = {}) {
  const sandbox = await start('dist/sandbox/main.js', environment);
  const control = async (method, path, body) => {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.status === 204 ? undefined : JSON.parse((await answer.text()) || 'null');
  };
  return { ...sandbox, control };
}

/** The built server over a provider at `upstream`, which stands for both. */
export async function startServer(upstream, environment = {}, flags = ['--max-semi-space-size=32']) {
  const settings = { ALTOSTRAT_URL: upstream, NORTHFLANK_URL: upstream, ...environment };
  return start('dist/billing-graphql.js', settings, flags);
}

/** So many new credentials of a provider. */
export async function newTokens(sandbox, name, count, grant) {
  const tokens = Array.from({ length: count }, (_, index) => `${name}-${index}-token`);
  for (const token of tokens) await sandbox.control('POST', '/tokens', { token, ...grant });
  return tokens;
}

/** One operation and how long its answer took. */
export async function ask(url, query, headers) {
  const startedAtMs = performance.now();
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors = [] } = await answer.json();
  const ms = performance.now() - startedAtMs;
  const calls = Number(answer.headers.get('x-upstream-calls') ?? 0);
  return { status: answer.status, data, errors, calls, ms };
}
