#!/usr/bin/env node
import 'reflect-metadata';
import { startEmbeddedSandbox, type EmbeddedSandbox } from './embedded-sandbox.js';
import { parseConfig, type Config, type ConfigProblem } from './server/config.js';
import { createLogger } from './server/logger.js';
import { startServer, type RunningServer } from './server/start-server.js';
import { welcome, type SandboxCredentials } from './server/welcome.js';

/** The only file that touches `process`: it reads the environment, starts, and drains on a signal. */

/** `EX_CONFIG` of sysexits: the configuration is wrong, and starting again will not help. */
const EXIT_CONFIG = 78;

const HELP = `Serves the GraphQL billing API. Settings come from the environment alone; the README and
.env.example list them. Without any, it listens on http://localhost:4000 and answers from an embedded sandbox.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(HELP);
  const config = parseConfig(process.env);
  if (isProblems(config))
    return refuse(config.map(({ variable, expected }) => `${variable}: expected ${expected}`));
  const { altostratUrl, northflankUrl } = config;
  const sandbox = altostratUrl && northflankUrl ? undefined : await startSandbox();
  const sandboxUrl = sandbox && new URL(sandbox.url);
  const [altostrat, northflank] = [altostratUrl ?? sandboxUrl, northflankUrl ?? sandboxUrl];
  if (!altostrat || !northflank) return;
  // A log that nobody reads any more must not end the service.
  process.stdout.on('error', () => undefined);
  const logger = createLogger(config.logLevel, process.stdout);
  // Only the emulators' own tokens are ever printed, or put on a page.
  const sandboxCredentials: SandboxCredentials = {
    ...(!altostratUrl && { ALTOSTRAT: 'Bearer sandbox-altostrat' }),
    ...(!northflankUrl && { NORTHFLANK: 'Bearer sandbox-northflank' }),
  };
  const server = await startServer({ config, urls: { altostrat, northflank }, logger, sandboxCredentials });
  stopOnSignal(server, sandbox);
  if (sandbox) process.stdout.write(welcome(server.url, config, sandboxCredentials));
}

/** Undefined: its settings are wrong, and that has been said. */
async function startSandbox(): Promise<EmbeddedSandbox | undefined> {
  const sandbox = await startEmbeddedSandbox(process.env);
  if ('url' in sandbox) return sandbox;
  refuse(sandbox);
  return undefined;
}

/** A second signal finds no handler and ends the process at once. */
function stopOnSignal(server: RunningServer, sandbox: EmbeddedSandbox | undefined): void {
  const stop = async (): Promise<void> => {
    await server.stop();
    await sandbox?.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().catch(fail));
}

function isProblems(config: Config | readonly ConfigProblem[]): config is readonly ConfigProblem[] {
  return Array.isArray(config);
}

function refuse(problems: readonly string[]): void {
  process.stderr.write(`billing-graphql cannot start. Mend these variables:\n  ${problems.join('\n  ')}\n`);
  process.exitCode = EXIT_CONFIG;
}

function fail(fault: unknown): void {
  const isTaken = (fault as { code?: unknown }).code === 'EADDRINUSE';
  process.stderr.write(
    `billing-graphql failed: ${fault instanceof Error ? fault.message : String(fault)}${isTaken ? '. Choose another PORT.' : ''}\n`,
  );
  process.exit(1);
}

await main().catch(fail);
