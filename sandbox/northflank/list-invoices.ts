import { type Answer, jsonAnswer } from '../http/answer.js';
import { queryValue } from '../http/request.js';
import type { JsonObject } from '../ground/json.js';
import type { CursorEnd, Generation, NorthflankAccount } from './account.js';
import { refuse } from './errors.js';
import { effectiveGeneration, readInteger, readPageSize } from './parameters.js';
import { showRow } from './show-row.js';

/** Newest first and forwards only. */
export function listInvoices(account: NorthflankAccount, query: URLSearchParams): Answer {
  const generation = effectiveGeneration(account.generation, query);
  const pageSize = readPageSize(query, generation);
  // A bare object has room for one invoice, whatever size was asked for.
  const size = account.form === 'object' ? 1 : pageSize;
  const start = findStart(account, query, generation, size);
  const rows = account.invoices.slice(start, start + size);
  const shown = rows.map((row) => showRow(row.read(), generation));
  const hasNextPage = start + size < account.invoices.length;
  const last = rows.at(-1)?.id;
  return jsonAnswer(200, {
    data: showInvoices(shown, account.form),
    pagination: {
      hasNextPage,
      ...(hasNextPage && last !== undefined
        ? { cursor: toCursor(account.id, last) }
        : cursorEnd(account.cursors)),
      count: shown.length,
    },
  });
}

function showInvoices(rows: JsonObject[], form: NorthflankAccount['form']): JsonObject {
  if (form === 'array') return { invoices: rows };
  return rows[0] ? { invoices: rows[0] } : {};
}

function findStart(
  account: NorthflankAccount,
  query: URLSearchParams,
  generation: Generation,
  size: number,
): number {
  const cursor = queryValue(query, 'cursor');
  if (cursor !== undefined) return positionAfter(account, cursor);
  const hasPages = generation === 'N1' || generation === 'N2' || generation === 'N3';
  return hasPages ? (readInteger(query, 'page', 1) - 1) * size : 0;
}

function positionAfter(account: NorthflankAccount, cursor: string): number {
  const [accountId, rowId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const position = accountId === account.id ? account.invoices.positionOf(rowId) : undefined;
  if (position === undefined) throw refuse(400, 'invalid-cursor', 'The cursor is not valid.');
  return position + 1;
}

/** URL-safe without padding: the official client puts it into the query unescaped. */
function toCursor(accountId: string, rowId: string): string {
  return Buffer.from(`${accountId}|${rowId}`).toString('base64url');
}

function cursorEnd(cursors: CursorEnd): JsonObject {
  if (cursors === 'omitted') return {};
  return { cursor: cursors === 'null' ? null : '' };
}
