#!/usr/bin/env -S node --max-semi-space-size=32
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { startEmbeddedSandbox, type EmbeddedSandbox } from './embedded-sandbox.js';
import { allProviders } from './providers/all-providers.js';
import { parseConfig, type Config, type ConfigProblem } from './server/config.js';
import { createLogger, scrub } from './server/logger.js';
import { startServer } from './server/start-server.js';
import { welcome } from './server/welcome.js';

/** The only file that touches `process`: it reads the environment, starts, and drains on a signal or a crash. */

/** Beside this file, wherever the build puts it. */
const GRAPHIQL_DIRECTORY = fileURLToPath(new URL('./graphiql', import.meta.url));

/** `EX_CONFIG` of sysexits: the configuration is wrong, and starting again will not help. */
const EXIT_CONFIG = 78;

/** After a crash nothing is certain, so the end does not depend on what still runs. Beyond the longest drain. */
const CRASH_GRACE_MS = 10_000;

/** Nobody who reads a log misses it, and many lines are one write. */
const LOG_WAIT_MS = 20;

const HELP = `Serves the GraphQL billing API. Settings come from the environment alone; the README and
.env.example list them. Without any, it listens on http://localhost:4000 and answers from an embedded sandbox.
`;

/**
 * What a request made is garbage a moment later. So the heap need not grow far before it is looked for; and nothing of it
 * is to be made among what stays, as V8 begins to do where much was still in use when it looked: whatever such an object
 * refers to would outlive its request as well, and from then on every request takes twice the time.
 */
const GARBAGE_IS_YOUNG = ['--heap-growing-percent=80', '--no-allocation-site-pretenuring'];

async function main(): Promise<void> {
  GARBAGE_IS_YOUNG.forEach((flag) => setFlagsFromString(flag));
  if (process.argv.includes('--help')) return void process.stdout.write(HELP);
  scrubStderr();
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  const config = parseConfig(process.env);
  if (isProblems(config))
    return refuse(config.map(({ variable, expected }) => `${variable}: expected ${expected}`));
  const emulated = allProviders.filter(({ name }) => !config.liveUrls.has(name));
  const sandbox = emulated.length > 0 ? await startSandbox() : undefined;
  if (emulated.length > 0 && !sandbox) return;
  // A log that nobody reads any more must not end the service.
  process.stdout.on('error', () => undefined);
  const logger = createLogger({ level: config.logLevel, destination: process.stdout, waitMs: LOG_WAIT_MS });
  process.on('exit', () => logger.flush());
  const sandboxUrl = sandbox && new URL(sandbox.url);
  const server = await startServer({
    config,
    sandboxUrl,
    emulated,
    logger,
    graphiqlDirectory: GRAPHIQL_DIRECTORY,
  });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= server.stop().then(() => sandbox?.close()));
  stopOnSignal(stop);
  stopOnCrash(stop, config.operationTimeoutMs + CRASH_GRACE_MS);
  if (sandbox) process.stdout.write(welcome(server.url, config, emulated));
}

/** Undefined: its settings are wrong, and that has been said. */
async function startSandbox(): Promise<EmbeddedSandbox | undefined> {
  const sandbox = await startEmbeddedSandbox(process.env);
  if ('url' in sandbox) return sandbox;
  refuse(sandbox);
  return undefined;
}

/** A second signal finds no handler and ends the process at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().catch(fail));
}

/**
 * A fault that nothing caught leaves the process in a state that nobody foresaw: it takes no more work, lets what runs come to
 * its end, and ends as failed, so that whoever watches it starts another.
 */
function stopOnCrash(stop: () => Promise<void>, waitMs: number): void {
  const logger = createLogger({ level: 'fatal', destination: process.stderr });
  let isStopping = false;
  const crash = (fault: unknown): void => {
    logger.fatal({ err: fault instanceof Error ? fault : new Error(String(fault)) }, 'crash');
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), waitMs).unref();
    void stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  };
  process.off('uncaughtException', fail).off('unhandledRejection', fail);
  process.on('uncaughtException', crash).on('unhandledRejection', crash);
}

/** Warnings and traces that libraries and Node itself write there can hold a credential, too. */
function scrubStderr(): void {
  const { stderr } = process;
  const write = stderr.write.bind(stderr) as (text: string, ...rest: unknown[]) => boolean;
  stderr.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return write(scrub(text), ...rest);
  };
  stderr.on('error', () => undefined);
}

function isProblems(config: Config | readonly ConfigProblem[]): config is readonly ConfigProblem[] {
  return Array.isArray(config);
}

function refuse(problems: readonly string[]): void {
  process.stderr.write(`billing-graphql cannot start. Mend these variables:\n  ${problems.join('\n  ')}\n`);
  process.exitCode = EXIT_CONFIG;
}

function fail(fault: unknown): void {
  const isTaken = (fault as { code?: unknown } | null | undefined)?.code === 'EADDRINUSE';
  process.stderr.write(
    `billing-graphql failed: ${fault instanceof Error ? fault.message : String(fault)}${isTaken ? '. Choose another PORT.' : ''}\n`,
  );
  process.exit(1);
}

await main().catch(fail);
