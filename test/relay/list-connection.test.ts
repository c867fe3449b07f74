import fc from 'fast-check';
import type { Connection, Fact } from '../../src/relay/connection.js';
import { connectItems, connectList } from '../../src/relay/list-connection.js';
import { type ListItem, type WholeList } from '../../src/lists/whole-list.js';
import { parseWindow, type ConnectionArguments } from '../../src/relay/paging-arguments.js';

const limits = { pageSizeMax: 100, scope: 'list' };

/** Keys may repeat: a provider can send the same row twice. */
const lists: fc.Arbitrary<ListItem<number>[]> = fc
  .array(fc.nat(30), { maxLength: 20 })
  .map((keys) => keys.map((key, node) => ({ key: `key ${key}`, node })));

function ask(items: readonly ListItem<number>[], args: ConnectionArguments): Connection<number> {
  return connectItems(parseWindow(args, limits), limits.scope, items);
}

async function isTrue(fact: Fact): Promise<boolean> {
  return typeof fact === 'boolean' ? fact : fact();
}

async function show({ nodes, pageInfo }: Connection<number>): Promise<object> {
  const [hasNextPage, hasPreviousPage] = [
    await isTrue(pageInfo.hasNextPage),
    await isTrue(pageInfo.hasPreviousPage),
  ];
  return { nodes, hasNextPage, hasPreviousPage };
}

function expected(length: number, start: number, end: number): object {
  const nodes = Array.from({ length: end - start }, (_, index) => start + index);
  return { nodes, hasNextPage: end < length, hasPreviousPage: start > 0 };
}

test('F15 any window of a list is its slice, with facts on both sides', async () => {
  const input = fc.record({ items: lists, size: fc.nat(25), at: fc.option(fc.nat(19)) });
  await fc.assert(
    fc.asyncProperty(input, async ({ items, size, at }) => {
      const { length } = items;
      const from = at !== null && at < length ? at : undefined;
      const cursor = from === undefined ? undefined : ask(items, { first: 100 }).edges[from]?.cursor;
      const start = from === undefined ? 0 : from + 1;
      expect(await show(ask(items, { first: size, after: cursor }))).toEqual(
        expected(length, start, Math.min(length, start + size)),
      );
      const end = from ?? length;
      expect(await show(ask(items, { last: size, before: cursor }))).toEqual(
        expected(length, Math.max(0, end - size), end),
      );
    }),
  );
});

test('F08 every edge has a cursor of its own, the same in every window', () => {
  fc.assert(
    fc.property(lists, fc.nat(20), (items, size) => {
      const all = ask(items, { first: 100 }).edges.map(({ cursor }) => cursor);
      expect(new Set(all).size).toBe(items.length);
      expect(ask(items, { first: size }).edges.map(({ cursor }) => cursor)).toEqual(all.slice(0, size));
      const last = size === 0 ? [] : all.slice(-size);
      expect(ask(items, { last: size }).edges.map(({ cursor }) => cursor)).toEqual(last);
    }),
  );
});

test('F10 a cursor whose row is gone is refused', () => {
  const cursor = ask([{ key: 'a', node: 0 }], {}).pageInfo.endCursor;
  expect(() => ask([{ key: 'b', node: 0 }], { after: cursor })).toThrow(
    expect.objectContaining({
      code: 'INVALID_CURSOR',
      message: 'The row that the cursor points at is gone.',
    }),
  );
});

test('F05 an empty window loads nothing until a fact is asked for', async () => {
  let loads = 0;
  const load = async (): Promise<WholeList<number>> => {
    loads += 1;
    return { items: [{ key: 'a', node: 0 }], more: false };
  };
  const connection = await connectList({ direction: 'forward', size: 0, anchor: undefined }, 'list', load);
  expect(connection.edges).toEqual([]);
  expect(connection.pageInfo.endCursor).toBeNull();
  expect(loads).toBe(0);
  expect(await show(connection)).toEqual({ nodes: [], hasNextPage: true, hasPreviousPage: false });
});

test('F15 a window that is not empty loads its list once', async () => {
  let loads = 0;
  const connection = await connectList(
    { direction: 'backward', size: 1, anchor: undefined },
    'list',
    async () => {
      loads += 1;
      return { items: [0, 1, 2].map((node) => ({ key: String(node), node })), more: false };
    },
  );
  expect(await show(connection)).toEqual({ nodes: [2], hasNextPage: false, hasPreviousPage: true });
  expect(loads).toBe(1);
});

const cutShort = (length: number): (() => Promise<WholeList<number>>) => {
  const items = Array.from({ length }, (_, node) => ({ key: String(node), node }));
  return async () => ({ items, more: true });
};
const tooDeep = expect.objectContaining({ code: 'PAGINATION_TOO_DEEP' });

test('F07 a list that its provider cut short says that more follows, and has no last rows', async () => {
  const first = await connectList({ direction: 'forward', size: 5, anchor: undefined }, 'list', cutShort(1));
  expect(await show(first)).toEqual({ nodes: [0], hasNextPage: true, hasPreviousPage: false });
  await expect(
    connectList({ direction: 'backward', size: 5, anchor: undefined }, 'list', cutShort(1)),
  ).rejects.toEqual(tooDeep);
});

test('F07 whoever follows pageInfo down a list that was cut short gets each row once, then an error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(12),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 13 }),
      async (length, sizes) => {
        const seen: unknown[] = [];
        let after: string | null = null;
        for (const first of sizes) {
          const page: Connection<number> | Error = await connectList(
            parseWindow({ first, after }, limits),
            limits.scope,
            cutShort(length),
          ).catch((error: Error) => error);
          if (page instanceof Error) {
            expect(page).toEqual(tooDeep);
            break;
          }
          seen.push(...page.nodes);
          expect(await isTrue(page.pageInfo.hasNextPage)).toBe(true);
          after = page.pageInfo.endCursor;
          expect(after).not.toBeNull();
        }
        expect(seen).toEqual(Array.from({ length }, (_, index) => index));
      },
    ),
  );
});

test('F07 back from any row of a list that was cut short, the rows before it are there', async () => {
  const load = cutShort(10);
  const page = async (args: ConnectionArguments): Promise<Connection<number>> =>
    connectList(parseWindow(args, limits), limits.scope, load);
  const all = await page({ first: 10 });
  let before = all.pageInfo.endCursor;
  const seen: unknown[] = [];
  for (const last of [1, 3, 2, 7]) {
    const { nodes, pageInfo } = await page({ last, before });
    seen.unshift(...nodes);
    before = pageInfo.startCursor;
    expect(await isTrue(pageInfo.hasPreviousPage)).toBe(seen.length < 9);
    expect(await isTrue(pageInfo.hasNextPage)).toBe(true);
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('F05 an empty window of a list that was cut short tells what lies after a row, and cannot after the last', async () => {
  const facts = async (after?: string | null): Promise<object> =>
    show(await connectList(parseWindow({ first: 0, after }, limits), limits.scope, cutShort(3)));
  const { edges } = await connectList(parseWindow({ first: 3 }, limits), limits.scope, cutShort(3));
  expect(await facts()).toEqual({ nodes: [], hasNextPage: true, hasPreviousPage: false });
  expect(await facts(edges[1]?.cursor)).toEqual({ nodes: [], hasNextPage: true, hasPreviousPage: true });
  await expect(facts(edges[2]?.cursor)).rejects.toEqual(tooDeep);
});
