import { BillingError } from '../errors/billing-error.js';
import type { Position } from '../lists/position.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';
import { decodePassed, encodePassed } from './passed.js';

/** Cursor text of a position. `scope` names the list: provider, account, order, filter. */
export function encodeCursor(scope: string, { id, createdAt, offset, hint, passed }: Position): string {
  if (passed) return encodeOpaque(scope, [encodePassed(passed), id, createdAt, offset, ...(hint ?? [])]);
  if (hint) return encodeOpaque(scope, [id, createdAt, offset, ...hint]);
  return encodeOpaque(scope, offset === 0 ? [id, createdAt] : [id, createdAt, offset]);
}

/** @throws INVALID_CURSOR where the text is damaged or was made for another list, naming `argument` */
export function parseCursor(scope: string, text: string, argument: 'after' | 'before'): Position {
  const tuple = decodeOpaque(scope, text) ?? [];
  const passed = decodePassed(tuple[0]);
  const [id, createdAt = null, offset = 0, ...hint] = passed ? tuple.slice(1) : tuple;
  if (!isTextOrNull(id) || !isTextOrNull(createdAt) || !Number.isSafeInteger(offset) || !isHint(hint)) {
    throw new BillingError(
      'INVALID_CURSOR',
      `Argument "${argument}": expected a cursor that this list gave out. It is damaged or belongs to another list.`,
    );
  }
  const position = { id, createdAt, offset: offset as number, ...(passed && { passed }) };
  return hint.length > 0 ? { ...position, hint } : position;
}

function isTextOrNull(part: unknown): part is string | null {
  return part === null || typeof part === 'string';
}

function isHint(parts: readonly unknown[]): parts is NonNullable<Position['hint']> {
  return parts.every((part) => isTextOrNull(part) || Number.isSafeInteger(part));
}
