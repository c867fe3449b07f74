import { startApi, type Api, type GraphqlAnswer } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { idsOf, plantList, plantedList } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { askTeam, fetchRows } from './northflank-paging.js';

/** Filters over 900 invoices of Altostrat, which knows no filter, so that the list is looked through in pages of 200. */

startSystem();

const list = plantedList(900);
const path = '/workspaces/ws_rows/billing-accounts/cus_list/invoices?';

beforeEach(async () => {
  await upstream.reset();
  await plantList(upstream, 'cus_list', list);
  await upstream.forget();
});

const PAGE =
  'edges { cursor node { invoiceId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } coverage { scanned undecided complete }';

async function ask(paging: string, of: Api = api, fields = PAGE): Promise<GraphqlAnswer> {
  return of.ask(`{ ${accountField('cus_list')} { invoices(${paging}) { ${fields} } } }`);
}

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly invoiceId: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly coverage: { readonly scanned: number; readonly undecided: number; readonly complete: boolean };
}

async function page(paging: string, of: Api = api): Promise<Page> {
  const { data, errors } = await ask(paging, of);
  expect(errors).toEqual([]);
  return data.billingAccount.invoices as Page;
}

function idsOn({ edges }: Page): readonly string[] {
  return edges.map(({ node }) => node.invoiceId);
}

