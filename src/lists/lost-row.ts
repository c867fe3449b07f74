import { parseInstant, sortableInstant } from '../scalars/instant.js';
import type { PageSource, Row } from './page-source.js';
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
}

/** As text that sorts as time does. Null: the row has no instant, or one that nobody can read. */
export function placeOfPosition({ createdAt }: Position): string | null {
  const instant = parseInstant(createdAt);
  return instant === undefined ? null : sortableInstant(instant);
}

/** A row that is gone: when it was, and what is known of those of its own time. */
export interface LostRow {
  /** As `placeOfPosition` tells it. */
  readonly place: string;
  /** Whether a row of the same time came before it; left out: nobody can tell. */
  readonly isNewer?: ((position: Position) => boolean) | undefined;
}

/** Undefined: its cursor keeps no time. */
export function toLostRow(
  anchor: Position,
  { tiesOf }: Pick<PageSource<unknown>, 'tiesOf'>,
): LostRow | undefined {
  const place = placeOfPosition(anchor);
  return place === null ? undefined : { place, isNewer: tiesOf?.(anchor) };
}

/** Whether the last of the rows has an earlier time: all that came before the lost one is here, and it would be. */
export function isPast(rows: readonly Row<unknown>[], { place: lost }: LostRow): boolean {
  const last = rows.at(-1);
  const place = last ? placeOfPosition(last.position) : null;
  return place !== null && place < lost;
}

type Side = 'newer' | 'older' | 'either' | 'unknown';

/**
 * Parts rows where one of them is gone. Where nobody can tell on which side of it those of its own time stood, or those
 * without one beside them, they are on both: what comes twice can be seen, and what is left out cannot.
 */
export function partAt(rows: readonly Row<unknown>[], lost: LostRow): Parting {
  const sides = rows.map(({ position }) => sideOf(position, lost));
  const firstNotNewer = sides.findIndex((side) => side === 'older' || side === 'either');
  const before = firstNotNewer === -1 ? sides : sides.slice(0, firstNotNewer);
  const lastNotOlder = sides.findLastIndex((side) => side === 'newer' || side === 'either');
  const firstOlder = sides.findIndex((side, at) => at > lastNotOlder && side === 'older');
  return {
    olderFrom: before.lastIndexOf('newer') + 1,
    newer: firstOlder === -1 ? rows.length : firstOlder,
  };
}

function sideOf(position: Position, { place: lost, isNewer }: LostRow): Side {
  const place = placeOfPosition(position);
  if (place === null) return 'unknown';
  if (place !== lost) return place > lost ? 'newer' : 'older';
  if (!isNewer) return 'either';
  return isNewer(position) ? 'newer' : 'older';
}

/** Whether the last rows, so many of them, are all older: also a list that is out of order here and there has passed the place. */
export function isFarPast(rows: readonly Row<unknown>[], instant: string, margin: number): boolean {
  if (rows.length < margin) return false;
  const places = rows.slice(-margin).map(({ position }) => placeOfPosition(position));
  return places.every((place) => place === null || place < instant) && places.some((place) => place !== null);
}
