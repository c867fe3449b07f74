import fc from 'fast-check';
import type { Direction } from '../../src/lists/direction.js';
import type { Verdict } from '../../src/lists/row-filter.js';
import { scanWindows } from '../../src/lists/scan-windows.js';
import type { Slice } from '../../src/lists/slice.js';
import type { Window } from '../../src/lists/window.js';
import { connect, type Connection, type Fact } from '../../src/relay/connection.js';
import { parseWindow, type ConnectionArguments } from '../../src/relay/paging-arguments.js';
import { ListSource, listOf, scanFor, type ListedIds, type ListSourceOptions } from './list-source.js';
import { NumberFilter, type NumberFilterOptions } from './number-filter.js';

/** Filtered windows of random lists, providers and filters, held against a plain array of what the filter lets through. */

interface World {
  readonly ids: ListedIds;
  readonly options: ListSourceOptions;
  readonly filter: NumberFilterOptions;
}

const ids: fc.Arbitrary<ListedIds> = fc
  .array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 })
  // A row without an id is found from the rows around it, so the last one has to have one.
  .map((dice) => dice.map((die, index) => (die === 0 && index < dice.length - 1 ? null : `in_${index}`)));

const filters: fc.Arbitrary<NumberFilterOptions> = fc.record({
  verdicts: fc.array(fc.constantFrom<Verdict>('match', 'other', 'other', 'other', 'undecided'), {
    minLength: 1,
    maxLength: 12,
  }),
  range: fc.option(
    fc
      .tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }))
      .map(([from, length]): [number, number] => [from, from + length]),
    { nil: undefined },
  ),
});

const worlds: fc.Arbitrary<World> = fc.record({
  ids,
  filter: filters,
  options: fc.record(
    {
      pageMax: fc.integer({ min: 2, max: 9 }),
      readsBackward: fc.boolean(),
      pageSizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      repeats: fc.boolean(),
    },
    { requiredKeys: ['pageMax', 'readsBackward'] },
  ),
});

const limits = { pageSizeMax: 1000, scope: 'list' };

/** Each window is an operation of its own, which has its own calls. */
async function scan({ ids: listed, options, filter }: World, window: Window): Promise<Slice<number>> {
  const source = new ListSource(listed, options);
  return scanFor(source, window, new NumberFilter(filter));
}

async function ask(world: World, args: ConnectionArguments): Promise<Connection<number>> {
  return connect(parseWindow(args, limits), limits.scope, async (window) => scan(world, window));
}

async function isTrue(fact: Fact): Promise<boolean> {
  return typeof fact === 'boolean' ? fact : fact();
}

function matchesOf({ ids: listed, filter }: World): readonly number[] {
  const judge = new NumberFilter(filter);
  return listed.map((_, index) => index).filter((index) => judge.judge(index) === 'match');
}

const steps = fc.array(
  fc.record({
    direction: fc.constantFrom<Direction>('forward', 'backward'),
    size: fc.integer({ min: 1, max: 12 }),
    /** Which edge of the page before to go on from; none: start anew. */
    edge: fc.option(fc.nat(), { freq: 8 }),
  }),
  { maxLength: 12 },
);

test('F13 every page of a wandering reader is what a plain list of the matches holds there, with true facts on both sides', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, steps, async (world, path) => {
      const matches = matchesOf(world);
      let page: Connection<number> | undefined;
      for (const { direction, size, edge } of path) {
        const from = edge === null ? undefined : page?.edges[edge % page.edges.length];
        const at = from && matches.indexOf(from.node as number);
        const isForward = direction === 'forward';
        page = await ask(
          world,
          isForward ? { first: size, after: from?.cursor } : { last: size, before: from?.cursor },
        );
        const start = isForward ? (at ?? -1) + 1 : Math.max(0, (at ?? matches.length) - size);
        const end = isForward ? Math.min(matches.length, start + size) : (at ?? matches.length);
        expect({
          nodes: page.nodes,
          hasNextPage: await isTrue(page.pageInfo.hasNextPage),
          hasPreviousPage: await isTrue(page.pageInfo.hasPreviousPage),
        }).toEqual({
          nodes: matches.slice(start, end),
          hasNextPage: end < matches.length,
          hasPreviousPage: start > 0,
        });
      }
    }),
    { numRuns: 500 },
  );
});

