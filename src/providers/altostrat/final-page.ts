import { isWireObject, member } from '../../wire/wire-object.js';

/** Statuses that an invoice does not leave. */
const FINAL: ReadonlySet<unknown> = new Set(['paid', 'void', 'uncollectible']);

/**
 * Whether a page that follows a row will always be the same: it is full, and nothing in it changes any more. New invoices come
 * before the row, and a page that is not full may still grow.
 */
export function isFinalPage(answer: unknown, limit: number): boolean {
  const rows = isWireObject(answer) ? member(answer, 'data') : undefined;
  return Array.isArray(rows) && rows.length === limit && rows.every(isFinal);
}

function isFinal(row: unknown): boolean {
  return isWireObject(row) && FINAL.has(member(row, 'status'));
}
