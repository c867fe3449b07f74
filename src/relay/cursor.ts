import { BillingError } from '../errors/billing-error.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';

/** Where a row stands in its list: at the row with this id, or `offset` rows from it. */
export interface Position {
  /** The provider's id of the row. Null: the head of the list. */
  readonly id: string | null;
  /** When the row was created, as sent; null where the provider did not say. */
  readonly createdAt: string | null;
  /**
   * 0 for every row that has an id. A row that came without one is found from its neighbour: 1 is the row
   * after it (older), -1 the row before it (newer).
   */
  readonly offset: number;
  /**
   * Where a provider that cannot read from an id found the row: its own cursor of the page, the row's place on
   * it, and whatever else it needs to be there again in one call. Verified on use.
   */
  readonly hint?: readonly (string | number | null)[] | undefined;
}

export const head: Position = { id: null, createdAt: null, offset: 0 };

/** Cursor text of a position. `scope` names the list: provider, account, order, filter. */
export function encodeCursor(scope: string, { id, createdAt, offset, hint }: Position): string {
  if (hint) return encodeOpaque(scope, [id, createdAt, offset, ...hint]);
  return encodeOpaque(scope, offset === 0 ? [id, createdAt] : [id, createdAt, offset]);
}

/** @throws INVALID_CURSOR where the text is damaged or was made for another list, naming `argument` */
export function parseCursor(scope: string, text: string, argument: 'after' | 'before'): Position {
  const tuple = decodeOpaque(scope, text);
  const [id, createdAt = null, offset = 0, ...hint] = tuple ?? [];
  if (!isTextOrNull(id) || !isTextOrNull(createdAt) || !Number.isSafeInteger(offset) || !isHint(hint)) {
    throw new BillingError(
      'INVALID_CURSOR',
      `Argument "${argument}": expected a cursor that this list gave out. It is damaged or belongs to another list.`,
    );
  }
  const position = { id, createdAt, offset: offset as number };
  return hint.length > 0 ? { ...position, hint } : position;
}

function isTextOrNull(part: unknown): part is string | null {
  return part === null || typeof part === 'string';
}

function isHint(parts: readonly unknown[]): parts is NonNullable<Position['hint']> {
  return parts.every((part) => isTextOrNull(part) || Number.isSafeInteger(part));
}
