import type { FaultRule } from '../../sandbox/start-sandbox.js';
import { startApi, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { askTeam, codesOf, readPage, walk } from './northflank-paging.js';

/** A provider whose pages contradict themselves. The team has 340 invoices, 100 to a page. */

const team = 'team-n3';

let upstream: Upstream;
let api: Api;
let ids: readonly string[];
let cursors: readonly string[];

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => {
  await upstream.reset();
  ({ ids, cursors } = await readPage(api, team, 'first: 400'));
  await upstream.forget();
});

const after = (at: number, size: number): string => `first: ${size}, after: "${cursors[at]}"`;

/** An answer of the list, whatever is asked for. */
function pageOf(rowIds: readonly string[], pagination: object) {
  const period = { start: 1655823815, end: 1655910214 };
  const invoices = rowIds.map((id) => ({ id, period, currency: 'usd', paasUsage: {}, total: 1 }));
  const body = JSON.stringify({ data: { invoices }, pagination });
  return { kind: 'raw' as const, headers: { 'content-type': 'application/json' }, body };
}

async function answerWith(...faults: ReturnType<typeof pageOf>[]): Promise<void> {
  await upstream.fault({ fault: { kind: 'sequence', faults } });
}

test.each<readonly [string, FaultRule['fault']]>([
  ['no cursor', { kind: 'patch', pageUnset: ['cursor'] }],
  ['a null cursor', { kind: 'patch', page: { cursor: null } }],
  ['an empty cursor', { kind: 'patch', page: { cursor: '' } }],
  ['a cursor that is a number', { kind: 'patch', page: { cursor: 7 } }],
  ['a cursor that cannot stand in a path', { kind: 'patch', page: { cursor: 'a b\r\nc' } }],
])(
  'P02 more to come with %s: the page ends there, says so, and what follows is an error',
  async (_, fault) => {
    await upstream.fault({ fault });
    const page = await readPage(api, team, 'first: 150');
    expect(page).toMatchObject({ ids: ids.slice(0, 100), hasNextPage: true });
    expect(await upstream.paths()).toHaveLength(1);
    expect(await codesOf(api, team, `first: 10, after: "${page.cursors.at(-1)}"`)).toEqual([
      'UPSTREAM_INVALID_RESPONSE',
    ]);
    expect(await codesOf(api, team, 'last: 10')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
    expect(await upstream.paths()).toHaveLength(3);
  },
);

test('P03 a row that its page repeats is one row, whatever the page size', async () => {
  const [nine, eight, seven] = ['R-9', 'R-8', 'R-7'];
  for (const rows of [
    [nine, eight, nine, seven],
    [nine, nine, eight, seven],
    [nine, eight, seven, seven],
  ]) {
    await upstream.clearFaults();
    await upstream.fault({ fault: pageOf(rows, { hasNextPage: false, count: rows.length }) });
    for (const size of [1, 2, 3, 10])
      expect((await walk(api, team, 'forward', [size])).ids).toEqual([nine, eight, seven]);
  }
});

test('P03 a row that its page repeats with another total is an error, whatever the page size', async () => {
  const page = JSON.parse(pageOf(['R-9', 'R-8', 'R-9'], { hasNextPage: false, count: 3 }).body);
  page.data.invoices[2].total = 5;
  await upstream.fault({ fault: { kind: 'raw', body: JSON.stringify(page) } });
  for (const size of [1, 10]) {
    const { data, errors } = await askTeam(
      api,
      team,
      `invoices(first: ${size}) { nodes { invoiceId total { decimal } } }`,
    );
    expect(data.billingAccount.invoices.nodes[0]).toBeNull();
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  }
});

test('P01 a page whose cursor leads to itself ends the walk, also where no row has an id', async () => {
  const row = { period: { start: 1655823815, end: 1655910214 }, total: 1 };
  const pagination = { hasNextPage: true, cursor: 'A', count: 1 };
  const body = JSON.stringify({ data: { invoices: [row] }, pagination });
  await upstream.fault({ fault: { kind: 'raw', body } });
  const page = await readPage(api, team, 'first: 1000');
  expect([page.ids.length, page.hasNextPage, (await upstream.paths()).length]).toEqual([2, true, 2]);
  expect(await codesOf(api, team, `first: 1, after: "${page.cursors.at(-1)}"`)).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
  ]);
});

