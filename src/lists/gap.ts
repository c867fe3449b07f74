import type { Position } from './position.js';
import type { Direction } from './window.js';

/** What lies next to a place in a list, on one side: a row, nothing, or what nobody has looked at. */
export type Neighbour = Position | 'nothing' | 'unknown';

/** A place between two rows of a list. At least one of its sides is known. */
export interface Gap {
  readonly newer: Neighbour;
  readonly older: Neighbour;
}

/** Where a walk begins in a list that it does not know yet. */
export function outermostGap(direction: Direction): Gap {
  return toGap('nothing', 'unknown', direction);
}

/** A gap by the sides as a walk meets them: `behind` is the one that it comes from. */
export function toGap(behind: Neighbour, ahead: Neighbour, direction: Direction): Gap {
  return direction === 'forward' ? { newer: behind, older: ahead } : { newer: ahead, older: behind };
}

export function isRow(neighbour: Neighbour): neighbour is Position {
  return typeof neighbour === 'object';
}

/** From where a list is read on in one direction. */
export interface Start {
  /** Excluded; undefined: the end of the list that the walk comes from. */
  readonly anchor: Position | undefined;
  /** A row beside the anchor, or the anchor's own, that belongs to what is to come. */
  readonly includes?: Position | undefined;
}

/**
 * Undefined: nothing lies that way. `isAtRow`: the gap is the one after its newer row, at which the walk is; a walk back
 * leaves that row out.
 */
export function toStart(gap: Gap, direction: Direction, isAtRow: boolean): Start | undefined {
  return direction === 'forward' ? toForwardStart(gap) : toBackwardStart(gap, isAtRow);
}

function toForwardStart({ newer, older }: Gap): Start | undefined {
  if (older === 'nothing') return undefined;
  if (isRow(newer)) return { anchor: newer };
  return newer === 'nothing' || !isRow(older) ? { anchor: undefined } : { anchor: older, includes: older };
}

/** The end of a list is as far away as it is long: what lies before it is read from the last row that is known. */
function toBackwardStart({ newer, older }: Gap, isAtRow: boolean): Start | undefined {
  if (isRow(newer) && isAtRow) return { anchor: newer };
  if (isRow(older)) return { anchor: older };
  if (newer === 'nothing') return undefined;
  if (!isRow(newer)) return { anchor: undefined };
  // A row at which a search for others was cut short is none of those that are wanted.
  return { anchor: newer, includes: newer.passed ? undefined : newer };
}
