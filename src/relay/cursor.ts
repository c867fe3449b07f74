import { BillingError } from '../errors/billing-error.js';
import type { Position } from '../lists/position.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';
import { decodePassed, encodePassed } from './passed.js';

/** Cursor text of a position. `scope` names the list: provider, account, order, filter. */
export function encodeCursor(scope: string, position: Position): string {
  return encodeOpaque(scope, toTuple(position));
}

/** The argument that a cursor came by. */
export type CursorArgument = 'after' | 'before';

/** @throws INVALID_CURSOR where the text is damaged or was made for another list, naming `argument` */
export function parseCursor(scope: string, text: string, argument: CursorArgument): Position {
  const position = toPosition(decodeOpaque(scope, text) ?? []);
  if (position) return position;
  throw invalidCursor(argument);
}

/** What a cursor is answered with that is damaged, or of another list. */
export function invalidCursor(argument: CursorArgument): BillingError {
  return new BillingError(
    'INVALID_CURSOR',
    `Argument "${argument}": expected a cursor that this list gave out. It is damaged or belongs to another list.`,
  );
}

/** As few parts as tell it. */
export function toTuple({ id, createdAt, offset, hint, passed }: Position): readonly unknown[] {
  if (passed) return [encodePassed(passed), id, createdAt, offset, ...(hint ?? [])];
  if (hint) return [id, createdAt, offset, ...hint];
  return offset === 0 ? [id, createdAt] : [id, createdAt, offset];
}

/** Undefined: `toTuple` makes no such parts. */
export function toPosition(tuple: readonly unknown[]): Position | undefined {
  const passed = decodePassed(tuple[0]);
  const [id, createdAt = null, offset = 0, ...hint] = passed ? tuple.slice(1) : tuple;
  if (!isTextOrNull(id) || !isTextOrNull(createdAt) || !Number.isSafeInteger(offset) || !isHint(hint))
    return undefined;
  const position = { id, createdAt, offset: offset as number, ...(passed && { passed }) };
  return hint.length > 0 ? { ...position, hint } : position;
}

function isTextOrNull(part: unknown): part is string | null {
  return part === null || typeof part === 'string';
}

function isHint(parts: readonly unknown[]): parts is NonNullable<Position['hint']> {
  return parts.every((part) => isTextOrNull(part) || Number.isSafeInteger(part));
}