test('F13 by status: the page is filled from as many full pages as that takes, here one', async () => {
  const found = await page('first: 20, filter: { status: [OPEN] }');
  const open = list.filter(({ status }) => status === 'open');
  expect(idsOn(found)).toEqual(idsOf(open.slice(0, 20)));
  expect(found.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(found.coverage).toEqual({ scanned: 135, undecided: 0, complete: true });
  expect(await upstream.paths()).toEqual([`${path}limit=200`]);
});

test.each([
  [
    'status: [VOID, UNCOLLECTIBLE]',
    (each: (typeof list)[number]) => ['void', 'uncollectible'].includes(each.status),
  ],
  ['currency: ["EUR"]', ({ currency }: (typeof list)[number]) => currency === 'eur'],
  ['totalAtLeast: "1890"', ({ total }: (typeof list)[number]) => total >= 1890],
  ['totalBelow: "1003"', ({ total }: (typeof list)[number]) => total < 1003],
  [
    'status: [PAID], currency: ["USD"], totalAtLeast: "1100", totalBelow: "1200"',
    ({ status, currency, total }: (typeof list)[number]) =>
      status === 'paid' && currency === 'usd' && total >= 1100 && total < 1200,
  ],
] as const)('F13 { %s } gives those invoices and no other, from the whole list', async (filter, isWanted) => {
  const found = await page(`first: 1000, filter: { ${filter} }`);
  const wanted = list.filter(isWanted);
  expect(wanted.length).toBeGreaterThan(0);
  expect(idsOn(found)).toEqual(idsOf(wanted));
  expect(found.pageInfo.hasNextPage).toBe(false);
  expect(found.coverage).toEqual({ scanned: 900, undecided: 0, complete: true });
  expect(await upstream.paths()).toHaveLength(5);
});

test('F13 by date: from is inclusive, before is exclusive, and reading stops where the list is older', async () => {
  const { created_at: from } = list[109] as (typeof list)[number];
  const { created_at: before } = list[99] as (typeof list)[number];
  const found = await page(`first: 50, filter: { createdFrom: "${from}", createdBefore: "${before}" }`);
  expect(idsOn(found)).toEqual(idsOf(list.slice(100, 110)));
  expect(found.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  expect(found.coverage).toEqual({ scanned: 200, undecided: 0, complete: true });
  expect(await upstream.paths()).toEqual([`${path}limit=200`]);
});

test('F13 by date: a list that comes in another order is read to its end, so that nothing is missing', async () => {
  await plantList(upstream, 'cus_list', list.toReversed());
  const { created_at: from } = list[2] as (typeof list)[number];
  const found = await page(`first: 50, filter: { createdFrom: "${from}" }`);
  expect(idsOn(found)).toEqual(idsOf(list.slice(0, 3)).toReversed());
  expect(found.coverage).toEqual({ scanned: 900, undecided: 0, complete: true });
});

test('F13 an instant in another time zone or with other digits is the same filter, with the same cursors', async () => {
  const [one] = (await page('first: 1, filter: { createdBefore: "2025-12-01T00:00:00Z" }')).edges;
  const other = await page(
    `first: 1, after: "${one?.cursor}", filter: { createdBefore: "2025-12-01T02:00:00.000+02:00", status: null }`,
  );
  expect([one?.node.invoiceId, ...idsOn(other)]).toEqual(['in_00032', 'in_00033']);
});

test('F13 a filter that asks for nothing is none: the same call, the same cursors', async () => {
  const { edges } = await page('first: 5, filter: {}');
  expect(await upstream.paths()).toEqual([`${path}limit=5`]);
  const plain = await page('first: 5');
  expect(edges).toEqual(plain.edges);
  const next = await page(`first: 5, after: "${edges[4]?.cursor}", filter: { currency: null }`);
  expect(idsOn(next)).toEqual(idsOf(list.slice(5, 10)));
});

test('F13 whether more follows costs those pages up to the next match, only where it is asked for', async () => {
  // The matches are rows 1, 8 ... 897: 29 lie on the first page.
  const filter = 'filter: { status: [OPEN], totalAtLeast: "1001", totalBelow: "1197" }';
  const { data } = await ask(`first: 28, ${filter}`, api, 'nodes { invoiceId }');
  expect(data.billingAccount.invoices.nodes).toHaveLength(28);
  expect(await upstream.paths()).toHaveLength(1);
  await upstream.forget();
  const { pageInfo } = await page(`first: 28, ${filter}`);
  expect(pageInfo.hasNextPage).toBe(false);
  expect(await upstream.paths()).toHaveLength(5);
});

test('F13 backward from a cursor: the matches nearest to it, still newest first', async () => {
  const filter = 'filter: { status: [OPEN] }';
  const { edges } = await page(`first: 60, ${filter}`);
  await upstream.forget();
  const found = await page(`last: 10, before: "${edges[59]?.cursor}", ${filter}`);
  expect(found.edges).toEqual(edges.slice(49, 59));
  expect(found.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  expect(await upstream.paths()).toEqual([`${path}limit=200&before=${edges[59]?.node.invoiceId}`]);
});

test('F13 last without before gives the oldest matches, by a walk over the list', async () => {
  const found = await page('last: 3, filter: { status: [OPEN] }');
  expect(idsOn(found)).toEqual(idsOf(list.filter(({ status }) => status === 'open').slice(-3)));
  expect(found.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(await upstream.paths()).toHaveLength(5);
});

test('F13 a page that found nothing within the budget leads on by its cursor, and the walk meets each match once', async () => {
  const poor = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '2' });
  const filter = 'filter: { totalAtLeast: "1450", totalBelow: "1460" }';
  const met: string[] = [];
  const pages: Page[] = [];
  let after: string | null = null;
  do {
    const found: Page = await page(`first: 8, ${filter}${after ? `, after: "${after}"` : ''}`, poor);
    met.push(...idsOn(found));
    pages.push(found);
    after = found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  } while (after !== null);
  expect(pages.map(({ edges, coverage }) => [edges.length, coverage.scanned, coverage.complete])).toEqual([
    [0, 400, false],
    [8, 58, true],
    [2, 400, false],
    [0, 42, true],
  ]);
  expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, false, true, true]);
  expect(met).toEqual(idsOf(list.slice(450, 460)));
  await poor.stop();
});