test('F18 an answer by id about another invoice is not it, and the list decides', async () => {
  const { data: listed } = await askTeam(api, team, 'invoices(first: 2) { nodes { id } }');
  const [, { id }] = listed.billingAccount.invoices.nodes;
  const wire = { id: ids[0], period: { start: 1, end: 2 }, currency: 'usd', paasUsage: {}, total: 7 };
  await upstream.fault({
    match: { path: `/invoices/${ids[1]}` },
    fault: { kind: 'raw', body: JSON.stringify({ data: wire }) },
  });
  await upstream.forget();
  const { data, errors } = await api.ask(`{ node(id: "${id}") { ... on Invoice { invoiceId } } }`, {
    headers: { 'northflank-authorization': 'Bearer sandbox-northflank' },
  });
  expect([data, errors]).toEqual([{ node: { invoiceId: ids[1] } }, []]);
  expect(await upstream.paths()).toHaveLength(2);
});

test('P01 cursors that lead in a circle end the walk, also where no row has an id', async () => {
  const row = { period: { start: 1655823815, end: 1655910214 }, total: 1 };
  const answer = (cursor: string) => {
    const body = JSON.stringify({
      data: { invoices: [row, row] },
      pagination: { hasNextPage: true, cursor, count: 2 },
    });
    return { kind: 'raw' as const, body };
  };
  await upstream.fault({ match: { path: 'cursor=A' }, fault: answer('B') });
  await upstream.fault({ match: { path: 'cursor=B' }, fault: answer('A') });
  await upstream.fault({ fault: answer('A') });
  const page = await readPage(api, team, 'first: 1000');
  expect(page).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(new Set(page.ids).size).toBe(6);
  expect(await upstream.paths()).toHaveLength(3);
  expect(await codesOf(api, team, `first: 10, after: "${page.cursors.at(-1)}"`)).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
  ]);
  expect(await codesOf(api, team, 'last: 10')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});

test('F03 windows at two rows that cannot be read are two windows, also in one operation', async () => {
  const page = JSON.parse(
    pageOf(['R-9', 'bad', 'R-8', 'R-7', 'bad', 'R-6', 'R-5'], { hasNextPage: false }).body,
  );
  for (const at of [1, 4]) page.data.invoices[at] = { bad: at };
  await upstream.fault({ fault: { kind: 'raw', body: JSON.stringify(page) } });
  const { data: whole } = await askTeam(api, team, 'invoices { edges { cursor } }');
  const at = (index: number): string => whole.billingAccount.invoices.edges[index].cursor;
  const { data } = await askTeam(
    api,
    team,
    `x: invoices(first: 1, after: "${at(1)}") { nodes { invoiceId } } y: invoices(first: 1, after: "${at(4)}") { nodes { invoiceId } }`,
  );
  expect([data.billingAccount.x.nodes, data.billingAccount.y.nodes]).toEqual([
    [{ invoiceId: 'R-8' }],
    [{ invoiceId: 'R-6' }],
  ]);
});

test('P02 a cursor beside "no more" leads nowhere and is not followed', async () => {
  await upstream.fault({ fault: { kind: 'patch', page: { hasNextPage: false } } });
  expect(await readPage(api, team, 'first: 150')).toMatchObject({
    ids: ids.slice(0, 100),
    hasNextPage: false,
  });
  expect((await readPage(api, team, 'last: 3')).ids).toEqual(ids.slice(97, 100));
  expect(await upstream.paths()).toHaveLength(2);
});

test.each(['omitted', 'null', 'empty'])('P02 the last page with its cursor %s is the end', async (end) => {
  await upstream.control('PATCH', `/northflank/${team}`, { cursors: end });
  expect((await walk(api, team, 'forward', [150])).ids).toEqual(ids);
  expect(await readPage(api, team, 'last: 2')).toMatchObject({ ids: ids.slice(-2), hasNextPage: false });
});

