import { CallBudget, type Calls } from '../../src/calls/call-budget.js';
import type { PageRead, PageSource, Row, SourcePage } from '../../src/lists/page-source.js';
import { readWindow } from '../../src/lists/read-window.js';
import type { Window } from '../../src/lists/window.js';

/** Providers that contradict themselves. */

function row(id: string | null, text = `text of ${id}`): Row<string> {
  return { position: { id, createdAt: null, offset: id === null ? 1 : 0 }, node: text, text: () => text };
}

function page(ids: readonly string[], more: boolean, continuation?: string): SourcePage<string> {
  return { rows: ids.map((id) => row(id)), more, continuation };
}

class ScriptedSource implements PageSource<string> {
  readonly pageMax = 2;
  readonly readsBackward = true;
  readonly reads: PageRead[] = [];

  constructor(private readonly answer: (turn: number) => SourcePage<string>) {}

  async readPage(read: PageRead, calls: Calls): Promise<SourcePage<string>> {
    calls.take();
    this.reads.push(read);
    return this.answer(this.reads.length - 1);
  }
}

const first = (size: number): Window => ({ direction: 'forward', size, anchor: undefined });
const last = (size: number, anchor?: Window['anchor']): Window => ({ direction: 'backward', size, anchor });
const anchor = { id: 'x', createdAt: null, offset: 0 };

async function read(source: ScriptedSource, window: Window): Promise<object> {
  const { rows, more } = await readWindow(source, window, { calls: new CallBudget(25) });
  return { nodes: rows.map(({ node }) => node), more };
}

const SILENCE = {
  code: 'UPSTREAM_INVALID_RESPONSE',
  message: 'The provider says that more rows follow, but sent none.',
};

test('P01 the same page for ever is read twice and shown once', async () => {
  const source = new ScriptedSource(() => page(['a', 'b'], true, 'same'));
  expect(await read(source, first(10))).toEqual({ nodes: ['text of a', 'text of b'], more: true });
  expect(source.reads).toHaveLength(2);
});

test('P01 two pages in a circle are read three times and shown once', async () => {
  const source = new ScriptedSource((turn) =>
    turn % 2 === 0 ? page(['a', 'b'], true) : page(['c', 'd'], true),
  );
  const nodes = ['a', 'b', 'c', 'd'].map((id) => `text of ${id}`);
  expect(await read(source, first(10))).toEqual({ nodes, more: true });
  expect(source.reads).toHaveLength(3);
});

test('P01 an empty page that promises more is an error after one read', async () => {
  const source = new ScriptedSource((turn) => page([], true, `cursor ${turn}`));
  await expect(read(source, first(10))).rejects.toMatchObject(SILENCE);
  expect(source.reads).toHaveLength(1);
});

test('P01 the same when reading backward, and when walking to the oldest rows', async () => {
  const backward = new ScriptedSource(() => page([], true));
  await expect(read(backward, last(10, anchor))).rejects.toMatchObject(SILENCE);
  const tail = new ScriptedSource(() => page(['a'], true));
  await expect(read(tail, last(10))).rejects.toMatchObject(SILENCE);
  expect(tail.reads).toHaveLength(2);
});

test('P02 a continuation goes back to the provider unchanged, beside the last row', async () => {
  const source = new ScriptedSource((turn) =>
    turn === 0 ? page(['a', 'b'], true, 'c1') : page(['c'], false),
  );
  await readWindow(source, first(10), { calls: new CallBudget(25) });
  expect(source.reads[1]).toEqual({
    direction: 'forward',
    limit: 2,
    anchor: { id: 'b', createdAt: null, offset: 0 },
    continuation: 'c1',
  });
});

test('P02 more rows than asked for are cut off, and the walk goes on at the last one kept', async () => {
  const source = new ScriptedSource((turn) =>
    turn === 0 ? page(['a', 'b', 'c'], false, 'after c') : page(['c'], false),
  );
  expect(await read(source, first(3))).toEqual({
    nodes: ['text of a', 'text of b', 'text of c'],
    more: false,
  });
  expect(source.reads[1]).toMatchObject({ anchor: { id: 'b' }, continuation: undefined, limit: 1 });
});

test('P02 of more rows than asked for backward, those next to the anchor are kept', async () => {
  const source = new ScriptedSource(() => page(['a', 'b', 'c'], false));
  expect(await read(source, last(2, anchor))).toEqual({ nodes: ['text of b', 'text of c'], more: true });
  expect(source.reads).toHaveLength(1);
});

test('P03 a repeated row is shown once', async () => {
  const source = new ScriptedSource((turn) =>
    turn === 0 ? page(['a', 'a'], true) : page(['a', 'b'], false),
  );
  expect(await read(source, first(10))).toEqual({ nodes: ['text of a', 'text of b'], more: false });
});

test('P03 a row repeated with other contents is an error in its place that names it', async () => {
  const source = new ScriptedSource(() => ({
    rows: [row('a', '1'), row('b', '2'), row('a', '3')],
    more: false,
  }));
  const { rows } = await readWindow(
    { ...source, pageMax: 3, readPage: source.readPage.bind(source) },
    first(10),
    { calls: new CallBudget(25) },
  );
  expect(rows.map(({ position }) => position.id)).toEqual(['a', 'b']);
  expect(rows[0]?.node).toMatchObject({
    code: 'UPSTREAM_INVALID_RESPONSE',
    message: 'The provider sent the row a twice, with different contents.',
  });
  expect(rows[1]?.node).toBe('2');
});

test('P03 a row that contradicted itself once stays an error when repeated a third time', async () => {
  const source = new ScriptedSource((turn) => ({
    rows: [row('a', String(turn)), row(`b${turn}`)],
    more: turn < 2,
  }));
  const { rows } = await readWindow(source, first(10), { calls: new CallBudget(25) });
  expect(rows[0]?.node).toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
});