test('F13 a fault on a later page is told beside the matches before it, whose cursor goes on', async () => {
  await upstream.fault({
    match: { method: 'GET', path: 'after=in_00199' },
    fault: { kind: 'status', status: 400 },
    times: 1,
  });
  const { data, errors } = await ask('first: 60, filter: { status: [OPEN] }');
  const found = data.billingAccount.invoices as Page;
  expect(errors.map(({ path: at }) => at)).toEqual([['billingAccount', 'invoices']]);
  const open = idsOf(list.filter(({ status }) => status === 'open'));
  expect(idsOn(found)).toEqual(open.slice(0, 29));
  expect(found.coverage).toEqual({ scanned: 200, undecided: 0, complete: false });
  expect(found.pageInfo.hasNextPage).toBe(true);
  const next = await page(`first: 60, after: "${found.pageInfo.endCursor}", filter: { status: [OPEN] }`);
  expect(idsOn(next)).toEqual(open.slice(29, 89));
});

test('F13 an invoice of which nobody can tell is not shown, and not passed over in silence', async () => {
  await plantList(upstream, 'cus_list', list.slice(0, 10), {
    in_00001: { status: 'settled' },
    in_00002: { currency: 'nonsense' },
    in_00003: { total: 'much' },
    in_00004: { created_at: 'yesterday' },
    in_00005: { total: null },
  });
  const undecided = async (filter: string): Promise<unknown> => {
    const found = await page(`first: 20, filter: { ${filter} }`);
    return [idsOn(found).length, found.coverage.undecided, found.coverage.complete];
  };
  expect(await undecided('status: [OPEN]')).toEqual([1, 1, false]);
  expect(await undecided('currency: ["USD"]')).toEqual([7, 1, false]);
  // An amount whose currency cannot be read is none either.
  expect(await undecided('totalAtLeast: "0"')).toEqual([7, 3, false]);
  expect(await undecided('createdFrom: "2020-01-01T00:00:00Z"')).toEqual([9, 1, false]);
  // What a figure that can be read rules out is out, whatever cannot be read beside it.
  expect(await undecided('status: [VOID], totalAtLeast: "5000"')).toEqual([0, 1, false]);
});

test.each([
  ['status: []', 'filter.status'],
  ['currency: []', 'filter.currency'],
  ['createdFrom: "2025-01-01T00:00:00Z", createdBefore: "2025-01-01T01:00:00+01:00"', 'filter.createdBefore'],
  ['createdFrom: "2025-01-02T00:00:00Z", createdBefore: "2025-01-01T00:00:00Z"', 'filter.createdBefore'],
  ['totalAtLeast: "10", totalBelow: "10"', 'filter.totalBelow'],
  ['totalAtLeast: "9", totalBelow: "-10"', 'filter.totalBelow'],
])('F13 { %s } is BAD_USER_INPUT naming %s, without a call', async (filter, argument) => {
  for (const field of [
    `invoices(filter: { ${filter} }) { nodes { id } }`,
    `totals(filter: { ${filter} }) { total { decimal } }`,
  ]) {
    const { errors } = await api.ask(`{ ${accountField('cus_list')} { ${field} } }`);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]?.message).toContain(`"${argument}"`);
  }
  expect(await upstream.paths()).toEqual([]);
});

test.each([
  ['currency: ["usd"]'],
  ['currency: ["XXZ"]'],
  ['status: [UNKNOWN]'],
  ['totalBelow: 5'],
  ['totalBelow: "1.5"'],
  ['createdFrom: "2025-01-01"'],
  ['createdFrom: "2025-02-30T00:00:00Z"'],
  ['colour: "red"'],
])('F13 { %s } is refused by the schema, without a call', async (filter) => {
  const { errors, data } = await ask(`filter: { ${filter} }`);
  expect(data).toBeUndefined();
  expect(errors.length).toBeGreaterThan(0);
  expect(await upstream.paths()).toEqual([]);
});

