import { parseArgs } from 'node:util';
import { exportFormats, type ExportFormatName } from '../exports/export-format.js';
import { CommandError } from './command-error.js';

/** `billing-graphql export ...`, as it was called. */
export interface ExportCommand {
  readonly out: string;
  readonly format: ExportFormatName;
  /** Base of the server that is asked; undefined: one in this process. */
  readonly url: URL | undefined;
  /** Rows that are expected, for the progress bar alone. */
  readonly expected: number | undefined;
  /** What `/export` is asked, but for the format and where to go on. */
  readonly query: URLSearchParams;
}

export const EXPORT_HELP = `billing-graphql export --account ID [--account ID ...] --out FILE
    [--format csv|jsonl] [--url URL] [--expect ROWS]
    [--status WORD ...] [--currency CODE ...] [--created-from T] [--created-before T]
    [--total-at-least N] [--total-below N]

Writes the invoices of billing accounts, by their global ids, into a file. Called again, it goes on where it
was interrupted. Without --url, it reads the providers itself, by the settings of the server. Tokens come from
ALTOSTRAT_TOKEN and NORTHFLANK_TOKEN. See docs/export.md.
`;

const one = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;

/** Those that are parameters of \`/export\`, by their names there. */
const parameters = {
  account: 'account',
  status: 'status',
  currency: 'currency',
  'created-from': 'createdFrom',
  'created-before': 'createdBefore',
  'total-at-least': 'totalAtLeast',
  'total-below': 'totalBelow',
} as const;

const options = {
  account: many,
  status: many,
  currency: many,
  'created-from': one,
  'created-before': one,
  'total-at-least': one,
  'total-below': one,
  out: one,
  format: one,
  url: one,
  expect: one,
} as const;

/** @throws CommandError, which says what was expected */
export function parseExportArguments(args: readonly string[]): ExportCommand {
  const { out, format = 'csv', url, expect, ...asked } = readOptions(args);
  if (out === undefined || out === '') throw new CommandError('--out: expected the name of a file.');
  if (!asked.account) throw new CommandError('--account: expected the global id of a billing account.');
  if (!Object.hasOwn(exportFormats, format)) throw new CommandError('--format: expected csv or jsonl.');
  const query = new URLSearchParams();
  for (const [option, name] of Object.entries(parameters) as [keyof typeof parameters, string][])
    for (const value of [asked[option] ?? []].flat()) query.append(name, value);
  return {
    out,
    format: format as ExportFormatName,
    url: url === undefined ? undefined : parseUrl(url),
    expected: expect === undefined ? undefined : parseCount(expect),
    query,
  };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Tokens travel there. */
function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (url && isSafe && url.search === '' && url.username === '') return url;
  throw new CommandError('--url: expected the base of a server, https, or http on loopback.');
}

function parseCount(text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new CommandError('--expect: expected a number of rows.');
}
