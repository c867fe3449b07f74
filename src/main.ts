import 'reflect-metadata';
import type { Cluster, Worker } from 'node:cluster';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { DestinationStream, Logger } from 'pino';
import { startEmbeddedSandbox, type EmbeddedSandbox } from './embedded-sandbox.js';
import { keepTraces } from './keep-traces.js';
import { allProviders } from './providers/all-providers.js';
import type { ProviderDefinition } from './providers/provider.js';
import { parseConfig, type Config, type ConfigProblem } from './server/config.js';
import { loadDocuments, type Documents } from './server/documents/read-documents.js';
import { createLogger, scrub, SHARED_CHARACTERS_MAX } from './server/logger.js';
import { Metrics } from './server/metrics.js';
import { toPrettyLog } from './server/pretty-log.js';
import { startServer, type ServerOptions } from './server/start-server.js';
import { lifeOf, type Life } from './server/tell-life.js';
import type { Telemetry } from './telemetry/open-telemetry.js';
import { welcome } from './server/welcome.js';
import type { Supervisor } from './workers/supervisor.js';
import type { WorkerLink } from './workers/worker-link.js';

/**
 * The only file that touches `process`: it reads the environment, starts, and drains on a signal or a crash. Where there are to be
 * several processes, each begins here: the first one only looks after the others.
 */

/** Beside this file, wherever the build puts it. */
const GRAPHIQL_DIRECTORY = fileURLToPath(new URL('./graphiql', import.meta.url));

/** `EX_CONFIG` of sysexits: the configuration is wrong, and starting again will not help. */
const EXIT_CONFIG = 78;

/** `EX_USAGE`: the command line is wrong. */
const EXIT_USAGE = 64;

/** After a crash nothing is certain, so the end does not depend on what still runs. Beyond the longest drain. */
const CRASH_GRACE_MS = 10_000;

/** A worker that has been told to end is given longer than its own crash takes. */
const WORKER_GRACE_MS = 20_000;

/** Where a worker finds the sandbox that all of them share. */
const SANDBOX_URL = 'WORKER_SANDBOX_URL';

/** Nobody who reads a log misses it, and many lines are one write. */
const LOG_WAIT_MS = 20;

async function main(): Promise<void> {
  const [, , command, ...args] = process.argv;
  scrubStderr();
  if (command === 'export') {
    const { exportInvoices } = await import('./export-invoices.js');
    process.exitCode = await exportInvoices(args, process, fetch);
    return;
  }
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  if (process.argv.length > 2 && (await answerArguments(process.argv.slice(2)))) return;
  const config = parseConfig(process.env);
  if (isProblems(config)) return refuse(config.map(toLine));
  const documents = await loadDocuments(config);
  if (isProblems(documents)) return refuse(documents.map(toLine));
  // A log that nobody reads any more must not end the service.
  process.stdout.on('error', () => undefined);
  const count = config.workers === 'auto' ? availableParallelism() : config.workers;
  if (count === 1) return serveAlone(config, documents);
  const { default: cluster } = await import('node:cluster');
  return cluster.worker
    ? serveAsWorker(config, documents, cluster.worker)
    : supervise(config, cluster, count);
}

/** Says what was asked about the program. False: it is to serve. */
async function answerArguments(args: readonly string[]): Promise<boolean> {
  const [{ parseServerArguments }, { CommandError }, { tell }] = await Promise.all([
    import('./cli/server-arguments.js'),
    import('./cli/command-error.js'),
    import('./tell-settings.js'),
  ]);
  try {
    const command = parseServerArguments(args);
    if (command === 'serve') return false;
    const said = await tell(command, process.env);
    if (typeof said === 'string') process.stdout.write(said);
    else refuse(said);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_USAGE;
  }
  return true;
}

/** The one process that there is. */
async function serveAlone(config: Config, documents: Documents): Promise<void> {
  const emulated = listEmulated(config);
  const sandbox = emulated.length > 0 ? await startSandbox() : undefined;
  if (emulated.length > 0 && !sandbox) return;
  const options = serverOptions(config, { sandboxUrl: sandbox?.url });
  const telemetry = await openTelemetry(config, options.logger);
  const server = await startServer({ ...options, documents, beginTrace: telemetry?.beginTrace });
  const life = lifeOf(options.logger, config, process.env);
  const end = async (): Promise<void> => {
    life.stopping();
    await server.stop();
    await telemetry?.close();
    await sandbox?.close();
    life.stopped();
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= end());
  stopOnSignal(stop);
  stopOnCrash(stop, config.operationTimeoutMs + CRASH_GRACE_MS);
  // Whoever reads of the start may stop it at once.
  life.started(server.url);
  if (sandbox) process.stdout.write(welcome(server.url, config, emulated, sandbox.url));
}

/** Keeps several processes, which serve. Those who watch this one see one service: one start, one end, one exit code. */
async function supervise(config: Config, cluster: Cluster, count: number): Promise<void> {
  const { Supervisor } = await import('./workers/supervisor.js');
  const emulated = listEmulated(config);
  const sandbox = emulated.length > 0 ? await startSandbox() : undefined;
  if (emulated.length > 0 && !sandbox) return;
  const logger = createLogger({ level: config.logLevel, destination: openLog() });
  const life = lifeOf(logger, config, process.env);
  const supervisor = new Supervisor({
    cluster,
    count,
    environment: { WORKERS: String(count), ...(sandbox && { [SANDBOX_URL]: sandbox.url }) },
    logger,
    monotonicMs: () => performance.now(),
    endMsMax: config.operationTimeoutMs + WORKER_GRACE_MS,
    onHopeless: (why) => {
      process.stderr.write(`billing-graphql failed: ${why}.\n`);
      void stop().finally(() => process.exit(1));
    },
  });
  const stop = createStop(supervisor, sandbox, life);
  const url = await supervisor.start();
  stopOnSignal(stop);
  process.on('SIGUSR2', () => void supervisor.restart().catch(fail));
  stopOnCrash(stop, config.operationTimeoutMs + WORKER_GRACE_MS + CRASH_GRACE_MS);
  life.started(url);
  if (sandbox) process.stdout.write(welcome(url, config, emulated, sandbox.url));
}

