import { encodeCursor } from '../../src/relay/cursor.js';
import { startApi, type Api } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { askMerged, idsOfAccounts, idsOnPage, readMerged } from '../support/merged-list.js';
import { idsOf, plantList, plantedList, type PlantedInvoice } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { listOf, lists, readList } from './recovered-lists.js';

/** Cursors of invoices that are gone: the walk goes on where they were, and the answer says so. */

startSystem();

/** A server whose operations may make two calls. */
let poor: Api;
beforeAll(async () => {
  poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '2' });
});
afterAll(async () => poor?.stop());
beforeEach(async () => upstream.reset());

const ACCOUNT = 'cus_list';
const path = `/workspaces/ws_rows/billing-accounts/${ACCOUNT}/invoices?`;
const altostrat = listOf('Altostrat');
const northflank = listOf('Northflank N3');

test.each(lists.map((list) => [list.name, list] as const))(
  'F11 %s: from the cursor of an invoice that is gone, both ways lead on where it was',
  async (_name, list) => {
    await list.create();
    const { ids, cursors } = await readList(api, list, 'first: 50');
    await list.remove(20);
    expect(await readList(api, list, `first: 3, after: "${cursors[20]}"`)).toMatchObject({
      ids: ids.slice(21, 24),
      hasNextPage: true,
      hasPreviousPage: true,
      recovered: true,
    });
    expect(await readList(api, list, `last: 3, before: "${cursors[20]}"`)).toMatchObject({
      ids: ids.slice(17, 20),
      hasNextPage: true,
      hasPreviousPage: true,
      recovered: true,
    });
    const oldestFirst = 'orderBy: OLDEST_FIRST';
    const old = await readList(api, list, `last: 30, ${oldestFirst}`);
    await list.remove(9);
    const at = old.ids.indexOf(ids[9] as string);
    expect(await readList(api, list, `first: 2, after: "${old.cursors[at]}", ${oldestFirst}`)).toMatchObject({
      ids: old.ids.slice(at + 1, at + 3),
      recovered: true,
    });
    expect(await readList(api, list, `last: 2, before: "${old.cursors[at]}", ${oldestFirst}`)).toMatchObject({
      ids: old.ids.slice(at - 2, at),
      recovered: true,
    });
  },
);

test.each(lists.map((list) => [list.name, list] as const))(
  'F11 %s: of the newest and the oldest invoice, too; and nothing is there on the other side',
  async (_name, list) => {
    await list.create();
    const { ids, cursors } = await readList(api, list, 'first: 450');
    const last = ids.length - 1;
    await list.remove(last);
    await list.remove(0);
    expect(await readList(api, list, `first: 2, after: "${cursors[0]}"`)).toMatchObject({
      ids: ids.slice(1, 3),
      hasNextPage: true,
      hasPreviousPage: false,
      recovered: true,
    });
    expect(await readList(api, list, `last: 2, before: "${cursors[0]}"`)).toMatchObject({
      ids: [],
      hasNextPage: true,
      hasPreviousPage: false,
      recovered: true,
    });
    expect(await readList(api, list, `first: 2, after: "${cursors[last]}"`)).toMatchObject({
      ids: [],
      hasNextPage: false,
      hasPreviousPage: true,
      recovered: true,
    });
    expect(await readList(api, list, `last: 2, before: "${cursors[last]}"`)).toMatchObject({
      ids: ids.slice(last - 2, last),
      hasNextPage: false,
      hasPreviousPage: true,
      recovered: true,
    });
  },
);

test('F11 Altostrat: finding the place is a call for each 200 invoices down to it; from there the pages cost what they do', async () => {
  await altostrat.create();
  const { ids, cursors } = await readList(api, altostrat, 'first: 450');
  await upstream.forget();
  await readList(api, altostrat, `first: 3, after: "${cursors[300]}"`);
  expect(await upstream.paths()).toEqual([`${path}limit=3&after=in_00300`]);
  await altostrat.remove(300);
  const walk = [`${path}limit=200`, `${path}limit=200&after=in_00199`];
  await upstream.forget();
  await readList(api, altostrat, `first: 3, after: "${cursors[300]}"`);
  expect(await upstream.paths()).toEqual([`${path}limit=3&after=in_00300`, ...walk]);
  await upstream.forget();
  const wide = await readList(api, altostrat, `last: 250, before: "${cursors[300]}"`);
  expect(wide.ids).toEqual(ids.slice(50, 300));
  expect(await upstream.paths()).toEqual([`${path}limit=200&before=in_00300`, ...walk]);
  await upstream.forget();
  await readList(api, altostrat, `first: 150, after: "${cursors[300]}"`);
  expect(await upstream.paths()).toEqual([
    `${path}limit=150&after=in_00300`,
    ...walk,
    `${path}limit=50&after=in_00400`,
  ]);
});