test('F13 a cursor of another filter, or of none, is INVALID_CURSOR without a call', async () => {
  const cursorOf = async (paging: string): Promise<string> => (await page(paging)).edges[0]?.cursor ?? '';
  const open = await cursorOf('first: 1, filter: { status: [OPEN] }');
  const plain = await cursorOf('first: 1');
  const oldest = await cursorOf('first: 1, orderBy: OLDEST_FIRST, filter: { status: [OPEN] }');
  await upstream.forget();
  for (const paging of [
    `first: 1, after: "${open}"`,
    `first: 1, after: "${open}", filter: { status: [PAID] }`,
    `first: 1, after: "${open}", filter: { status: [OPEN], currency: ["USD"] }`,
    `first: 1, after: "${plain}", filter: { status: [OPEN] }`,
    `first: 1, after: "${open}", orderBy: OLDEST_FIRST, filter: { status: [OPEN] }`,
    `last: 1, before: "${oldest}", filter: { status: [OPEN] }`,
  ]) {
    const { errors } = await ask(paging);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
  }
  expect(await upstream.paths()).toEqual([]);
});

test('F13 a list and its filtered ones, counts and totals read the same pages together', async () => {
  await plantList(upstream, 'cus_list', list.slice(0, 390));
  await upstream.forget();
  const { data, errors } = await api.ask(`{ ${accountField('cus_list')} {
    few: invoices(first: 5) { nodes { invoiceId } }
    open: invoices(first: 500, filter: { status: [OPEN] }) { nodes { invoiceId } count { value precision } }
    paid: invoices(first: 3, filter: { status: [PAID] }) { nodes { invoiceId } count { value precision } }
    totals { currency invoices }
    paidTotals: totals(filter: { status: [PAID] }) { currency invoices }
  } }`);
  expect(errors).toEqual([]);
  expect(data.billingAccount.few.nodes).toHaveLength(5);
  expect(data.billingAccount.open.count).toEqual({ value: 56, precision: 'EXACT' });
  expect(data.billingAccount.paid.count).toEqual({ value: 167, precision: 'EXACT' });
  expect(data.billingAccount.totals).toEqual([
    { currency: 'EUR', invoices: 130 },
    { currency: 'USD', invoices: 260 },
  ]);
  expect(await upstream.paths()).toEqual([`${path}limit=200`, `${path}limit=200&after=in_00199`]);
});

test('F13 NORTHFLANK: by the currency and the end of the period, in pages of 100', async () => {
  const rows = await fetchRows(upstream, 'team-n3');
  const [newest, , third] = rows;
  await upstream.forget();
  const from = new Date((third?.period.end ?? 0) * 1000).toISOString();
  const { data, errors } = await askTeam(
    api,
    'team-n3',
    `invoices(first: 5, filter: { createdFrom: "${from}" }) { ${PAGE} }`,
  );
  expect(errors).toEqual([]);
  const found = data.billingAccount.invoices as Page;
  expect(idsOn(found)).toEqual(rows.slice(0, 3).map(({ id }) => id));
  expect(idsOn(found)[0]).toBe(newest?.id);
  expect(found.pageInfo.hasNextPage).toBe(false);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F13 NORTHFLANK: a walk of filtered pages that the budget cuts short meets each match once', async () => {
  const poor = await startApi({ NORTHFLANK_URL: upstream.url, MAX_UPSTREAM_CALLS: '1' });
  const rows = await fetchRows(upstream, 'team-n3');
  const wanted = rows.filter(({ paid }) => paid === false).map(({ id }) => id);
  const met: unknown[] = [];
  let after = '';
  for (;;) {
    const { data, errors } = await askTeam(
      poor,
      'team-n3',
      `invoices(first: 7, filter: { status: [OPEN] }${after}) { ${PAGE} }`,
    );
    expect(errors).toEqual([]);
    const found = data.billingAccount.invoices as Page;
    met.push(...idsOn(found));
    if (!found.pageInfo.hasNextPage) break;
    after = `, after: "${found.pageInfo.endCursor}"`;
  }
  expect(wanted.length).toBeGreaterThan(7);
  expect(met).toEqual(wanted);
  await poor.stop();
});

