import { exportFormats } from '../exports/export-format.js';
import type { ExportEnd, ExportFailure, ExportRecord } from '../exports/export-record.js';
import { splitLines } from './split-lines.js';

/** Rows as they came; an export that was not broken off ends with its end. */
export type ExportPiece = readonly (ExportRecord | ExportEnd)[];

/** One call of `/export`, from a cursor on. */
export type FetchExport = (after: string | undefined, signal: AbortSignal) => AsyncGenerator<ExportPiece>;

export interface FetchExportOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly base: URL;
  readonly query: URLSearchParams;
  /** Those of the credentials. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The server refused, in its own words. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';

  constructor(readonly failure: ExportFailure) {
    super(failure.message);
  }
}

const { parse } = exportFormats.jsonl;

/** Whatever the file's format is, rows travel as JSON. */
export function createFetchExport({ fetch, base, query, headers }: FetchExportOptions): FetchExport {
  return async function* fetchExport(after, signal) {
    const asked = new URLSearchParams(query);
    asked.set('format', 'jsonl');
    if (after !== undefined) asked.set('after', after);
    const url = new URL(`${base.pathname.replace(/\/$/, '')}/export?${asked.toString()}`, base);
    const response = await fetch(url, { headers, signal, redirect: 'error' });
    if (response.status !== 200 || !response.body) throw new ExportRefused(await readRefusal(response));
    const pieces = response.body as unknown as AsyncIterable<Uint8Array>;
    for await (const lines of splitLines(pieces, false)) yield lines.map((line) => parse(line.toString()));
  };
}

async function readRefusal(response: Response): Promise<ExportFailure> {
  const text = await response.text();
  try {
    const { errors } = JSON.parse(text) as { errors: [{ message: string; extensions: ExportFailure }] };
    const [{ message, extensions }] = errors;
    return { ...extensions, message };
  } catch {
    // It is not from this service: a proxy before it has spoken.
    const retryable = response.status >= 500 || response.status === 429;
    return { code: 'BAD_ANSWER', message: `The server answered ${response.status}.`, retryable };
  }
}
