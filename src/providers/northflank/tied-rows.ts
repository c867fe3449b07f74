import { createHash } from 'node:crypto';
import type { Position } from '../../lists/position.js';

/** Invoices of one moment that a cursor tells of; a threshold ends a period early, so there may be several. */
const TIES_MAX = 12;
const DIGEST_LENGTH = 6;
const TEXT = /^(?:[\w-]{6}){0,12}$/;
/** Where they stand among the parts of a hint. */
const PART = 3;

/**
 * Digests of the rows right before one on its page that have its own time. Periods end together, so that time alone would
 * not tell where the row was. Empty: there is none.
 */
export function tiesBefore(page: readonly Pick<Position, 'id' | 'createdAt'>[], index: number): string {
  const own = page[index]?.createdAt ?? null;
  let from = index;
  while (own !== null && from > Math.max(0, index - TIES_MAX) && page[from - 1]?.createdAt === own) from -= 1;
  return page.slice(from, index).map(digest).join('');
}

/** Whether a row of the same time is one of those before the row of a cursor. */
export function readTies({ hint }: Position): (position: Position) => boolean {
  const text = hint?.[PART] ?? '';
  const ties = new Set(typeof text === 'string' && TEXT.test(text) ? text.match(/.{6}/g) : []);
  return (position) => ties.has(digest(position));
}

function digest({ id }: Pick<Position, 'id'>): string {
  return createHash('sha256')
    .update(id ?? '')
    .digest('base64url')
    .slice(0, DIGEST_LENGTH);
}