test('F11 Northflank: its page of the cursor is enough where it shows what was on both sides', async () => {
  await northflank.create();
  const { ids, cursors } = await readList(api, northflank, 'first: 250');
  await northflank.remove(150);
  await upstream.forget();
  const next = await readList(api, northflank, `first: 3, after: "${cursors[150]}"`);
  expect([next.ids, next.recovered]).toEqual([ids.slice(151, 154), true]);
  expect(await upstream.paths()).toHaveLength(1);
  await northflank.remove(199);
  await upstream.forget();
  // The last of its page: the provider's own cursor after it is gone as well.
  const beyond = await readList(api, northflank, `first: 3, after: "${cursors[199]}"`);
  expect([beyond.ids, beyond.recovered]).toEqual([ids.slice(200, 203), true]);
  expect(await upstream.paths()).toHaveLength(4);
  await upstream.forget();
  // Backward it is a walk from the newest in any case, and one page more shows that the row is not further down.
  const before = await readList(api, northflank, `last: 3, before: "${cursors[50]}"`);
  expect([before.ids, before.recovered]).toEqual([ids.slice(47, 50), false]);
  expect(await upstream.paths()).toHaveLength(1);
  await northflank.remove(50);
  await upstream.forget();
  const lost = await readList(api, northflank, `last: 3, before: "${cursors[50]}"`);
  expect([lost.ids, lost.recovered]).toEqual([ids.slice(47, 50), true]);
  expect(await upstream.paths()).toHaveLength(2);
});

test('F11 recovered is false without a cursor and while the invoice is there, and null where nothing was read', async () => {
  await altostrat.create();
  const page = await readList(api, altostrat, 'first: 3');
  expect(page.recovered).toBe(false);
  expect((await readList(api, altostrat, `first: 3, after: "${page.cursors[1]}"`)).recovered).toBe(false);
  await upstream.forget();
  const { data } = await api.ask(`{ ${accountField(ACCOUNT)} { invoices(first: 0) { recovered } } }`);
  expect(data.billingAccount.invoices).toEqual({ recovered: null });
  expect(await upstream.paths()).toEqual([]);
});

test('F11 first: 0 at a cursor that is gone tells what lies on both sides of its place', async () => {
  await altostrat.create();
  const { cursors } = await readList(api, altostrat, 'first: 3');
  await altostrat.remove(0);
  expect(await readList(api, altostrat, `first: 0, after: "${cursors[0]}"`)).toMatchObject({
    hasNextPage: true,
    hasPreviousPage: false,
  });
  expect(await readList(api, altostrat, `last: 0, before: "${cursors[0]}"`)).toMatchObject({
    hasNextPage: true,
    hasPreviousPage: false,
  });
});

const open = 'filter: { status: [OPEN] }';

async function replant(list: readonly PlantedInvoice[], changes: Record<string, object> = {}): Promise<void> {
  await plantList(upstream, ACCOUNT, list, changes);
}

test('F11 F13 an invoice that leaves the filter still marks its place: nothing is lost, nothing comes twice, no call more', async () => {
  const list = plantedList(60);
  const openIds = idsOf(list.filter(({ status }) => status === 'open'));
  await replant(list);
  const first = await readList(api, altostrat, `first: 3, ${open}`);
  const cursor = first.cursors[2] as string;
  await replant(list, { [first.ids[2] as string]: { status: 'paid' } });
  await upstream.forget();
  expect(await readList(api, altostrat, `first: 3, after: "${cursor}", ${open}`)).toMatchObject({
    ids: openIds.slice(3, 6),
    recovered: false,
  });
  expect(await upstream.paths()).toHaveLength(1);
  expect((await readList(api, altostrat, `last: 5, before: "${cursor}", ${open}`)).ids).toEqual(
    openIds.slice(0, 2),
  );
});

test('F11 F13 an invoice of a filtered list that is gone: both ways lead on, and what lies behind is a fact', async () => {
  const list = plantedList(60);
  const openIds = idsOf(list.filter(({ status }) => status === 'open'));
  await replant(list);
  const { cursors } = await readList(api, altostrat, `first: 20, ${open}`);
  await replant(list.filter(({ id }) => id !== openIds[0] && id !== openIds[3]));
  expect(await readList(api, altostrat, `first: 2, after: "${cursors[3]}", ${open}`)).toMatchObject({
    ids: openIds.slice(4, 6),
    hasNextPage: true,
    hasPreviousPage: true,
    recovered: true,
  });
  expect(await readList(api, altostrat, `last: 5, before: "${cursors[3]}", ${open}`)).toMatchObject({
    ids: openIds.slice(1, 3),
    hasNextPage: true,
    hasPreviousPage: false,
    recovered: true,
  });
  expect(await readList(api, altostrat, `first: 1, after: "${cursors[0]}", ${open}`)).toMatchObject({
    ids: [openIds[1]],
    hasPreviousPage: false,
    recovered: true,
  });
});

