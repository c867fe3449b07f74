import { CommandError } from './command-error.js';
import { EXPORT_HELP, parseExportArguments } from './export-arguments.js';
import { ExportFile } from './export-file.js';
import { createFetchExport } from './fetch-export.js';
import { ProgressLine, type TerminalLine } from './progress-line.js';
import { walkExport, type WalkOptions, type WalkOutcome } from './walk-export.js';

/** A server in this process. */
export interface OwnServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** All that the command needs of the process it runs in. */
export interface CommandWorld {
  /** Behind the command's name. */
  readonly args: readonly string[];
  readonly fetch: typeof globalThis.fetch;
  /** Headers that carry the caller's credentials. `isOwn`: for a server in this process. */
  readonly credentials: (isOwn: boolean) => Readonly<Record<string, string>>;
  /** Undefined: it cannot start, and that has been said. */
  readonly startServer: () => Promise<OwnServer | undefined>;
  readonly stdout: TerminalLine;
  readonly stderr: TerminalLine;
  readonly sleep: WalkOptions['sleep'];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** When the person at the terminal has had enough. */
  readonly signal: AbortSignal;
}

/** Exit codes: those of `sysexits` for wrong usage, and that of shells for an interrupt. */
const EXIT_FAILED = 1;
const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;
const EXIT_INTERRUPTED = 130;

/** @returns the exit code */
export async function runExport(world: CommandWorld): Promise<number> {
  const { args, stdout, stderr } = world;
  if (args.length === 0 || args.includes('--help')) {
    stdout.write(EXPORT_HELP);
    return args.length === 0 ? EXIT_USAGE : 0;
  }
  try {
    return await exportToFile(world);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    stderr.write(`${error.message}\n`);
    return EXIT_USAGE;
  }
}

async function exportToFile(world: CommandWorld): Promise<number> {
  const { args, fetch, stderr, stdout, now, sleep, signal } = world;
  const { out, format, url, expected, query } = parseExportArguments(args);
  const file = await ExportFile.open(out, format);
  try {
    const own = url ? undefined : await world.startServer();
    const base = url ?? (own && new URL(own.url));
    if (!base) return EXIT_CONFIG;
    const headers = world.credentials(own !== undefined);
    const line = new ProgressLine({ terminal: stderr, expected, before: file.rows, now });
    const outcome = await walkExport({
      fetchExport: createFetchExport({ fetch, base, query, headers }),
      file,
      signal,
      sleep,
      onRows: () => line.rows(file.rows),
      onWait: (ms, { message }) => line.waiting(ms, message),
    });
    line.clear();
    await own?.stop();
    (outcome.is === 'done' ? stdout : stderr).write(tell(outcome, out, file.rows));
    return codeOf(outcome);
  } finally {
    await file.close();
  }
}

function tell(outcome: WalkOutcome, out: string, rows: number): string {
  const count = `${rows} invoices in ${out}`;
  switch (outcome.is) {
    case 'done':
      return outcome.complete
        ? `${count}, complete.\n`
        : `${count}. Some could not be read, or decided on: see the last row.\n`;
    case 'interrupted':
      return `Interrupted: ${count}. The same command goes on from there.\n`;
    case 'failed':
      return outcome.failure.code === 'INVALID_CURSOR'
        ? `${out} was begun for other accounts or another filter. Choose another file.\n`
        : `${outcome.failure.code}: ${outcome.failure.message}\n${count}. The same command goes on from there.\n`;
  }
}

function codeOf({ is }: WalkOutcome): number {
  return is === 'done' ? 0 : is === 'interrupted' ? EXIT_INTERRUPTED : EXIT_FAILED;
}
