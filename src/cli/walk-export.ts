import type { ExportFailure, ExportRecord } from '../exports/export-record.js';
import type { ExportFile } from './export-file.js';
import { ExportRefused, type FetchExport } from './fetch-export.js';

/** What a walk needs of the world. */
export interface WalkOptions {
  readonly fetchExport: FetchExport;
  readonly file: ExportFile;
  /** Ends the walk, at the last row that was written. */
  readonly signal: AbortSignal;
  /** Rejects where the signal comes first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told of each piece that was written. */
  readonly onRows: () => void;
  /** Told of each wait, before it begins. */
  readonly onWait: (ms: number, why: ExportFailure) => void;
}

/** How a walk ended. */
export type WalkOutcome =
  | { readonly is: 'done'; readonly complete: boolean }
  | { readonly is: 'interrupted' }
  | { readonly is: 'failed'; readonly failure: ExportFailure };

/** Tries in a row that bring nothing, but for those that a provider told to wait. */
const TRIES_MAX = 8;
const BACKOFF_MS = 500;
const BACKOFF_MS_MAX = 30_000;

/** However long a provider says: asking once an hour costs it nothing, and timers do not last for ever. */
const WAIT_MS_MAX = 3_600_000;

const brokenOff: ExportFailure = {
  code: 'BROKEN_OFF',
  message: 'The server cannot be reached, or broke off its answer.',
  retryable: true,
};

/**
 * Reads to the end, whatever comes between: after a fault that may be over, and where a quota is used up, it waits and goes
 * on from the last row.
 */
export async function walkExport(options: WalkOptions): Promise<WalkOutcome> {
  const { file, signal, sleep, onWait } = options;
  const walk = new Walk(options);
  for (let tries = 0; ;) {
    const failure = await walk.run();
    if (signal.aborted) return { is: 'interrupted' };
    if (!failure) return { is: 'done', complete: await file.end({ cursor: null, failure: null }) };
    tries = walk.hasProgressed ? 1 : tries + 1;
    const isTold = failure.retryAfterMs !== undefined;
    if (!failure.retryable || (tries >= TRIES_MAX && !isTold)) {
      // A file that nothing was added to stays as it was: it may be of another export.
      if (walk.hasWritten) await file.end({ cursor: file.cursor ?? null, failure });
      return { is: 'failed', failure };
    }
    const ms = waitMs(failure, tries);
    onWait(ms, failure);
    await sleep(ms, signal).catch(() => undefined);
    if (signal.aborted) return { is: 'interrupted' };
  }
}

function waitMs({ retryAfterMs }: ExportFailure, tries: number): number {
  if (retryAfterMs === undefined) return Math.min(BACKOFF_MS * 2 ** (tries - 1), BACKOFF_MS_MAX);
  return Math.min(Math.max(retryAfterMs, BACKOFF_MS), WAIT_MS_MAX);
}

/** One answer after the other, each from where the one before ended. */
class Walk {
  /** Whether the last answer has led on. */
  hasProgressed = false;
  hasWritten = false;
  #cursor: string | undefined;

  constructor(private readonly options: WalkOptions) {
    this.#cursor = options.file.cursor;
  }

  /** Undefined: the list has ended. */
  async run(): Promise<ExportFailure | undefined> {
    const { fetchExport, signal } = this.options;
    this.hasProgressed = false;
    try {
      for await (const piece of fetchExport(this.#cursor, signal)) {
        await this.#add(piece.filter((each): each is ExportRecord => each.record !== 'end'));
        const end = piece.find((each) => each.record === 'end');
        if (end && 'failure' in end) return end.failure ?? undefined;
      }
      return brokenOff;
    } catch (error) {
      if (error instanceof ExportRefused) return error.failure;
      if (isOfFile(error)) throw error;
      return brokenOff;
    }
  }

  async #add(records: readonly ExportRecord[]): Promise<void> {
    if (records.length === 0) return;
    const rows = records.filter(({ record }) => record !== 'passed');
    this.hasProgressed = true;
    this.#cursor = records.at(-1)?.cursor ?? this.#cursor;
    if (rows.length === 0) return;
    this.hasWritten = true;
    await this.options.file.add(rows);
    this.options.onRows();
  }
}

/** A full disk is no fault of the server's. */
function isOfFile(error: unknown): boolean {
  return (
    typeof (error as NodeJS.ErrnoException | null)?.syscall === 'string' && !('cause' in (error as object))
  );
}