/** Ends the workers, and then what they shared; where one of them was broken off or crashed, as failed. */
function createStop(
  supervisor: Supervisor,
  sandbox: EmbeddedSandbox | undefined,
  life: Life,
): () => Promise<void> {
  const end = async (): Promise<void> => {
    life.stopping();
    if (!(await supervisor.stop())) process.exitCode = 1;
    await sandbox?.close();
    life.stopped();
  };
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= end());
}

/** One of several processes: it does what the one that started it says, which alone listens to signals. */
async function serveAsWorker(config: Config, documents: Documents, worker: Worker): Promise<void> {
  // A terminal and some supervisors send them to every process of a group.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGUSR2'] as const) process.on(signal, () => undefined);
  const { WorkerLink } = await import('./workers/worker-link.js');
  const metrics = new Metrics();
  const link = new WorkerLink(worker, async () => metrics.figures());
  const metricsPage = { contentType: metrics.contentType, text: async () => link.readMetrics() };
  const options = serverOptions(config, { sandboxUrl: process.env[SANDBOX_URL], metrics, metricsPage });
  const telemetry = await openTelemetry(config, options.logger);
  const starting = startServer({ ...options, documents, beginTrace: telemetry?.beginTrace });
  const server = await starting.catch(async (fault: unknown) => {
    await link.tell({ is: 'failed', why: explain(fault) });
    process.exit(1);
  });
  const leave = async (): Promise<void> => {
    await telemetry?.close();
    await link.leave();
  };
  const stop = async (): Promise<void> => server.stop().then(leave);
  obey(link, stop, async () => server.makeWay().then(leave));
  const makeWayAfterCrash = async (): Promise<void> => {
    server.stopListening();
    void link.tell({ is: 'crashed' });
    await stop();
  };
  stopOnCrash(makeWayAfterCrash, config.operationTimeoutMs + CRASH_GRACE_MS);
  await link.tell({ is: 'listening', url: server.url });
}

function obey(link: WorkerLink, stop: () => Promise<void>, makeWay: () => Promise<void>): void {
  let isEnding = false;
  const end = (inItsWay: () => Promise<void>): void => {
    isEnding = true;
    void inItsWay().catch(fail);
  };
  link.obey({
    stop: () => end(stop),
    makeWay: () => end(makeWay),
    // Nobody is left to start another, or to tell this one that it is to end at once.
    onOrphaned: () => {
      process.exitCode = 1;
      if (isEnding) process.exit();
      end(stop);
    },
  });
}

/** Those providers that the sandbox stands in for. */
function listEmulated({ liveUrls }: Config): readonly ProviderDefinition[] {
  return allProviders.filter(({ name }) => !liveUrls.has(name));
}

/** How this process serves, alone or beside others. */
function serverOptions(
  config: Config,
  {
    sandboxUrl,
    metrics = new Metrics(),
    metricsPage,
  }: { sandboxUrl: string | undefined } & Partial<Pick<ServerOptions, 'metrics' | 'metricsPage'>>,
): Omit<ServerOptions, 'documents'> {
  const logger = createLogger({
    level: config.logLevel,
    destination: openLog(),
    waitMs: LOG_WAIT_MS,
    ...(metricsPage && { charactersMax: SHARED_CHARACTERS_MAX }),
  });
  process.on('exit', () => logger.flush());
  return {
    config,
    sandboxUrl: sandboxUrl === undefined ? undefined : new URL(sandboxUrl),
    emulated: listEmulated(config),
    logger,
    graphiqlDirectory: GRAPHIQL_DIRECTORY,
    metrics,
    metricsPage,
  };
}

async function openTelemetry(
  { keepsTraces, collectorTimeoutMs }: Config,
  logger: Logger,
): Promise<Telemetry | undefined> {
  return keepsTraces ? keepTraces(collectorTimeoutMs, logger, () => performance.now()) : undefined;
}

/** Where the log goes: as JSON, but for people who watch. */
function openLog(): DestinationStream {
  return process.stdout.isTTY ? toPrettyLog(process.stdout) : process.stdout;
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

function isProblems(config: unknown): config is readonly ConfigProblem[] {
  return Array.isArray(config);
}

function toLine({ variable, expected }: ConfigProblem): string {
  return `${variable}: expected ${expected}`;
}

function refuse(problems: readonly string[]): void {
  process.stderr.write(`billing-graphql cannot start. Mend these variables:\n  ${problems.join('\n  ')}\n`);
  process.exitCode = EXIT_CONFIG;
}

function fail(fault: unknown): void {
  process.stderr.write(`billing-graphql failed: ${explain(fault)}\n`);
  process.exit(1);
}

function explain(fault: unknown): string {
  const isTaken = (fault as { code?: unknown } | null | undefined)?.code === 'EADDRINUSE';
  return `${fault instanceof Error ? fault.message : String(fault)}${isTaken ? '. Choose another PORT.' : ''}`;
}

void main().catch(fail);
