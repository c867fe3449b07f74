import fc from 'fast-check';
import { connect, type Connection, type Fact } from '../../src/relay/connection.js';
import { parseWindow, type ConnectionArguments } from '../../src/relay/paging-arguments.js';
import { type Direction } from '../../src/lists/window.js';
import { ListSource, readFrom, type ListedIds, type ListSourceOptions } from './list-source.js';

/** Windows of random lists and providers, held against a plain array that slices by index. */

interface World {
  readonly ids: ListedIds;
  readonly options: ListSourceOptions;
}

const worlds: fc.Arbitrary<World> = fc.record({
  ids: fc
    .array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 })
    // A row without an id is found from the rows around it, so the last one has to have one.
    .map((dice) => dice.map((die, index) => (die === 0 && index < dice.length - 1 ? null : `in_${index}`))),
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

const steps = fc.array(
  fc.record({
    direction: fc.constantFrom<Direction>('forward', 'backward'),
    size: fc.integer({ min: 0, max: 50 }),
    /** Which edge of the page before to go on from; none: start anew. */
    edge: fc.option(fc.nat(), { freq: 8 }),
  }),
  { maxLength: 12 },
);

const limits = { pageSizeMax: 1000, scope: 'list' };

async function ask({ ids, options }: World, args: ConnectionArguments): Promise<Connection<number>> {
  return connect(parseWindow(args, limits), limits.scope, async (window) =>
    readFrom(new ListSource(ids, options), window),
  );
}

async function isTrue(fact: Fact): Promise<boolean> {
  return typeof fact === 'boolean' ? fact : fact();
}

async function factsOf({ nodes, pageInfo }: Connection<number>): Promise<object> {
  const [hasNextPage, hasPreviousPage] = [
    await isTrue(pageInfo.hasNextPage),
    await isTrue(pageInfo.hasPreviousPage),
  ];
  return { nodes, hasNextPage, hasPreviousPage };
}

/** What a plain list says of the rows after or before an index. */
function expected({ ids: { length } }: World, direction: Direction, size: number, from?: number): object {
  const [start, end] =
    direction === 'forward'
      ? [(from ?? -1) + 1, Math.min(length, (from ?? -1) + 1 + size)]
      : [Math.max(0, (from ?? length) - size), from ?? length];
  const nodes = Array.from({ length: end - start }, (_, index) => start + index);
  return { nodes, hasNextPage: end < length, hasPreviousPage: start > 0 };
}

test('F08 every page of a wandering reader is what a plain list holds there, with true facts on both sides', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, steps, async (world, path) => {
      let page: Connection<number> | undefined;
      for (const { direction, size, edge } of path) {
        const from = edge === null ? undefined : page?.edges[edge % page.edges.length];
        const args =
          direction === 'forward'
            ? { first: size, after: from?.cursor }
            : { last: size, before: from?.cursor };
        const next = await ask(world, args);
        expect(await factsOf(next)).toEqual(
          expected(world, direction, size, from?.node as number | undefined),
        );
        if (next.edges.length > 0) page = next;
      }
    }),
    { numRuns: 1000 },
  );
});

test('P08 backward from the row behind any page is that page again', async () => {
  const ranges = fc.record({ start: fc.nat(), size: fc.integer({ min: 1, max: 30 }) });
  await fc.assert(
    fc.asyncProperty(worlds, ranges, async (world, { start, size }) => {
      const { edges } = await ask(world, { first: world.ids.length });
      const begin = start % (edges.length + 1);
      const forward = await ask(world, { first: size, after: edges[begin - 1]?.cursor });
      const { length } = forward.edges;
      const backward = await ask(world, { last: length, before: edges[begin + length]?.cursor });
      expect(backward.nodes).toEqual(forward.nodes);
    }),
    { numRuns: 1000 },
  );
});

test.each(['forward', 'backward'] as const)(
  'F09 a walk %s in pages of changing size gives each row exactly once, in order',
  async (direction) => {
    const sizes = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(worlds, sizes, async (world, pageSizes) => {
        const nodes = await walk(world, direction, pageSizes);
        expect(nodes).toEqual([...world.ids.keys()]);
      }),
      { numRuns: 500 },
    );
  },
);

test.each(['forward', 'backward'] as const)(
  'F22 a walk %s within any budget goes on where it was cut short',
  async (direction) => {
    const budgets = fc.record({
      callsMax: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(worlds, budgets, async ({ ids, options }, { callsMax, size }) => {
        // The walk to the very end is the one thing that a budget forbids.
        const world = {
          ids: ['newest', ...ids, 'oldest'],
          options: { ...options, readsBackward: true, callsMax },
        };
        const anchor = await cursorOf(
          { ...world, options },
          direction === 'forward' ? 0 : world.ids.length - 1,
        );
        const nodes = await walk(world, direction, [size], anchor);
        expect(nodes).toEqual([...world.ids.keys()].slice(...(direction === 'forward' ? [1] : [0, -1])));
      }),
    );
  },
);

async function walk(
  world: World,
  direction: Direction,
  sizes: readonly number[],
  from?: string,
): Promise<readonly unknown[]> {
  let cursor: string | null | undefined = from;
  let nodes: readonly unknown[] = [];
  for (let turn = 0; ; turn++) {
    const size = sizes[turn % sizes.length];
    const page = await ask(
      world,
      direction === 'forward' ? { first: size, after: cursor } : { last: size, before: cursor },
    );
    nodes = direction === 'forward' ? [...nodes, ...page.nodes] : [...page.nodes, ...nodes];
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(await isTrue(direction === 'forward' ? hasNextPage : hasPreviousPage))) return nodes;
    if (page.edges.length === 0) throw new Error('The page is empty and yet more follows.');
    cursor = direction === 'forward' ? endCursor : startCursor;
  }
}

async function cursorOf(world: World, index: number): Promise<string | undefined> {
  return (await ask(world, { first: index + 1 })).edges[index]?.cursor;
}
