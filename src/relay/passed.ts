import type { Passed } from '../lists/position.js';

/** What stands before the id in a cursor at which a search was cut short, and in no other: an id is text. */
const numbered: readonly Passed[] = [
  { direction: 'forward', hasMatch: false },
  { direction: 'forward', hasMatch: true },
  { direction: 'backward', hasMatch: false },
  { direction: 'backward', hasMatch: true },
];

export function encodePassed({ direction, hasMatch }: Passed): number {
  return numbered.findIndex((each) => each.direction === direction && each.hasMatch === hasMatch);
}

/** Undefined for whatever else stands there. */
export function decodePassed(part: unknown): Passed | undefined {
  return typeof part === 'number' ? numbered[part] : undefined;
}
