import type { Direction } from './direction.js';
import type { Position } from './position.js';

export type { Direction } from './direction.js';

/** The part of a newest-first list that a client asked for: `size` rows from the anchor on, in one direction. */
export interface Window {
  readonly direction: Direction;
  readonly size: number;
  /** Excluded from the window. Undefined: from the head (forward) or from the very end (backward). */
  readonly anchor: Position | undefined;
}

/** Edges of a page where the client names no size. */
export const PAGE_SIZE_DEFAULT = 20;
