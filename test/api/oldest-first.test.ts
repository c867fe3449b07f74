import { startApi, type Api } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { idsOf, plantList, plantedList } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { askTeam, fetchRows } from './northflank-paging.js';

/** The same list the other way round: by reading backward at Altostrat, by walking from the newest at Northflank. */

startSystem();

const list = plantedList(500);
const oldestFirst = idsOf(list).toReversed();
const path = '/workspaces/ws_rows/billing-accounts/cus_list/invoices?';

beforeEach(async () => {
  await upstream.reset();
  await plantList(upstream, 'cus_list', list);
  await upstream.forget();
});

const PAGE =
  'edges { cursor node { invoiceId } } nodes { invoiceId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } coverage { scanned complete }';

interface Page {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

async function page(paging: string, of: Api = api): Promise<Page> {
  const { data, errors } = await of.ask(
    `{ ${accountField('cus_list')} { invoices(orderBy: OLDEST_FIRST, ${paging}) { ${PAGE} } } }`,
  );
  expect(errors).toEqual([]);
  return toPage(data.billingAccount.invoices);
}

function toPage(connection: {
  edges: { cursor: string; node: { invoiceId: string } }[];
  nodes: { invoiceId: string }[];
  pageInfo: Omit<Page, 'ids' | 'cursors'>;
}): Page {
  const ids = connection.edges.map(({ node }) => node.invoiceId);
  expect(connection.nodes.map(({ invoiceId }) => invoiceId)).toEqual(ids);
  return { ids, cursors: connection.edges.map(({ cursor }) => cursor), ...connection.pageInfo };
}

test('F14 the first page is the oldest invoices, oldest first, by a walk over the list', async () => {
  const found = await page('first: 3');
  expect(found).toMatchObject({
    ids: oldestFirst.slice(0, 3),
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: found.cursors[0],
    endCursor: found.cursors[2],
  });
  expect(await upstream.paths()).toEqual([
    `${path}limit=200`,
    `${path}limit=200&after=in_00199`,
    `${path}limit=200&after=in_00399`,
  ]);
});

test('F14 each page after it is one call, towards the newest', async () => {
  const { endCursor } = await page('first: 3');
  await upstream.forget();
  const next = await page(`first: 4, after: "${endCursor}"`);
  expect(next).toMatchObject({ ids: oldestFirst.slice(3, 7), hasNextPage: true, hasPreviousPage: true });
  expect(await upstream.paths()).toEqual([`${path}limit=4&before=in_00497`]);
});

test('F14 last without before is the newest invoices, in one call; with it, those before in the order', async () => {
  const newest = await page('last: 3');
  expect(newest).toMatchObject({
    ids: oldestFirst.slice(-3),
    hasNextPage: false,
    hasPreviousPage: true,
  });
  expect(await upstream.paths()).toEqual([`${path}limit=3`]);
  await upstream.forget();
  const before = await page(`last: 2, before: "${newest.startCursor}"`);
  expect(before).toMatchObject({ ids: oldestFirst.slice(-5, -3), hasNextPage: true, hasPreviousPage: true });
  expect(await upstream.paths()).toEqual([`${path}limit=2&after=in_00002`]);
});

test.each([
  ['', oldestFirst],
  [', filter: { status: [OPEN] }', idsOf(list.filter(({ status }) => status === 'open')).toReversed()],
])('F14 walks in both directions meet each invoice once, whatever the page sizes%s', async (filter, all) => {
  const walk = async (direction: 'first' | 'last'): Promise<readonly string[]> => {
    const pages: Page[] = [];
    let anchor = '';
    for (const sizes = [7, 300, 1, 60]; ;) {
      const found: Page = await page(`${direction}: ${sizes[pages.length % 4]}${anchor}${filter}`);
      pages.push(found);
      if (!(direction === 'first' ? found.hasNextPage : found.hasPreviousPage)) break;
      anchor = direction === 'first' ? `, after: "${found.endCursor}"` : `, before: "${found.startCursor}"`;
    }
    return (direction === 'first' ? pages : pages.toReversed()).flatMap(({ ids }) => ids);
  };
  expect(await walk('first')).toEqual(all);
  expect(await walk('last')).toEqual(all);
});

test('F14 with createdBefore, a page from a cursor stops where the list is newer', async () => {
  const filter = `filter: { createdBefore: "${list[490]?.created_at}" }`;
  const first = await page(`first: 2, ${filter}`);
  await upstream.forget();
  const rest = await page(`first: 50, after: "${first.endCursor}", ${filter}`);
  expect(rest).toMatchObject({ ids: oldestFirst.slice(2, 9), hasNextPage: false, hasPreviousPage: true });
  expect(await upstream.paths()).toHaveLength(1);
});

test('F14 a search towards the newest that the budget cuts short leads on by its endCursor', async () => {
  const filter = 'filter: { totalBelow: "1003" }';
  const poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '1' });
  const { data } = await api.ask(
    `{ ${accountField('cus_list')} { invoices(orderBy: OLDEST_FIRST, first: 1, filter: { totalAtLeast: "0" }) { nodes { invoiceId } } } }`,
  );
  expect(data.billingAccount.invoices.nodes).toEqual([{ invoiceId: 'in_00499' }]);
  // One that is found first leads to where the poor one may begin: the oldest of the three lies at the other end.
  const start = await page(`first: 1, ${filter}`);
  expect(start.ids).toEqual(['in_00002']);
  const rest = await page(`first: 5, after: "${start.endCursor}", ${filter}`, poor);
  expect(rest).toMatchObject({ ids: ['in_00001', 'in_00000'], hasNextPage: false, hasPreviousPage: true });
  const older = await page(`last: 5, before: "${start.startCursor}", ${filter}`, poor);
  expect(older).toMatchObject({ ids: [], hasNextPage: true, hasPreviousPage: true, endCursor: null });
  expect(older.startCursor).not.toBeNull();
  const oldest = await page(`last: 5, before: "${older.startCursor}", ${filter}`);
  expect(oldest).toMatchObject({ ids: [], hasNextPage: true, hasPreviousPage: false });
  await poor.stop();
});