/** Walks by the cursors of `pageInfo` until the facts say that nothing is left. All that was met, newest first. */
async function walk(
  world: World,
  direction: Direction,
  sizes: readonly number[],
): Promise<readonly number[]> {
  const met: (readonly number[])[] = [];
  let cursor: string | null = null;
  for (;;) {
    const size = sizes[met.length % sizes.length];
    const page = await ask(
      world,
      direction === 'forward' ? { first: size, after: cursor } : { last: size, before: cursor },
    );
    met.push(page.nodes as number[]);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(await isTrue(direction === 'forward' ? hasNextPage : hasPreviousPage))) break;
    const next = direction === 'forward' ? endCursor : startCursor;
    // A page that leads nowhere would send its reader round for ever.
    expect(next).not.toBeNull();
    expect(next).not.toBe(cursor);
    cursor = next;
  }
  return (direction === 'forward' ? met : met.toReversed()).flat();
}

const sizesOfPages = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });

test('F13 a walk whose pages the budget cuts short gives each match exactly once, also where whole pages found nothing', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.integer({ min: 1, max: 3 }), sizesOfPages, async (world, callsMax, sizes) => {
      const poor = { ...world, options: { ...world.options, callsMax } };
      expect(await walk(poor, 'forward', sizes)).toEqual(matchesOf(world));
    }),
    { numRuns: 500 },
  );
});

test('F13 so does one backward, where the provider reads backward', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.integer({ min: 1, max: 3 }), sizesOfPages, async (world, callsMax, sizes) => {
      // The end of the list is met by a walk of its own, which must be able to get there.
      const oldest = { ...world, ids: [...world.ids, 'in_end'] };
      const verdicts = oldest.ids.map((_, index) =>
        index === world.ids.length ? 'match' : new NumberFilter(world.filter).judge(index),
      );
      const all = { ...oldest, filter: { verdicts }, options: { ...world.options, readsBackward: true } };
      const last = await ask(all, { last: 1 });
      const poor = { ...all, options: { ...all.options, callsMax } };
      const source: World = poor;
      const before = await walkBefore(source, last.edges[0]?.cursor ?? '', sizes);
      expect(before).toEqual(matchesOf(all).slice(0, -1));
    }),
    { numRuns: 300 },
  );
});

async function walkBefore(world: World, from: string, sizes: readonly number[]): Promise<readonly number[]> {
  const met: (readonly number[])[] = [];
  let cursor: string | null = from;
  for (;;) {
    const page: Connection<number> = await ask(world, {
      last: sizes[met.length % sizes.length],
      before: cursor,
    });
    met.push(page.nodes as number[]);
    expect(page.pageInfo.hasNextPage).toBe(true);
    if (!(await isTrue(page.pageInfo.hasPreviousPage))) break;
    expect(page.pageInfo.startCursor).not.toBe(cursor);
    cursor = page.pageInfo.startCursor;
  }
  return met.toReversed().flat();
}

