import { BillingError } from '../../src/errors/billing-error.js';
import { narrowSlice, type Slice } from '../../src/lists/slice.js';
import type { Direction, Window } from '../../src/lists/window.js';
import fc from 'fast-check';
import { ListSource, listOf, readFrom, type ListSourceOptions } from './list-source.js';

function windowOf(direction: Direction, size: number, from?: number): Window {
  const anchor = from === undefined ? undefined : { id: `in_${from}`, createdAt: null, offset: 0 };
  return { direction, size, anchor };
}

function nodesOf({ rows, more }: Slice<number>): object {
  return { nodes: rows.map(({ node }) => node), more };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

const options: ListSourceOptions = { pageMax: 200 };

test('F04 500 rows are three reads of 200, 200 and 100', async () => {
  const source = new ListSource(listOf(3000), options);
  expect(nodesOf(await readFrom(source, windowOf('forward', 500)))).toEqual({
    nodes: range(0, 500),
    more: true,
  });
  expect(source.reads.map(({ limit, anchor }) => [limit, anchor?.id])).toEqual([
    [200, undefined],
    [200, 'in_199'],
    [100, 'in_399'],
  ]);
});

test('F02 500 rows backward are the nearest ones, newest first, in three reads', async () => {
  const source = new ListSource(listOf(3000), options);
  const slice = await readFrom(source, windowOf('backward', 500, 1000));
  expect(nodesOf(slice)).toEqual({ nodes: range(500, 1000), more: true });
  expect(source.reads.map(({ limit, anchor }) => [limit, anchor?.id])).toEqual([
    [200, 'in_1000'],
    [200, 'in_800'],
    [100, 'in_600'],
  ]);
});

test('F04 any window takes the fewest reads, in both directions', async () => {
  const sizes = fc.record({
    count: fc.nat(60),
    pageMax: fc.integer({ min: 1, max: 12 }),
    size: fc.integer({ min: 1, max: 70 }),
  });
  await fc.assert(
    fc.asyncProperty(sizes, async ({ count, pageMax, size }) => {
      const forward = new ListSource(listOf(count), { pageMax });
      await readFrom(forward, windowOf('forward', size));
      expect(forward.reads).toHaveLength(Math.max(1, Math.ceil(Math.min(size, count) / pageMax)));
      if (count === 0) return;
      const backward = new ListSource(listOf(count), { pageMax });
      await readFrom(backward, windowOf('backward', size, count - 1));
      expect(backward.reads).toHaveLength(Math.max(1, Math.ceil(Math.min(size, count - 1) / pageMax)));
    }),
  );
});

test('F03 the oldest rows are read by a walk from the head, in full pages', async () => {
  const source = new ListSource(listOf(450), options);
  expect(nodesOf(await readFrom(source, windowOf('backward', 3)))).toEqual({
    nodes: [447, 448, 449],
    more: true,
  });
  expect(source.reads.map(({ direction, limit }) => [direction, limit])).toEqual(
    Array(3).fill(['forward', 200]),
  );
});

test('F03 before an anchor, a provider that only reads forward is walked until the anchor', async () => {
  const source = new ListSource(listOf(1000), { pageMax: 100, readsBackward: false });
  const slice = await readFrom(source, windowOf('backward', 3, 250));
  expect(nodesOf(slice)).toEqual({ nodes: [247, 248, 249], more: true });
  expect(source.reads).toHaveLength(3);
});

test('F03 an anchor that the walk does not meet is an invalid cursor, not an end of the list', async () => {
  const source = new ListSource(listOf(10), { pageMax: 100, readsBackward: false });
  await expect(readFrom(source, windowOf('backward', 3, 99))).rejects.toMatchObject({
    code: 'INVALID_CURSOR',
  });
});

test('F03 a walk past the budget is PAGINATION_TOO_DEEP, one within it is not', async () => {
  const deep = new ListSource(listOf(601), { pageMax: 200, callsMax: 3 });
  await expect(readFrom(deep, windowOf('backward', 1))).rejects.toMatchObject({
    code: 'PAGINATION_TOO_DEEP',
  });
  expect(deep.reads).toHaveLength(3);
  const within = new ListSource(listOf(600), { pageMax: 200, callsMax: 3 });
  expect(nodesOf(await readFrom(within, windowOf('backward', 1)))).toEqual({ nodes: [599], more: true });
});

test.each(['forward', 'backward'] as const)(
  'F22 a budget cuts a window short %s and says that more follows',
  async (direction) => {
    const source = new ListSource(listOf(1001), { pageMax: 200, callsMax: 2 });
    const from = direction === 'forward' ? 0 : 1000;
    const nodes = direction === 'forward' ? range(1, 401) : range(600, 1000);
    expect(nodesOf(await readFrom(source, windowOf(direction, 1000, from)))).toEqual({ nodes, more: true });
  },
);

test('F22 a budget that a neighbour used up meanwhile cuts short just the same', async () => {
  const source = new ListSource(listOf(1000), { pageMax: 200, callsMax: 3 });
  const readPage = source.readPage.bind(source);
  source.readPage = async (read, calls) => {
    if (source.reads.length === 2) throw new BillingError('QUERY_TOO_COSTLY', 'Gone.');
    return readPage(read, calls);
  };
  expect(nodesOf(await readFrom(source, windowOf('forward', 1000)))).toEqual({
    nodes: range(0, 400),
    more: true,
  });
});

test('F22 without any row to show, a spent budget is an error', async () => {
  const source = new ListSource(listOf(10), { pageMax: 200, callsMax: 0 });
  await expect(readFrom(source, windowOf('forward', 5))).rejects.toMatchObject({
    code: 'QUERY_TOO_COSTLY',
  });
});

test('F20 a part of a larger window is the same as that part read alone', async () => {
  const input = fc.record({
    count: fc.integer({ min: 1, max: 40 }),
    large: fc.nat(50),
    small: fc.nat(50),
    from: fc.nat(39),
  });
  await fc.assert(
    fc.asyncProperty(input, fc.constantFrom<Direction>('forward', 'backward'), async (wanted, direction) => {
      const { count, from, small } = wanted;
      fc.pre(from < count && small > 0 && small <= wanted.large);
      const read = async (size: number): Promise<Slice<number>> =>
        readFrom(new ListSource(listOf(count), { pageMax: 7 }), windowOf(direction, size, from));
      expect(nodesOf(narrowSlice(await read(wanted.large), direction, small))).toEqual(
        nodesOf(await read(small)),
      );
    }),
  );
});
