import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import type { Documented } from '../../wire/documented.js';
import { invalidPart, WireRow } from '../../wire/wire-row.js';
import { listDocument } from './documented.js';

/** A list answer: `{ data: [...], has_more, next_cursor, previous_cursor }`. */
export interface WirePage {
  readonly rows: readonly unknown[];
  readonly hasMore: boolean;
  readonly nextCursor: string | undefined;
  readonly previousCursor: string | undefined;
}

/** Printable text of a length that a cursor can have. Anything else is no cursor, and the row's id serves. */
const USABLE_CURSOR = /^[\x21-\x7e]{1,512}$/;

/** @throws UPSTREAM_INVALID_RESPONSE */
export function parseWirePage(answer: unknown): WirePage {
  const page = parseListRow(answer);
  const hasMore = page.raw('has_more');
  if (typeof hasMore !== 'boolean') throw page.invalid('has_more', 'true or false');
  return {
    rows: readRows(page),
    hasMore,
    nextCursor: readCursor(page, 'next_cursor'),
    previousCursor: readCursor(page, 'previous_cursor'),
  };
}

/** A list without cursors: `has_more` may be missing, and where it is true there is no way to go on. */
export function parseWireList(answer: unknown): {
  readonly rows: readonly unknown[];
  readonly more: boolean;
} {
  const list = parseListRow(answer);
  return { rows: readRows(list), more: list.raw('has_more') === true };
}

/** @throws UPSTREAM_INVALID_RESPONSE */
export function parseWireObject(answer: unknown, documented: Documented): WireObject {
  if (isWireObject(answer)) return answer;
  throw invalidPart(documented, 'body', 'a JSON object');
}

function parseListRow(answer: unknown): WireRow {
  return new WireRow(listDocument, parseWireObject(answer, listDocument));
}

function readRows(page: WireRow): readonly unknown[] {
  const rows = page.array('data');
  if (rows === null) throw page.invalid('data', 'a list');
  return rows;
}

/** The rows' ids serve where there is none. */
function readCursor(page: WireRow, field: string): string | undefined {
  const value = page.raw(field) ?? '';
  if (typeof value !== 'string') page.note('type', field);
  return typeof value === 'string' && USABLE_CURSOR.test(value) ? value : undefined;
}