test('F14 past the budget the first page is PAGINATION_TOO_DEEP, and never some other page', async () => {
  const poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '2' });
  const { data, errors } = await poor.ask(
    `{ ${accountField('cus_list')} { invoices(orderBy: OLDEST_FIRST) { nodes { invoiceId } } } }`,
  );
  expect(data).toEqual({ billingAccount: null });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['PAGINATION_TOO_DEEP']);
  await poor.stop();
});

test('F14 first: 0 makes no call, and tells the facts of its place where they are selected', async () => {
  const empty = (fields: string) =>
    api.ask(`{ ${accountField('cus_list')} { invoices(orderBy: OLDEST_FIRST, first: 0) { ${fields} } } }`);
  expect((await empty('nodes { id } coverage { scanned complete }')).data.billingAccount.invoices).toEqual({
    nodes: [],
    coverage: { scanned: 0, complete: true },
  });
  expect(await upstream.paths()).toEqual([]);
  expect((await empty('pageInfo { hasNextPage hasPreviousPage }')).data.billingAccount.invoices).toEqual({
    pageInfo: { hasNextPage: true, hasPreviousPage: false },
  });
  expect(await upstream.paths()).toHaveLength(1);
});

test('F14 an order that is none is refused in words, without a call', async () => {
  const { data, errors } = await api.ask(
    `{ ${accountField('cus_list')} { invoices(orderBy: HIGHEST_FIRST) { nodes { id } } } }`,
  );
  expect(data).toBeUndefined();
  expect(errors[0]?.message).toContain('HIGHEST_FIRST');
  expect(await upstream.paths()).toEqual([]);
});

test('F14 NEWEST_FIRST, null and no order are the same list, with the same cursors; oldest first is another', async () => {
  const edges = async (order: string): Promise<unknown> => {
    const { data } = await api.ask(
      `{ ${accountField('cus_list')} { invoices(first: 2${order}) { edges { cursor } } } }`,
    );
    return data.billingAccount.invoices.edges;
  };
  const plain = await edges('');
  expect(await edges(', orderBy: NEWEST_FIRST')).toEqual(plain);
  expect(await edges(', orderBy: null')).toEqual(plain);
  const [newest] = (plain as { cursor: string }[]).map(({ cursor }) => cursor);
  await upstream.forget();
  const { errors } = await api.ask(
    `{ ${accountField('cus_list')} { invoices(first: 2, after: "${newest}", orderBy: OLDEST_FIRST) { nodes { id } } } }`,
  );
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
  expect(await upstream.paths()).toEqual([]);
});

test('F14 NORTHFLANK: the same pages by walks from the newest', async () => {
  const all = (await fetchRows(upstream, 'team-n3')).map(({ id }) => String(id)).toReversed();
  const read = async (paging: string): Promise<Page> => {
    const { data, errors } = await askTeam(
      api,
      'team-n3',
      `invoices(orderBy: OLDEST_FIRST, ${paging}) { ${PAGE} }`,
    );
    expect(errors).toEqual([]);
    return toPage(data.billingAccount.invoices);
  };
  await upstream.forget();
  const first = await read('first: 5');
  expect(first).toMatchObject({ ids: all.slice(0, 5), hasNextPage: true, hasPreviousPage: false });
  expect(await upstream.paths()).toHaveLength(Math.ceil(all.length / 100));
  const next = await read(`first: 200, after: "${first.endCursor}"`);
  expect(next).toMatchObject({ ids: all.slice(5, 205), hasNextPage: true, hasPreviousPage: true });
  await upstream.forget();
  const last = await read('last: 3');
  expect(last).toMatchObject({ ids: all.slice(-3), hasNextPage: false, hasPreviousPage: true });
  expect(await upstream.paths()).toHaveLength(1);
});
