import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import type { Documented } from '../../wire/documented.js';
import { invalidPart, WireRow } from '../../wire/wire-row.js';
import { answerDocument, listDocument, teamListDocument } from './documented.js';

/** Rows of a page. Always the same, so that a page is the same page whatever a client's own page size. */
export const PAGE_ROWS = 100;

/** A list answer: `{ data: { invoices }, pagination: { hasNextPage, cursor?, count } }`. */
export interface WirePage {
  readonly rows: readonly unknown[];
  /** Whether the provider says that another page follows. */
  readonly hasNextPage: boolean;
  /** What to ask for it with; undefined where none came, or none that can be one. */
  readonly cursor: string | undefined;
}

/** Becomes part of ours, whose length is bounded; what JSON would escape is no cursor. */
const USABLE_CURSOR = /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/;

/** @throws UPSTREAM_INVALID_RESPONSE */
export function parseWirePage(answer: unknown): WirePage {
  return parsePage(parseRow(answer, listDocument), 'invoices');
}

/** The same of teams. @throws UPSTREAM_INVALID_RESPONSE */
export function parseWireTeams(answer: unknown): WirePage {
  return parsePage(parseRow(answer, teamListDocument), 'teams');
}

function parsePage(outer: WireRow, name: string): WirePage {
  const pagination = outer.object('pagination');
  const [hasNextPage, cursor] = [pagination?.raw('hasNextPage'), pagination?.raw('cursor')];
  if (typeof hasNextPage !== 'boolean') throw outer.invalid('pagination.hasNextPage', 'true or false');
  if (typeof (cursor ?? '') !== 'string') pagination?.note('type', 'cursor');
  return {
    rows: parseRows(parseData(outer), name),
    hasNextPage,
    cursor: typeof cursor === 'string' && USABLE_CURSOR.test(cursor) ? cursor : undefined,
  };
}

/**
 * One invoice, or a preview: the `data` of an answer. It has an id or a period in every generation; what has neither
 * is a message, or an envelope.
 *
 * @throws UPSTREAM_INVALID_RESPONSE
 */
export function parseWireInvoice(answer: unknown): WireObject {
  const data = parseData(parseRow(answer, answerDocument));
  if (typeof data.raw('id') === 'string' || isWireObject(data.raw('period'))) return data.json;
  throw data.invalid('data', 'an invoice with an id or a period');
}

function parseData(outer: WireRow): WireRow {
  const data = outer.object('data');
  if (data === null) throw outer.invalid('data', 'an object');
  return data;
}

function parseRow(answer: unknown, document: Documented): WireRow {
  if (isWireObject(answer)) return new WireRow(document, answer);
  throw invalidPart(document, 'body', 'a JSON object');
}

/** The older generations document one bare object where a list belongs. */
function parseRows(data: WireRow, name: string): readonly unknown[] {
  const rows = data.raw(name);
  if (rows === undefined || rows === null) return [];
  if (Array.isArray(rows)) return rows;
  if (isWireObject(rows)) return [rows];
  throw data.invalid(name, 'a list');
}
