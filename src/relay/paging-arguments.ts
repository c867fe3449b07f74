import { badArgument, badUserInput } from '../errors/billing-error.js';
import { PAGE_SIZE_DEFAULT, type Window } from '../lists/window.js';
import { parseCursor, type CursorArgument } from './cursor.js';

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
  const { direction, size, cursor, argument } = parsePaging(args, pageSizeMax);
  return { direction, size, anchor: isGiven(cursor) ? parseCursor(scope, cursor, argument) : undefined };
}

/** A window whose cursor nobody has read yet. */
export interface Paging extends Omit<Window, 'anchor'> {
  readonly cursor: string | null | undefined;
  /** Which the cursor came by. */
  readonly argument: CursorArgument;
}

/** @throws BAD_USER_INPUT for a mix or size that means nothing */
export function parsePaging(args: ConnectionArguments, pageSizeMax: number): Paging {
  if (isGiven(args.first) && isGiven(args.last)) {
    throw badUserInput('Arguments "first" and "last": expected one of them, got both.');
  }
  if (isGiven(args.last)) {
    refuse(args.after, 'after');
    const size = parseSize(args.last, 'last', pageSizeMax);
    return { direction: 'backward', size, cursor: args.before, argument: 'before' };
  }
  refuse(args.before, 'before');
  const size = parseSize(args.first ?? PAGE_SIZE_DEFAULT, 'first', pageSizeMax);
  return { direction: 'forward', size, cursor: args.after, argument: 'after' };
}

function parseSize(size: number, argument: 'first' | 'last', pageSizeMax: number): number {
  if (size >= 0 && size <= pageSizeMax) return size;
  throw badArgument(argument, `expected a number from 0 to ${pageSizeMax}, got ${size}.`);
}

function refuse(cursor: string | null | undefined, argument: CursorArgument): void {
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