test('P01 a cursor that leads to its own page again ends the walk', async () => {
  await upstream.fault({ fault: pageOf(['a', 'b'], { hasNextPage: true, cursor: 'same' }) });
  expect(await readPage(api, team, 'first: 100')).toMatchObject({ ids: ['a', 'b'], hasNextPage: true });
  expect(await upstream.paths()).toHaveLength(2);
  expect(await codesOf(api, team, 'last: 1')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});

test('P01 pages in a circle end a walk, and a search for a row that is gone', async () => {
  const a = pageOf(['a'], { hasNextPage: true, cursor: 'to-b' });
  const b = pageOf(['b'], { hasNextPage: true, cursor: 'to-c' });
  const c = pageOf(['c'], { hasNextPage: true, cursor: 'to-b' });
  await answerWith(a, b, c);
  expect(await readPage(api, team, 'first: 100')).toMatchObject({ ids: ['a', 'b', 'c'], hasNextPage: true });
  await answerWith(a, b, c);
  // All are older than the row was: they are what came after it.
  expect((await readPage(api, team, after(20, 3))).ids).toEqual(['a', 'b', 'c']);
  expect(await upstream.paths()).toHaveLength(6);
});

test('P01 ever new cursors with empty pages are an invalid answer after one call', async () => {
  await answerWith(pageOf([], { hasNextPage: true, cursor: 'c' }));
  expect(await codesOf(api, team, 'first: 100')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  expect(await upstream.paths()).toHaveLength(1);
});

test.each([120, 150, 199])('F08 a refused cursor: edge %i is found again from the head', async (at) => {
  const fault = { kind: 'status', status: 400, body: { error: { id: 'invalid-cursor' } } } as const;
  await upstream.fault({ fault, times: 1 });
  const page = await readPage(api, team, after(at, 3));
  expect(page).toMatchObject({ ids: ids.slice(at + 1, at + 4), hasNextPage: true });
  expect(page.cursors).toEqual(cursors.slice(at + 1, at + 4));
});

test.each([100, 120, 198, 199, 200])(
  'F08 edge %i is found again from the head where the row is gone that the cursor of its page stood on',
  async (at) => {
    await upstream.control('DELETE', `/northflank/${team}/invoices/${ids[99]}`);
    await upstream.control('DELETE', `/northflank/${team}/invoices/${ids[199]}`);
    const isThere = (index: number): boolean => index !== 99 && index !== 199;
    const rest = ids.filter((_, index) => index > at && isThere(index));
    expect((await readPage(api, team, after(at, 3))).ids).toEqual(rest.slice(0, 3));
  },
);

test.each([1, 49, 50, 51, 250])(
  'F08 %i new invoices at the head move nobody who is paging',
  async (count) => {
    await upstream.control('POST', `/northflank/${team}/invoices`, { invoices: count });
    for (const at of [0, 48, 49, 50, 99, 150, 339]) {
      expect((await readPage(api, team, after(at, 3))).ids).toEqual(ids.slice(at + 1, at + 4));
      const before = await readPage(api, team, `last: 3, before: "${cursors[at]}"`);
      expect(before.ids.slice(-at)).toEqual(at === 0 ? before.ids : ids.slice(Math.max(0, at - 3), at));
    }
  },
);

test('F11 the cursor of an invoice that is gone leads on where it was, and so do its neighbours', async () => {
  await upstream.control('DELETE', `/northflank/${team}/invoices/${ids[20]}`);
  expect((await readPage(api, team, after(20, 3))).ids).toEqual(ids.slice(21, 24));
  expect((await readPage(api, team, `last: 3, before: "${cursors[20]}"`)).ids).toEqual(ids.slice(17, 20));
  expect((await readPage(api, team, after(19, 3))).ids).toEqual(ids.slice(21, 24));
  expect((await readPage(api, team, after(40, 3))).ids).toEqual(ids.slice(41, 44));
});

test('P06 pages of one bare object each give every invoice once, one call for each', async () => {
  await upstream.control('PATCH', '/northflank/team-one', { invoices: 12, form: 'object' });
  await upstream.forget();
  const whole = await readPage(api, 'team-one', 'first: 20');
  expect(whole).toMatchObject({ hasNextPage: false });
  expect(new Set(whole.ids).size).toBe(12);
  expect(await upstream.paths()).toHaveLength(12);
  expect(await walk(api, 'team-one', 'forward', [5])).toMatchObject({
    ids: whole.ids,
    cursors: whole.cursors,
  });
  expect(await walk(api, 'team-one', 'backward', [5])).toMatchObject({ ids: whole.ids });
});

test.each([
  ['no pagination', { data: { invoices: [] } }],
  ['hasNextPage as text', { data: { invoices: [] }, pagination: { hasNextPage: 'false' } }],
  ['no data', { pagination: { hasNextPage: false } }],
  ['invoices as text', { data: { invoices: 'none' }, pagination: { hasNextPage: false } }],
  ['a list', []],
])('P06 an answer with %s is an invalid one', async (_, body) => {
  const headers = { 'content-type': 'application/json' };
  await upstream.fault({ fault: { kind: 'raw', headers, body: JSON.stringify(body) } });
  expect(await codesOf(api, team, 'first: 5')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});
