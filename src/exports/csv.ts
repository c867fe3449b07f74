/** A value of one column. */
export interface CsvCell {
  /** Null: an empty cell. */
  readonly text: string | null;
  /** A number of ours, or a word: never a formula. */
  readonly isPlain: boolean;
}

/** Line ends are those of RFC 4180. */
const LINE_END = '\r\n';

/**
 * What makes a spreadsheet take text for a formula, which may fetch, or run, whatever its author likes. Full-width signs
 * are the same to some of them.
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One line. Text that a spreadsheet would take for a formula begins with an apostrophe. */
export function toCsvLine(cells: readonly CsvCell[]): string {
  return cells.map(toCell).join(',') + LINE_END;
}

function toCell({ text, isPlain }: CsvCell): string {
  if (text === null) return '';
  const harmless = !isPlain && FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The cells of one line of ours, without its end. Apostrophes stay. */
export function fromCsvLine(line: string): readonly string[] {
  const cells: string[] = [];
  for (let start = 0; start <= line.length;) {
    const end = line[start] === '"' ? endOfQuoted(line, start) : line.indexOf(',', start);
    const cell = end === -1 ? line.slice(start) : line.slice(start, end);
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    start = end === -1 ? line.length + 1 : end + 1;
  }
  return cells;
}

/** Where the comma behind a quoted cell is; -1: it is the last cell. */
function endOfQuoted(line: string, start: number): number {
  let quote = line.indexOf('"', start + 1);
  while (quote !== -1 && line[quote + 1] === '"') quote = line.indexOf('"', quote + 2);
  return quote === -1 || quote === line.length - 1 ? -1 : quote + 1;
}
