import { opposite } from './direction.js';
import { isRow, type Gap } from './gap.js';
import { ListFeed, type MergeList } from './list-feed.js';
import type { Row } from './page-source.js';
import { inTravelOrder } from './slice.js';
import type { Direction } from './window.js';

/** Where a walk over several lists stands. */
export interface MergePlace {
  /** A place in each list, in their order. */
  readonly gaps: readonly Gap[];
  /** The list of the row right before (newer), where the place is a row's. */
  readonly own?: number | undefined;
}

/** A part of the lists as one: `size` rows from a place on, in one direction. */
export interface MergeWindow {
  readonly direction: Direction;
  readonly size: number;
  readonly from: MergePlace;
}

/** A row of one of the lists, and the place right after it. */
export interface MergedRow<Node> {
  readonly row: Row<Node>;
  readonly place: MergePlace;
}

/** What is there of a window. */
export interface Merged<Node> {
  /** Newest first. */
  readonly rows: readonly MergedRow<Node>[];
  /** One for each list, in their order; each tells how it fared. */
  readonly feeds: readonly ListFeed<Node>[];
}

/**
 * Reads lists that are newest first as one that is: what comes next is the foremost of the rows at hand; among rows of one
 * place, that of the first list. Each list keeps its own order. One that failed stays where it stands, and what comes of it
 * later may be older than what was shown; where one was cut short, the page ends before a row that might come after its own.
 */
export async function mergeLists<Node>(
  lists: readonly MergeList<Node>[],
  { direction, size, from }: MergeWindow,
): Promise<Merged<Node>> {
  const feeds = lists.map((list, index) => toFeed(list, index, from, direction));
  const rows: MergedRow<Node>[] = [];
  let gaps: Gap[] = [];
  while (rows.length < size) {
    if (feeds.some(({ isOpen }) => isOpen)) {
      await fillAll(feeds, size - rows.length);
      gaps = feeds.map(({ gap }) => gap);
    }
    const own = foremost(feeds, direction);
    const feed = feeds[own];
    if (!feed) break;
    const { row } = feed.take();
    rows.push({ row, place: { gaps: gaps.with(own, { newer: row.position, older: 'unknown' }), own } });
    gaps[own] = feed.gap;
  }
  return { rows: inTravelOrder(rows, direction), feeds };
}

/**
 * Whether a row lies behind a place, for a walk in that direction; `feeds` have walked from there. Costs one read a list at most,
 * and none where it is known.
 */
export function looksBehind<Node>(
  lists: readonly MergeList<Node>[],
  { direction, from }: Omit<MergeWindow, 'size'>,
  feeds: readonly ListFeed<Node>[],
): boolean | (() => Promise<boolean>) {
  const facts = from.gaps.map((gap, index) =>
    feeds[index]?.recovered ? undefined : factBehind(gap, direction, from.own === index),
  );
  if (facts.includes(true)) return true;
  if (!facts.includes(undefined)) return false;
  return async () => {
    const looks = lists.map((list, index) => toFeed(list, index, from, opposite(direction)));
    return anyLooks(looks.filter((_, index) => facts[index] === undefined));
  };
}

/** Whether a row lies ahead of any of them. */
export function looksAhead(feeds: readonly ListFeed<unknown>[]): boolean | (() => Promise<boolean>) {
  if (feeds.some(({ hasMore }) => hasMore)) return true;
  const unsure = feeds.filter(({ hasMore }) => hasMore === undefined);
  return unsure.length > 0 && (async () => anyLooks(unsure));
}

async function anyLooks(feeds: readonly ListFeed<unknown>[]): Promise<boolean> {
  const found = await Promise.all(feeds.map(async (feed) => feed.look()));
  return found.includes(true);
}

/** Undefined: only a look there would tell. */
function factBehind({ newer, older }: Gap, direction: Direction, isAtRow: boolean): boolean | undefined {
  const behind = direction === 'forward' || isAtRow ? newer : older;
  if (!isRow(behind)) return behind === 'nothing' ? false : undefined;
  if (!behind.passed) return true;
  return behind.passed.direction === direction ? behind.passed.hasMatch : undefined;
}

function toFeed<Node>(
  list: MergeList<Node>,
  index: number,
  { gaps, own }: MergePlace,
  direction: Direction,
): ListFeed<Node> {
  return new ListFeed(list, { direction, gap: gaps[index] as Gap, isAtRow: own === index });
}

/** Where the calls do not suffice for all, lists come first of which nothing has been shown. */
async function fillAll(feeds: readonly ListFeed<unknown>[], size: number): Promise<void> {
  const inTurn = [
    ...feeds.filter(({ isUntouched }) => isUntouched),
    ...feeds.filter(({ isUntouched }) => !isUntouched),
  ];
  await Promise.all(inTurn.map(async (feed) => feed.fill(size)));
}

/** The index of the feed whose row comes next; -1 where there is none, or one might come before it that cannot be had. */
function foremost(feeds: readonly ListFeed<unknown>[], direction: Direction): number {
  let best = -1;
  for (const [index, { head }] of feeds.entries()) {
    if (!head) continue;
    const other = feeds[best]?.head;
    if (!other || comesFirst({ place: head.place, index }, { place: other.place, index: best }, direction))
      best = index;
  }
  const place = feeds[best]?.head?.place;
  if (place === undefined) return -1;
  const isBarred = feeds.some(
    ({ isCut, reached }, index) =>
      isCut && !comesFirst({ place, index: best }, { place: reached, index }, direction),
  );
  return isBarred ? -1 : best;
}

interface Standing {
  readonly place: string;
  readonly index: number;
}

function comesFirst(one: Standing, other: Standing, direction: Direction): boolean {
  const isNewer = one.place === other.place ? one.index < other.index : one.place > other.place;
  return isNewer === (direction === 'forward');
}
