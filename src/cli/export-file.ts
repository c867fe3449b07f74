import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { exportFormats, type ExportFormat, type ExportFormatName } from '../exports/export-format.js';
import type { ExportRecord } from '../exports/export-record.js';
import { ExportTally, type ExportOutcome } from '../exports/export-tally.js';
import { CommandError } from './command-error.js';
import { splitLines } from './split-lines.js';

/**
 * An export on disk, which goes on where an earlier run ended, whatever ended it: at its last whole row. Nothing of the
 * file is changed before the first row, or the end, of this run is there.
 */
export class ExportFile {
  /** Of the last row; undefined: there is none. */
  cursor: string | undefined;
  readonly #tally = new ExportTally();
  /** Bytes that hold whole rows, and what comes before them. */
  #bytes = 0;
  #isBegun = false;

  private constructor(
    private readonly handle: FileHandle,
    private readonly format: ExportFormat,
  ) {}

  /** @throws CommandError where there is a file of something else, or none can be made */
  static async open(path: string, name: ExportFormatName): Promise<ExportFile> {
    const handle = await open(path, 'a+').catch((error: Error) => {
      throw new CommandError(`${path} cannot be written: ${error.message}`);
    });
    const file = new ExportFile(handle, exportFormats[name]);
    try {
      await file.#readBack(path, name === 'csv');
    } catch {
      await handle.close();
      throw new CommandError(
        `${path} holds something else than an export of this format. Choose another file.`,
      );
    }
    return file;
  }

  /** Invoices in the file. */
  get rows(): number {
    return this.#tally.rows;
  }

  async add(records: readonly ExportRecord[]): Promise<void> {
    for (const record of records) {
      this.#tally.add(record);
      this.cursor = record.cursor ?? undefined;
    }
    await this.#write(records.map((record) => this.format.row(record)).join(''));
  }

  /** Writes the last row. It speaks of all that is in the file, whichever run has brought it. */
  async end(outcome: ExportOutcome): Promise<boolean> {
    const end = this.#tally.end(outcome);
    await this.#write(this.format.end(end));
    await this.handle.sync();
    // Another row would stand before it.
    this.#isBegun = false;
    return end.complete;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** Written whole, or what is left of it is no whole row. */
  async #write(text: string): Promise<void> {
    const { head } = this.format;
    if (!this.#isBegun) await this.handle.truncate(this.#bytes);
    const isEmpty = this.#bytes === 0 && !this.#isBegun;
    this.#isBegun = true;
    await this.handle.appendFile(isEmpty ? head + text : text);
  }

  /** @throws Error where a whole line is none of an export */
  async #readBack(path: string, hasQuotes: boolean): Promise<void> {
    const { head, parse } = this.format;
    let read = 0;
    for await (const lines of splitLines(createReadStream(path, { highWaterMark: 1 << 20 }), hasQuotes))
      for (const line of lines) {
        const text = line.toString();
        const isHead = read === 0 && head !== '';
        if (isHead && text !== head) throw new Error('Another head.');
        read += line.length;
        const record = isHead ? undefined : parse(text.replace(/\r?\n$/, ''));
        if (record?.record === 'end') continue;
        if (record) this.#tally.add(record);
        this.cursor = record?.cursor ?? this.cursor;
        this.#bytes = read;
      }
  }
}