test('F13 NORTHFLANK: lines of matches cost a call each, and none for an invoice that is not shown', async () => {
  const { data, errors } = await askTeam(
    api,
    'team-n3',
    'invoices(first: 2, filter: { status: [OPEN] }) { nodes { lines { nodes { description } } } pageInfo { hasNextPage } }',
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toHaveLength(2);
  expect(data.billingAccount.invoices.pageInfo.hasNextPage).toBe(true);
  const routes = (await upstream.calls()).map(({ route }) => route);
  expect(routes.filter((route) => !route.endsWith('invoices'))).toHaveLength(2);
});

test('F13 a plain page from the head is read with the filtered one beside it: one call', async () => {
  const { data } = await api.ask(
    `{ ${accountField('cus_list')} { few: invoices(first: 5) { nodes { invoiceId } pageInfo { hasNextPage } } open: invoices(first: 5, filter: { status: [OPEN] }) { nodes { invoiceId } } } }`,
  );
  expect(data.billingAccount.few.nodes).toHaveLength(5);
  expect(data.billingAccount.few.pageInfo).toEqual({ hasNextPage: true });
  expect(data.billingAccount.open.nodes).toHaveLength(5);
  expect(await upstream.paths()).toEqual([`${path}limit=200`]);
});

/** The moment before which the invoices from this row on were billed. */
async function before(index: number): Promise<string> {
  const rows = await fetchRows(upstream, 'team-n3');
  await upstream.forget();
  return new Date((rows[index - 1]?.period.end ?? 0) * 1000).toISOString();
}

test('F13 NORTHFLANK: looking whether more follows costs its page alone, and no call for the lines of what it finds', async () => {
  const filter = `filter: { createdBefore: "${await before(98)}" }`;
  const { data, errors } = await askTeam(
    api,
    'team-n3',
    `invoices(first: 2, ${filter}) { nodes { lines { nodes { description } } } pageInfo { hasNextPage } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toHaveLength(2);
  expect(data.billingAccount.invoices.pageInfo).toEqual({ hasNextPage: true });
  const routes = (await upstream.calls()).map(({ route }) => route.endsWith('invoices'));
  expect(routes.toSorted()).toEqual([false, false, true, true]);
});

test('F13 NORTHFLANK: a search for invoices with lines leaves the call that shows one, and goes on by its cursor', async () => {
  const poor = await startApi({ NORTHFLANK_URL: upstream.url, MAX_UPSTREAM_CALLS: '2' });
  const filter = `filter: { createdBefore: "${await before(150)}" }`;
  const askOne = async (after: string): Promise<GraphqlAnswer> =>
    askTeam(
      poor,
      'team-n3',
      `invoices(first: 1, ${filter}${after}) { nodes { invoiceId lines { nodes { description } } } pageInfo { hasNextPage endCursor } }`,
    );
  const nothing = await askOne('');
  expect(nothing.errors).toEqual([]);
  expect(nothing.data.billingAccount.invoices.nodes).toEqual([]);
  const { endCursor } = nothing.data.billingAccount.invoices.pageInfo;
  const { data, errors } = await askOne(`, after: "${endCursor}"`);
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toHaveLength(1);
  await poor.stop();
});

test('F13 hostile filters: figures of any length and lists of any, with cursors no longer for it', async () => {
  const huge = '9'.repeat(100);
  const many = JSON.stringify(Array.from({ length: 1000 }, () => 'USD'));
  const { edges } = await page(
    `first: 1, filter: { totalBelow: "${huge}", totalAtLeast: "-${huge}", currency: ${many} }`,
  );
  expect(edges[0]?.cursor.length).toBeLessThan(100);
  const same = await page(
    `first: 1, after: "${edges[0]?.cursor}", filter: { currency: "USD", totalBelow: "${huge}", totalAtLeast: "-${huge}" }`,
  );
  expect(idsOn(same)).toEqual(['in_00001']);
  const { data } = await ask(`filter: { totalBelow: "${huge}9" }`);
  expect(data).toBeUndefined();
});
