import { toHeaders, type Credentials } from '../client/credentials';
import type { InvoiceFilter } from '../generated/graphql';

export type ExportFormat = 'csv' | 'jsonl';

/** What is to be exported: the list that is shown, all of it. */
export interface ExportOrder {
  readonly accountIds: readonly string[];
  readonly filter: InvoiceFilter | null;
  readonly format: ExportFormat;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
  /** Told again and again while the file comes. */
  readonly onProgress: (bytes: number) => void;
}

/** A file, and what its last row says of it. */
export interface ExportedFile {
  readonly file: Blob;
  /** Null: it was broken off before its last row. */
  readonly end: ExportEnd | null;
}

export interface ExportEnd {
  readonly complete: boolean;
  readonly rows: number;
  readonly undecided: number;
  /** What ended it early, as an error of the API. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** The API's answer in place of a file. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';

  /** @param body of the answer, which has the shape of GraphQL's errors */
  constructor(readonly body: string) {
    super('The export was refused.');
  }
}

/**
 * Reads the file into memory: a link could not carry the tokens, which belong in headers.
 *
 * @throws ExportRefused where the API answered instead of with a file
 */
export async function exportInvoices(order: ExportOrder): Promise<ExportedFile> {
  const response = await fetch(`/export?${toParameters(order)}`, {
    headers: toHeaders(order.credentials),
    signal: order.signal,
  });
  if (!response.ok || !response.body) throw new ExportRefused(await response.text());

  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    order.onProgress((bytes += piece.value.length));
  }
  const file = new Blob(pieces, { type: response.headers.get('content-type') ?? '' });
  return { file, end: await readEnd(file, order.format) };
}

function toParameters({ accountIds, filter, format }: ExportOrder): URLSearchParams {
  const parameters = new URLSearchParams({ format });
  accountIds.forEach((id) => parameters.append('account', id));
  for (const [name, value] of Object.entries(filter ?? {}))
    for (const one of [value ?? []].flat()) parameters.append(name, String(one));
  return parameters;
}

const TAIL_BYTES = 65_536;

/** The last row: JSON of its own, or in CSV the JSON in quotes that is its note. */
async function readEnd(file: Blob, format: ExportFormat): Promise<ExportEnd | null> {
  const tail = await file.slice(-TAIL_BYTES).text();
  const line = tail.trimEnd().split('\n').at(-1) ?? '';
  const quoted = /"(\{""record"":""end"".*\})"/.exec(line)?.[1]?.replaceAll('""', '"');
  const text = format === 'csv' ? quoted : line;
  if (!text?.startsWith('{"record":"end"')) return null;
  return JSON.parse(text) as ExportEnd;
}
