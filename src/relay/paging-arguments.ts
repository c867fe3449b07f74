import { badArgument, badUserInput } from '../errors/billing-error.js';
import { PAGE_SIZE_DEFAULT, type Direction, type Window } from '../lists/window.js';
import { parseCursor } from './cursor.js';

/** The four paging arguments as GraphQL delivers them. */
export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** Within which a window is accepted. */
export interface WindowLimits {
  /** Largest `first` or `last`. */
  readonly pageSizeMax: number;
  /** Names the list, so that another list's cursor is refused. */
  readonly scope: string;
}

/**
 * Reads the four paging arguments once.
 *
 * @throws BAD_USER_INPUT for a mix or size that means nothing, INVALID_CURSOR for a cursor of another list
 */
export function parseWindow(args: ConnectionArguments, { pageSizeMax, scope }: WindowLimits): Window {
  if (isGiven(args.first) && isGiven(args.last)) {
    throw badUserInput('Arguments "first" and "last": expected one of them, got both.');
  }
  if (isGiven(args.last)) {
    refuse(args.after, 'after');
    return window('backward', parseSize(args.last, 'last', pageSizeMax), args.before, scope);
  }
  refuse(args.before, 'before');
  return window(
    'forward',
    parseSize(args.first ?? PAGE_SIZE_DEFAULT, 'first', pageSizeMax),
    args.after,
    scope,
  );
}

function window(
  direction: Direction,
  size: number,
  cursor: string | null | undefined,
  scope: string,
): Window {
  const argument = direction === 'forward' ? 'after' : 'before';
  return { direction, size, anchor: isGiven(cursor) ? parseCursor(scope, cursor, argument) : undefined };
}

function parseSize(size: number, argument: 'first' | 'last', pageSizeMax: number): number {
  if (size >= 0 && size <= pageSizeMax) return size;
  throw badArgument(argument, `expected a number from 0 to ${pageSizeMax}, got ${size}.`);
}

function refuse(cursor: string | null | undefined, argument: 'after' | 'before'): void {
  if (!isGiven(cursor)) return;
  const partner = argument === 'after' ? 'first' : 'last';
  throw badArgument(
    argument,
    `expected beside "${partner}" alone. Page forward with first/after, backward with last/before.`,
  );
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