test('F13 windows of several filters that are read together are what each is alone, for the calls of the one that goes furthest', async () => {
  const wants = fc.array(fc.record({ filter: filters, size: fc.integer({ min: 1, max: 12 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(worlds, wants, async ({ ids: listed, options }, wanted) => {
      const together = new ListSource(listed, options);
      const start = { direction: 'forward', anchor: undefined } as const;
      const searches = wanted.map(({ filter, size }) => ({ filter: new NumberFilter(filter), size }));
      const slices = await scanWindows(together, start, searches, { calls: together.calls });
      const alone = await Promise.all(
        searches.map(async ({ filter, size }) => {
          const source = new ListSource(listed, options);
          const slice = await scanFor(source, { ...start, size }, filter);
          return { nodes: slice.rows.map(({ node }) => node), calls: source.reads.length };
        }),
      );
      expect(slices.map(({ rows }) => rows.map(({ node }) => node))).toEqual(alone.map(({ nodes }) => nodes));
      expect(together.reads).toHaveLength(Math.max(...alone.map(({ calls }) => calls)));
    }),
    { numRuns: 300 },
  );
});

const plain = (filter: NumberFilterOptions, callsMax?: number, count = 100): World => ({
  ids: listOf(count),
  options: { pageMax: 10, ...(callsMax !== undefined && { callsMax }) },
  filter,
});

test('F13 coverage tells the rows looked at, and those of which nobody can tell', async () => {
  const world = plain({ verdicts: ['other', 'undecided', 'other', 'match'] });
  expect((await ask(world, { first: 2 })).coverage).toEqual({ scanned: 8, undecided: 2, complete: false });
  const decided = plain({ verdicts: ['other', 'match'] });
  expect((await ask(decided, { first: 2 })).coverage).toEqual({ scanned: 4, undecided: 0, complete: true });
  expect((await ask(decided, { first: 60 })).coverage).toEqual({
    scanned: 100,
    undecided: 0,
    complete: true,
  });
});

test('F13 a page that found nothing within the budget has a cursor to go on with, and says that it is not complete', async () => {
  const page = await ask(plain({ verdicts: [...Array<Verdict>(49).fill('other'), 'match'] }, 2), {
    first: 5,
  });
  expect(page.edges).toEqual([]);
  expect(page.coverage).toEqual({ scanned: 20, undecided: 0, complete: false });
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
  expect({ hasNextPage, hasPreviousPage, startCursor }).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: null,
  });
  const rich = plain({ verdicts: [...Array<Verdict>(49).fill('other'), 'match'] });
  const next = await ask(rich, { first: 1, after: endCursor });
  expect(next.nodes).toEqual([49]);
  // Nothing had matched before it.
  expect(next.pageInfo.hasPreviousPage).toBe(false);
  const further = await ask(rich, { first: 1, after: next.pageInfo.endCursor });
  expect([further.nodes, further.pageInfo.hasPreviousPage]).toEqual([[99], true]);
});

test('F13 a reader who turns round where a search was cut short is told what lies behind by looking', async () => {
  const verdicts: Verdict[] = ['match', ...Array<Verdict>(49).fill('other')];
  const poor = plain({ verdicts }, 2);
  const [first] = (await ask(poor, { first: 1 })).edges;
  const { endCursor } = (await ask(poor, { first: 1, after: first?.cursor })).pageInfo;
  const back = await ask(plain({ verdicts }), { last: 1, before: endCursor });
  expect(back.nodes).toEqual([0]);
  expect(await isTrue(back.pageInfo.hasNextPage)).toBe(true);
});

test('F13 reading stops at the page that ends beyond the range, and no call is made past it', async () => {
  const source = new ListSource(listOf(100), { pageMax: 10 });
  const filter = new NumberFilter({ verdicts: ['match'], range: [12, 15] });
  const window: Window = { direction: 'forward', size: 50, anchor: undefined };
  const slice = await scanFor(source, window, filter);
  expect(slice.rows.map(({ node }) => node)).toEqual([12, 13, 14]);
  expect(slice.more).toBe(false);
  expect(source.reads).toHaveLength(2);
});

test('F13 a list that is seen to be out of order is read to its end, for nothing tells what comes', async () => {
  const source = new ListSource(listOf(100), { pageMax: 10 });
  const newer = (index: number): string | null => (index === 6 ? '0999' : null);
  const filter = new NumberFilter({ verdicts: ['match'], range: [12, 15], placeOf: newer });
  const window: Window = { direction: 'forward', size: 50, anchor: undefined };
  const slice = await scanFor(source, window, filter);
  expect(slice.rows.map(({ node }) => node)).toEqual([12, 13, 14]);
  expect(source.reads).toHaveLength(10);
});

test('F13 a filled page makes no call to find out whether another match follows, until that is asked for', async () => {
  const source = new ListSource(listOf(100), { pageMax: 10 });
  const filter = new NumberFilter({ verdicts: [...Array<Verdict>(9).fill('other'), 'match'] });
  const page = await connect(parseWindow({ first: 1 }, limits), limits.scope, async (window) =>
    scanFor(source, window, filter),
  );
  expect(source.reads).toHaveLength(1);
  expect(await isTrue(page.pageInfo.hasNextPage)).toBe(true);
});