test('F11 F13 the cursor of a search that was cut short outlives the invoice that it stands at', async () => {
  const list = plantedList(500);
  await replant(list);
  const filter = 'filter: { totalAtLeast: "1450" }';
  const cut = await readList(poor, altostrat, `first: 2, ${filter}`, 'pageInfo { endCursor }');
  expect(cut.ids).toEqual([]);
  await replant(list.filter(({ id }) => id !== 'in_00399'));
  expect(await readList(api, altostrat, `first: 2, after: "${cut.endCursor}", ${filter}`)).toMatchObject({
    ids: ['in_00450', 'in_00451'],
    hasPreviousPage: false,
    recovered: true,
  });
});

test('F11 invoices of the very same time are on both sides of the one that is gone: none is left out', async () => {
  const list = plantedList(30);
  const at = list[10]?.created_at as string;
  const tied = new Set(['in_00009', 'in_00010', 'in_00011', 'in_00012']);
  const planted = list.map((invoice) => (tied.has(invoice.id) ? { ...invoice, created_at: at } : invoice));
  await replant(planted);
  const { ids, cursors } = await readList(api, altostrat, 'first: 30');
  await replant(planted.filter(({ id }) => id !== 'in_00010'));
  const others = ['in_00009', 'in_00011', 'in_00012'];
  expect(await readList(api, altostrat, `first: 5, after: "${cursors[10]}"`)).toMatchObject({
    ids: [...others, ...ids.slice(13, 15)],
    recovered: true,
  });
  expect(await readList(api, altostrat, `last: 5, before: "${cursors[10]}"`)).toMatchObject({
    ids: [...ids.slice(7, 9), ...others],
    recovered: true,
  });
  // From any of them the order is the provider's again.
  expect((await readList(api, altostrat, `first: 2, after: "${cursors[11]}"`)).ids).toEqual(
    ids.slice(12, 14),
  );
});

test('F11 a provider that takes no ids for cursors is walked to the invoice: it is there, and nothing was recovered', async () => {
  await altostrat.create();
  const { ids, cursors } = await readList(api, altostrat, 'first: 450');
  await upstream.control('PATCH', `/accounts/${ACCOUNT}`, { cursors: 'strict-opaque' });
  for (const at of [20, 199, 300]) {
    const next = await readList(api, altostrat, `first: 3, after: "${cursors[at]}"`);
    expect([next.ids, next.recovered]).toEqual([ids.slice(at + 1, at + 4), false]);
    const before = await readList(api, altostrat, `last: 3, before: "${cursors[at]}"`);
    expect([before.ids, before.recovered]).toEqual([ids.slice(at - 3, at), false]);
  }
  await altostrat.remove(300);
  const next = await readList(api, altostrat, `first: 3, after: "${cursors[300]}"`);
  expect([next.ids, next.recovered]).toEqual([ids.slice(301, 304), true]);
});

test('F11 a provider that begins anew where it does not know the invoice is not believed', async () => {
  const list = plantedList(500);
  await replant(list);
  const { ids, cursors } = await readList(api, altostrat, 'first: 310');
  const body = await (
    await fetch(`${upstream.url}${path}limit=3`, { headers: { authorization: 'Bearer sandbox-altostrat' } })
  ).text();
  await altostrat.remove(300);
  await upstream.fault({ match: { path: 'after=in_00300' }, fault: { kind: 'raw', body } });
  expect(await readList(api, altostrat, `first: 3, after: "${cursors[300]}"`)).toMatchObject({
    ids: ids.slice(301, 304),
    recovered: true,
  });
});

test('F11 a place beyond the calls of the operation is PAGINATION_TOO_DEEP', async () => {
  await altostrat.create();
  const { cursors } = await readList(api, altostrat, 'first: 450');
  await altostrat.remove(300);
  const { data, errors } = await poor.ask(
    `{ ${accountField(ACCOUNT)} { invoices(first: 3, after: "${cursors[300]}") { nodes { id } } } }`,
  );
  expect([data, errors.map(({ extensions }) => extensions['code'])]).toEqual([
    { billingAccount: null },
    ['PAGINATION_TOO_DEEP'],
  ]);
});

