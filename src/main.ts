#!/usr/bin/env node
import 'reflect-metadata';
import { parseConfig, type Config, type ConfigProblem } from './server/config.js';
import { createLogger } from './server/logger.js';
import { startServer, type RunningServer } from './server/start-server.js';
import type { Sandbox } from './sandbox/start-sandbox.js';
import { welcome } from './server/welcome.js';

/** The only file that touches `process`: it reads the environment, starts, and drains on a signal. */

/** `EX_CONFIG` of sysexits: the configuration is wrong, and starting again will not help. */
const EXIT_CONFIG = 78;

const SANDBOX_TOKEN = 'sandbox-altostrat';

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  if (isProblems(config)) return refuse(config);
  const sandbox = config.altostratUrl ? undefined : await startEmbeddedSandbox();
  const logger = createLogger(config.logLevel, process.stdout);
  const server = await startServer({
    config,
    altostratUrl: config.altostratUrl ?? new URL((sandbox as Sandbox).url),
    logger,
    graphiqlHeaders: sandbox ? { Authorization: `Bearer ${SANDBOX_TOKEN}` } : {},
  });
  stopOnSignal(server, sandbox);
  if (sandbox) process.stdout.write(welcome(server.url, config, SANDBOX_TOKEN));
  else logger.info({ url: server.url }, 'listening');
}

/** Loaded only where it is needed: a production start must not even read the emulators. */
async function startEmbeddedSandbox(): Promise<Sandbox> {
  const { startSandbox } = await import('./sandbox/start-sandbox.js');
  return startSandbox();
}

/** A second signal finds no handler and ends the process at once. */
function stopOnSignal(server: RunningServer, sandbox: Sandbox | undefined): void {
  const stop = async (): Promise<void> => {
    await server.stop();
    await sandbox?.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().catch(fail));
}

function isProblems(config: Config | readonly ConfigProblem[]): config is readonly ConfigProblem[] {
  return Array.isArray(config);
}

function refuse(problems: readonly ConfigProblem[]): void {
  const lines = problems.map(({ variable, expected }) => `  ${variable}: expected ${expected}`);
  process.stderr.write(`billing-graphql cannot start. Mend these variables:\n${lines.join('\n')}\n`);
  process.exitCode = EXIT_CONFIG;
}

function fail(fault: unknown): void {
  process.stderr.write(`billing-graphql failed: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exit(1);
}

await main().catch(fail);
