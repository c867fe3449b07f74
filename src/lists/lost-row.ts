import { parseInstant, sortableInstant } from '../scalars/instant.js';
import type { Row } from './page-source.js';
import type { Position } from './position.js';

/** Where a row stood that is not in its list any more. */
export interface Recovered {
  /** The row next to that place, on the side that the walk comes from; undefined: there is none. */
  readonly behind: Position | undefined;
}

/** What rows of a list, newest first, tell of a place among them. */
export interface Parting {
  /** How many of them may have come before (newer). */
  readonly newer: number;
  /** The first of those that may have come after it (older). */
  readonly olderFrom: number;
  /** Whether some of them are older for certain: all that came before it is here. */
  readonly isPassed: boolean;
}

/** As text that sorts as time does. Null: the row has no instant, or one that nobody can read. */
export function placeOfPosition({ createdAt }: Position): string | null {
  const instant = parseInstant(createdAt);
  return instant === undefined ? null : sortableInstant(instant);
}

/**
 * Parts rows at an instant. Nobody can tell on which side of a lost row those of its own instant stood, nor those without
 * one that stand beside them; so they are on both: what comes twice can be seen, and what is left out cannot.
 */
export function partAt(rows: readonly Row<unknown>[], instant: string): Parting {
  const places = rows.map(({ position }) => placeOfPosition(position));
  const firstNotNewer = places.findIndex((place) => place !== null && place <= instant);
  const prefix = firstNotNewer === -1 ? places : places.slice(0, firstNotNewer);
  const olderFrom = prefix.findLastIndex((place) => place !== null && place > instant) + 1;
  const lastNotOlder = places.findLastIndex((place) => place !== null && place >= instant);
  const firstOlder = places.findIndex((place, at) => at > lastNotOlder && place !== null && place < instant);
  return {
    olderFrom,
    newer: firstOlder === -1 ? rows.length : firstOlder,
    isPassed: firstOlder !== -1,
  };
}

/** Whether the last rows, so many of them, are all older: also a list that is out of order here and there has passed the place. */
export function isFarPast(rows: readonly Row<unknown>[], instant: string, margin: number): boolean {
  if (rows.length < margin) return false;
  const places = rows.slice(-margin).map(({ position }) => placeOfPosition(position));
  return places.every((place) => place === null || place < instant) && places.some((place) => place !== null);
}
