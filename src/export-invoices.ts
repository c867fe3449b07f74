import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from './cli/command-error.js';
import { runExport, type OwnServer } from './cli/export-command.js';
import { startEmbeddedSandbox } from './embedded-sandbox.js';
import { allProviders } from './providers/all-providers.js';
import type { ProviderDefinition } from './providers/provider.js';
import { parseConfig, type Config } from './server/config.js';
import { createLogger } from './server/logger.js';
import { Metrics } from './server/metrics.js';
import { startServer } from './server/start-server.js';

/** As much of the process as the command needs. */
type Host = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr' | 'once'>;

/**
 * `billing-graphql export`: asks the server that is named, or one in this process that serves nobody else.
 *
 * @returns the exit code
 */
export async function exportInvoices(
  args: readonly string[],
  host: Host,
  fetch: typeof globalThis.fetch,
): Promise<number> {
  const { env, stdout, stderr } = host;
  const interrupt = new AbortController();
  // A second signal finds no handler.
  for (const name of ['SIGINT', 'SIGTERM'] as const) host.once(name, () => interrupt.abort());
  return runExport({
    args,
    fetch,
    credentials: (isOwn) => credentialsOf(env, isOwn),
    startServer: async () => startOwnServer(host),
    stdout,
    stderr,
    sleep: async (ms, signal) => wait(ms, undefined, { signal }),
    now: () => performance.now(),
    signal: interrupt.signal,
  });
}

/** Tokens come from the environment, where no list of processes shows them; the sandbox has tokens of its own. */
function credentialsOf(env: NodeJS.ProcessEnv, isOwn: boolean): Record<string, string> {
  const config = isOwn ? parseConfig(env) : undefined;
  const emulated = config && 'liveUrls' in config ? listEmulated(config) : [];
  const tokens = allProviders.map((provider): [string, string | undefined] => [
    provider.credentialHeader,
    tokenOf(provider, env) ?? (emulated.includes(provider) ? provider.sandbox?.token : undefined),
  ]);
  return Object.fromEntries(tokens.flatMap(([name, token]) => (token ? [[name, `Bearer ${token}`]] : [])));
}

/** What the server takes for one; anything else would not even be sent. */
const TOKEN = /^[A-Za-z0-9._~+/=:-]{1,8192}$/;

/** @throws CommandError, which does not repeat it */
function tokenOf({ name }: ProviderDefinition, env: NodeJS.ProcessEnv): string | undefined {
  const token = env[`${name}_TOKEN`];
  if (token === undefined || TOKEN.test(token)) return token;
  throw new CommandError(`${name}_TOKEN: expected a token, without "Bearer" and without spaces.`);
}

/** On a free port of loopback. Undefined: its settings are wrong, and that has been said. */
async function startOwnServer({ env, stderr }: Host): Promise<OwnServer | undefined> {
  const own = { HOST: '127.0.0.1', PORT: '0', GRAPHIQL: 'off', ADMIN_PORT: undefined };
  const config = parseConfig({ LOG_LEVEL: 'silent', ...env, ...own });
  if (!('liveUrls' in config)) {
    const problems = config.map(({ variable, expected }) => `${variable}: expected ${expected}`);
    stderr.write(`The export cannot start. Mend these variables:\n  ${problems.join('\n  ')}\n`);
    return undefined;
  }
  const emulated = listEmulated(config);
  const sandbox = emulated.length > 0 ? await startEmbeddedSandbox(env) : undefined;
  if (sandbox && !('url' in sandbox)) {
    stderr.write(`The export cannot start. Mend these variables:\n  ${sandbox.join('\n  ')}\n`);
    return undefined;
  }
  const server = await startServer({
    config,
    sandboxUrl: sandbox && new URL(sandbox.url),
    emulated,
    logger: createLogger({ level: config.logLevel, destination: stderr }),
    graphiqlDirectory: '',
    metrics: new Metrics(),
  });
  return { url: server.url, stop: async () => server.stop().then(async () => sandbox?.close()) };
}

function listEmulated({ liveUrls }: Config): readonly ProviderDefinition[] {
  return allProviders.filter(({ name }) => !liveUrls.has(name));
}
