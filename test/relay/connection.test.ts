import { connect, type Connection, type Fact } from '../../src/relay/connection.js';
import { parseCursor } from '../../src/relay/cursor.js';
import { type Position } from '../../src/lists/position.js';
import type { Slice } from '../../src/lists/slice.js';
import type { Direction, Window } from '../../src/lists/window.js';

const position: Position = { id: 'in_1', createdAt: null, offset: 0 };
const full: Slice<string> = { rows: [{ position, node: 'one', text: () => '' }], more: true };
const none: Slice<string> = { rows: [], more: false };

interface Asked {
  readonly connection: Connection<string>;
  readonly loads: Window[];
}

async function ask(
  direction: Direction,
  size: number,
  anchor: Position | undefined,
  slice: Slice<string>,
): Promise<Asked> {
  const loads: Window[] = [];
  const connection = await connect<string>({ direction, size, anchor }, 'list', async (window) => {
    loads.push(window);
    return slice;
  });
  return { connection, loads };
}

async function read(fact: Fact): Promise<boolean> {
  return typeof fact === 'boolean' ? fact : fact();
}

test.each<[Direction, Position | undefined, boolean, boolean]>([
  ['forward', undefined, true, false],
  ['forward', position, true, true],
  ['backward', undefined, false, true],
  ['backward', position, true, true],
])(
  'F07 a page %s from %j knows both sides without a further read',
  async (direction, anchor, next, previous) => {
    const { connection, loads } = await ask(direction, 1, anchor, full);
    expect(connection.pageInfo).toMatchObject({ hasNextPage: next, hasPreviousPage: previous });
    expect(loads).toHaveLength(1);
  },
);

test('F01 cursors, nodes and the ends of a page are those of its edges', async () => {
  const { connection } = await ask('forward', 1, undefined, full);
  const [edge] = connection.edges;
  expect(parseCursor('list', String(edge?.cursor), 'after')).toEqual(position);
  expect(connection.nodes).toEqual(['one']);
  expect(connection.pageInfo).toMatchObject({ startCursor: edge?.cursor, endCursor: edge?.cursor });
});

test.each<[Direction, Position | undefined]>([
  ['forward', undefined],
  ['forward', position],
  ['backward', position],
])('F07 no page %s from %j is empty and says that more follows', async (direction, anchor) => {
  await expect(ask(direction, 1, anchor, { rows: [], more: true })).rejects.toMatchObject({
    code: 'UPSTREAM_INVALID_RESPONSE',
  });
});

test('F05 an empty window reads nothing until a fact is asked for', async () => {
  const { connection, loads } = await ask('forward', 0, undefined, full);
  expect(connection.edges).toEqual([]);
  expect(connection.pageInfo).toMatchObject({ startCursor: null, endCursor: null });
  expect(loads).toEqual([]);
});

test.each<[Direction, Position | undefined, Slice<string>, boolean, boolean, number]>([
  ['forward', undefined, full, true, false, 1],
  ['forward', undefined, none, false, false, 1],
  ['forward', position, full, true, true, 2],
  ['forward', position, none, false, true, 2],
  ['backward', undefined, full, false, true, 1],
  ['backward', undefined, none, false, false, 1],
  ['backward', position, full, true, true, 2],
  ['backward', position, none, true, false, 2],
])(
  'F05 an empty window %s from %j before %j tells both facts',
  async (direction, anchor, slice, next, previous, reads) => {
    const { connection, loads } = await ask(direction, 0, anchor, slice);
    const { hasNextPage, hasPreviousPage } = connection.pageInfo;
    expect([await read(hasNextPage), await read(hasPreviousPage)]).toEqual([next, previous]);
    // The reads are equal ones, which the loader makes once.
    const probe = { direction: anchor ? direction : 'forward', size: 1, anchor };
    expect(loads).toEqual(Array(reads).fill(probe));
  },
);

test('F10 an empty window whose anchor the provider refuses fails where the fact is asked for', async () => {
  const refuse = async (): Promise<Slice<string>> => Promise.reject(new Error('refused'));
  const { pageInfo } = await connect({ direction: 'forward', size: 0, anchor: position }, 'list', refuse);
  await expect(read(pageInfo.hasPreviousPage)).rejects.toThrow('refused');
});
