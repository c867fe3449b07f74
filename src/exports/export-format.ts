import { toCsvLine, fromCsvLine } from './csv.js';
import {
  amountColumns,
  exportColumns,
  type ExportColumn,
  type ExportEnd,
  type ExportRecord,
} from './export-record.js';

/** How an export is written, and read again. Every line ends as the format has it. */
export interface ExportFormat {
  readonly contentType: string;
  readonly extension: string;
  /** What comes before the first row. */
  readonly head: string;
  readonly row: (record: ExportRecord) => string;
  readonly end: (end: ExportEnd) => string;
  /** @throws Error where the line, its end left off, is not one of ours */
  readonly parse: (line: string) => ExportRecord | ExportEnd;
}

const PLAIN: ReadonlySet<ExportColumn> = new Set(amountColumns);

/** JSON Lines: an object a line, all of whose values are strings or null but for those of the last one. */
const jsonl: ExportFormat = {
  contentType: 'application/x-ndjson; charset=utf-8',
  extension: 'jsonl',
  head: '',
  row: (record) => `${JSON.stringify(record)}\n`,
  end: (end) => `${JSON.stringify(end)}\n`,
  parse: (line) => assertOurs(JSON.parse(line)),
};

/** CSV of RFC 4180. The last row holds the end as JSON in its note, so that no column of amounts has anything but rows. */
const csv: ExportFormat = {
  contentType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  head: toCsvLine(exportColumns.map((name) => ({ text: name, isPlain: true }))),
  row: (record) => toLine(record),
  end: (end) => toLine({ record: 'end', cursor: end.cursor, note: JSON.stringify(end) }),
  parse: (line) => {
    const cells = fromCsvLine(line);
    if (cells.length !== exportColumns.length) throw notOurs();
    const record = Object.fromEntries(exportColumns.map((name, index) => [name, cells[index] || null]));
    return assertOurs(record['record'] === 'end' ? JSON.parse(record['note'] ?? '') : record);
  },
};

/** By the names that clients give. */
export const exportFormats = { csv, jsonl } as const;
export type ExportFormatName = keyof typeof exportFormats;

function toLine(record: Partial<Record<ExportColumn, string | null>>): string {
  return toCsvLine(exportColumns.map((name) => ({ text: record[name] ?? null, isPlain: PLAIN.has(name) })));
}

const KINDS: ReadonlySet<unknown> = new Set(['invoice', 'undecided', 'passed', 'end']);

function assertOurs(value: unknown): ExportRecord | ExportEnd {
  const { record } = (value ?? {}) as { record?: unknown };
  if (!KINDS.has(record)) throw notOurs();
  return value as ExportRecord | ExportEnd;
}

function notOurs(): Error {
  return new Error('Expected a row of an export.');
}