test('F11 a cursor that was handed out without a time works while its invoice is there, and is INVALID_CURSOR after that', async () => {
  await altostrat.create();
  await northflank.create();
  const place = { id: 'in_00020', createdAt: null, offset: 0 };
  const older = encodeCursor('invoices of ["ALTOSTRAT","ws_rows","cus_list"]', place);
  const { ids } = await readList(api, northflank, 'first: 30');
  const team = encodeCursor('invoices of ["NORTHFLANK",null,"team-lost"]', {
    id: ids[20] as string,
    createdAt: null,
    offset: 0,
    hint: [null, 20],
  });
  expect((await readList(api, altostrat, `first: 2, after: "${older}"`)).ids).toEqual([
    'in_00021',
    'in_00022',
  ]);
  expect((await readList(api, northflank, `first: 2, after: "${team}"`)).ids).toEqual(ids.slice(21, 23));
  expect((await readList(api, northflank, `last: 2, before: "${team}"`)).ids).toEqual(ids.slice(18, 20));
  await altostrat.remove(20);
  await northflank.remove(20);
  for (const [list, cursor] of [
    [altostrat, older],
    [northflank, team],
  ] as const)
    for (const paging of [`first: 2, after: "${cursor}"`, `last: 2, before: "${cursor}"`])
      await expect(readList(api, list, paging)).rejects.toThrow('INVALID_CURSOR');
});

test('F11 F16 a merged list goes on where an invoice of one account was, and asks the others as ever', async () => {
  await altostrat.create();
  await northflank.create();
  const ids = await idsOfAccounts(api, [
    { provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId: ACCOUNT },
    { provider: 'NORTHFLANK', accountId: 'team-lost' },
  ]);
  const fields =
    'edges { cursor node { provider invoiceId } } pageInfo { hasNextPage hasPreviousPage } recovered coverage { complete }';
  const read = async (paging: string): Promise<MergedAnswer> => {
    const { data, errors } = await askMerged(api, ids, { paging, fields });
    expect(errors).toEqual([]);
    return data.invoices as MergedAnswer;
  };
  const { edges, recovered } = await read('first: 60');
  expect(recovered).toBe(false);
  const met = edges.map(({ node }) => node.invoiceId);
  for (const [provider, list] of [
    ['ALTOSTRAT', altostrat],
    ['NORTHFLANK', northflank],
  ] as const) {
    const at = edges.findIndex(({ node }, index) => index > 20 && node.provider === provider);
    const own = edges.filter(({ node }) => node.provider === provider);
    await list.remove(own.findIndex(({ node }) => node.invoiceId === met[at]));
    await upstream.forget();
    const next = await read(`first: 5, after: "${edges[at]?.cursor}"`);
    expect(next).toMatchObject({ recovered: true, pageInfo: { hasNextPage: true, hasPreviousPage: true } });
    expect(next.edges.map(({ node }) => node.invoiceId)).toEqual(met.slice(at + 1, at + 6));
    // Altostrat refuses the cursor first; Northflank's own page shows the place.
    expect(await upstream.paths()).toHaveLength(provider === 'ALTOSTRAT' ? 3 : 2);
    const before = await read(`last: 5, before: "${edges[at]?.cursor}"`);
    expect(before).toMatchObject({ recovered: true, coverage: { complete: true } });
    expect(before.edges.map(({ node }) => node.invoiceId)).toEqual(met.slice(at - 5, at));
    met.splice(at, 1);
    (edges as unknown[]).splice(at, 1);
  }
});

test('F11 F16 the page after a recovered one does not ask for the lost invoice again, also where its account had no turn', async () => {
  const list = plantedList(60);
  const few = [0, 20, 40].map((at) => ({ ...(list[at] as PlantedInvoice), id: `in_few_${at}` }));
  await plantList(upstream, 'cus_few', few);
  await replant(list.slice(1));
  const ids = await idsOfAccounts(
    api,
    ['cus_few', ACCOUNT].map((accountId) => ({ provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId })),
  );
  const first = await readMerged(api, ids, 'first: 1');
  expect(idsOnPage(first)).toEqual(['in_few_0']);
  await plantList(upstream, 'cus_few', few.slice(1));
  const next = await readMerged(api, ids, `first: 2, after: "${first.pageInfo.endCursor}"`);
  expect(idsOnPage(next)).toEqual(['in_00001', 'in_00002']);
  await upstream.forget();
  const rest = await readMerged(api, ids, `first: 40, after: "${next.pageInfo.endCursor}"`);
  expect(idsOnPage(rest).filter((id) => id.startsWith('in_few'))).toEqual(['in_few_20', 'in_few_40']);
  expect((await upstream.paths()).filter((each) => each.includes('in_few'))).toEqual([]);
});

interface MergedAnswer {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly provider: string; readonly invoiceId: string };
  }[];
  readonly recovered: boolean;
}
