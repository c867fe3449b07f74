import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import type { WireRow } from '../../wire/wire-row.js';
import { invalidField, toRow } from './fields.js';

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
  const page = toRow(parseWireObject(answer));
  const hasMore = page.raw('has_more');
  if (typeof hasMore !== 'boolean') throw page.invalid('has_more', 'true or false');
  return {
    rows: readRows(page),
    hasMore,
    nextCursor: toCursor(page.raw('next_cursor')),
    previousCursor: toCursor(page.raw('previous_cursor')),
  };
}

/** A list without cursors: `has_more` may be missing, and where it is true there is no way to go on. */
export function parseWireList(answer: unknown): {
  readonly rows: readonly unknown[];
  readonly more: boolean;
} {
  const list = toRow(parseWireObject(answer));
  return { rows: readRows(list), more: list.raw('has_more') === true };
}

/** @throws UPSTREAM_INVALID_RESPONSE */
export function parseWireObject(answer: unknown): WireObject {
  if (isWireObject(answer)) return answer;
  throw invalidField('body', 'a JSON object');
}

function readRows(page: WireRow): readonly unknown[] {
  const rows = page.array('data');
  if (rows === null) throw page.invalid('data', 'a list');
  return rows;
}

function toCursor(value: unknown): string | undefined {
  return typeof value === 'string' && USABLE_CURSOR.test(value) ? value : undefined;
}
