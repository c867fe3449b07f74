import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { invalidField, readObject } from './fields.js';

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
  const outer = parseWireObject(answer);
  const pagination = readObject(outer, 'pagination');
  if (pagination === null || typeof pagination['hasNextPage'] !== 'boolean') {
    throw invalidField('pagination.hasNextPage', 'true or false');
  }
  const { hasNextPage, cursor } = pagination as { hasNextPage: boolean; cursor?: unknown };
  return {
    rows: toRows(parseData(outer)['invoices']),
    hasNextPage,
    cursor: typeof cursor === 'string' && USABLE_CURSOR.test(cursor) ? cursor : undefined,
  };
}

/** The `data` of an answer. @throws UPSTREAM_INVALID_RESPONSE */
export function parseData(answer: unknown): WireObject {
  const data = readObject(parseWireObject(answer), 'data');
  if (data === null) throw invalidField('data', 'an object');
  return data;
}

function parseWireObject(answer: unknown): WireObject {
  if (isWireObject(answer)) return answer;
  throw invalidField('body', 'a JSON object');
}

/** The older generations document one bare object where a list belongs. */
function toRows(invoices: unknown): readonly unknown[] {
  if (invoices === undefined || invoices === null) return [];
  if (Array.isArray(invoices)) return invoices;
  if (isWireObject(invoices)) return [invoices];
  throw invalidField('invoices', 'a list');
}
