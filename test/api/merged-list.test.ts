import { accountField } from '../support/invoice-row.js';
import { freshToken } from '../support/fresh-token.js';
import { askMerged, asBoth, idsOfAccounts, idsOnPage, readMerged } from '../support/merged-list.js';
import { idsOf, plantList, plantedList } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';

/** One list over accounts of both providers: order, calls, cursors, and accounts that fail. */

startSystem({ CALL_COST: 'on' });

const list = plantedList(40);
/** Every second day from the newest on, and the days between. */
const even = list.filter((_, index) => index % 2 === 0);
const odd = list.filter((_, index) => index % 2 === 1);
const ACCOUNTS = ['cus_even', 'cus_odd', 'team-n3'] as const;

let even1: string;
let odd1: string;
let team: string;

beforeAll(async () => {
  await plantList(upstream, 'cus_even', even);
  await plantList(upstream, 'cus_odd', odd);
  [even1, odd1, team] = (await idsOfAccounts(api, [
    { provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId: 'cus_even' },
    { provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId: 'cus_odd' },
    { provider: 'NORTHFLANK', accountId: 'team-n3' },
  ])) as [string, string, string];
});

beforeEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

test('F16 invoices of several accounts are one list, newest first, at one call an account', async () => {
  const page = await readMerged(api, [odd1, even1], 'first: 7');
  expect(idsOnPage(page)).toEqual(idsOf(list.slice(0, 7)));
  expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(page.coverage).toEqual({ scanned: 14, complete: true });
  expect(page.sources).toEqual([
    { ok: true, code: null },
    { ok: true, code: null },
  ]);
  expect(await upstream.paths()).toHaveLength(2);
});

test('F16 the order in which accounts are named, and how often, makes no difference to the list', async () => {
  const { edges, pageInfo } = await readMerged(api, [even1, odd1], 'first: 5');
  const other = await readMerged(api, [odd1, even1, odd1], 'first: 5');
  expect(other.edges).toEqual(edges);
  const next = await readMerged(api, [odd1, even1], `first: 5, after: "${pageInfo.endCursor}"`);
  expect(idsOnPage(next)).toEqual(idsOf(list.slice(5, 10)));
});

test('F16 any edge goes on from there in both directions, and has one cursor in all answers', async () => {
  const { edges } = await readMerged(api, [even1, odd1], 'first: 40');
  for (const at of [0, 1, 13, 38, 39]) {
    const cursor = edges[at]?.cursor;
    const after = await readMerged(api, [even1, odd1], `first: 4, after: "${cursor}"`);
    expect(after.edges).toEqual(edges.slice(at + 1, at + 5));
    expect(after.pageInfo).toMatchObject({ hasNextPage: at + 5 < 40, hasPreviousPage: true });
    const before = await readMerged(api, [even1, odd1], `last: 4, before: "${cursor}"`);
    expect(before.edges).toEqual(edges.slice(Math.max(0, at - 4), at));
    expect(before.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: at > 4 });
  }
});

test('F16 an account whose end was reached costs no call any more', async () => {
  await plantList(upstream, 'cus_short', plantedList(2));
  const [short] = await idsOfAccounts(api, [
    { provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId: 'cus_short' },
  ]);
  const ids = [short as string, odd1];
  const { pageInfo } = await readMerged(api, ids, 'first: 5');
  await upstream.forget();
  await readMerged(api, ids, `first: 5, after: "${pageInfo.endCursor}"`);
  expect(await upstream.paths()).toEqual([expect.stringContaining('cus_odd')]);
});

test('F16 a page larger than a provider’s costs one call more for each further page that a list contributes', async () => {
  await plantList(upstream, 'cus_long', plantedList(500));
  const [long] = await idsOfAccounts(api, [
    { provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId: 'cus_long' },
  ]);
  const page = await readMerged(api, [long as string, odd1], 'first: 450');
  expect(page.edges).toHaveLength(450);
  // 20 of the one and 430 of the other: three pages of it, and the one page that the short list has.
  expect(await upstream.paths()).toHaveLength(4);
});

test('F16 the details that NORTHFLANK has a call for are read of the invoices shown, and of no others', async () => {
  const fields = 'nodes { invoiceId provider lines { nodes { description } } }';
  const { data, errors } = await askMerged(api, [team, even1], { paging: 'first: 6', fields });
  expect(errors).toEqual([]);
  const shown = data.invoices.nodes.filter(({ provider }: { provider: string }) => provider === 'NORTHFLANK');
  const paths = await upstream.paths();
  expect(shown.length).toBeGreaterThan(0);
  expect(paths).toHaveLength(2 + shown.length);
});

test('F16 an account that fails is named, keeps its place, and is asked again from the cursor', async () => {
  const token = await freshToken(upstream);
  const asking = asBoth('sandbox-altostrat', token);
  const fields =
    'edges { node { invoiceId } } pageInfo { hasNextPage endCursor } coverage { complete } sources { account { accountId } ok code message retryAfterMs }';
  const { data, errors } = await askMerged(api, [team, even1], { paging: 'first: 3', fields, asking });
  expect(errors).toEqual([]);
  expect(data.invoices.edges.map(({ node }: { node: { invoiceId: string } }) => node.invoiceId)).toEqual(
    idsOf(even.slice(0, 3)),
  );
  expect(data.invoices.coverage).toEqual({ complete: false });
  expect(data.invoices.sources).toEqual([
    {
      account: { accountId: 'team-n3' },
      ok: false,
      code: 'UNAUTHENTICATED',
      message: expect.any(String),
      retryAfterMs: null,
    },
    { account: { accountId: 'cus_even' }, ok: true, code: null, message: null, retryAfterMs: null },
  ]);
  const next = await readMerged(
    api,
    [team, even1],
    `first: 50, after: "${data.invoices.pageInfo.endCursor}"`,
  );
  const own = new Set(idsOf(even));
  expect(idsOnPage(next).filter((id) => own.has(id))).toEqual(idsOf(even.slice(3)));
  const whole = await readMerged(api, [team], 'first: 33');
  expect(idsOnPage(next).filter((id) => !own.has(id))).toEqual(idsOnPage(whole));
});

test('F16 without a credential for one provider no call is made there, and the other answers', async () => {
  const page = await readMerged(api, [team, odd1], 'first: 2', { token: 'sandbox-altostrat' });
  expect(idsOnPage(page)).toEqual(idsOf(odd.slice(0, 2)));
  expect(page.sources).toEqual([
    { ok: false, code: 'UNAUTHENTICATED' },
    { ok: true, code: null },
  ]);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F16 where no account can be read, it is an error', async () => {
  const { data, errors } = await askMerged(api, [even1, odd1], { asking: { token: null } });
  expect(data).toBeNull();
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['invoices'], 'UNAUTHENTICATED'],
  ]);
});

test('F16 whoever follows a page on which only failures are left is told, not led in a circle', async () => {
  const asking = { token: 'sandbox-altostrat' };
  const { pageInfo } = await readMerged(api, [team, odd1], 'first: 21', asking);
  expect(pageInfo.hasNextPage).toBe(true);
  const paging = `first: 20, after: "${pageInfo.endCursor}"`;
  const { data, errors } = await askMerged(api, [team, odd1], { paging, asking });
  expect(data).toBeNull();
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAUTHENTICATED']);
  const back = await readMerged(api, [team, odd1], 'last: 21', asking);
  expect(idsOnPage(back)).toEqual(idsOf(odd));
  expect(back.pageInfo.hasPreviousPage).toBe(true);
  const further = await askMerged(api, [team, odd1], {
    paging: `last: 21, before: "${back.pageInfo.startCursor}"`,
    asking,
  });
  expect(further.errors.map(({ extensions }) => extensions['code'])).toEqual(['UNAUTHENTICATED']);
});

test('F16 filters hold for the list as for that of one account', async () => {
  const page = await readMerged(
    api,
    [even1, odd1],
    'first: 9, filter: { status: [OPEN], currency: ["USD"] }',
  );
  const wanted = list.filter(({ status, currency }) => status === 'open' && currency === 'usd');
  expect(idsOnPage(page)).toEqual(idsOf(wanted));
  expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  expect(page.coverage).toEqual({ scanned: 40, complete: true });
  expect(await upstream.paths()).toHaveLength(2);
});

test('F16 a cursor belongs to its set of accounts and its filter; in another list it is INVALID_CURSOR, without a call', async () => {
  const { edges } = await readMerged(api, [even1, odd1], 'first: 2');
  const own = await api.ask(`{ ${accountField('cus_even')} { invoices(first: 2) { edges { cursor } } } }`);
  const cursor = edges[1]?.cursor as string;
  await upstream.forget();
  const tries = [
    [[even1], `after: "${cursor}"`],
    [[even1, odd1, team], `after: "${cursor}"`],
    [[even1, odd1], `after: "${cursor}", filter: { status: [PAID] }`],
    [[even1, odd1], `after: "${own.data.billingAccount.invoices.edges[1].cursor}"`],
    [[even1, odd1], `after: "${cursor.slice(0, -2)}"`],
    [[even1, odd1], 'after: ""'],
  ] as const;
  for (const [ids, paging] of tries) {
    const { errors } = await askMerged(api, ids, { paging });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
  }
  const { errors } = await api.ask(
    `{ ${accountField('cus_even')} { invoices(after: "${cursor}") { nodes { id } } } }`,
  );
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR']);
  expect(await upstream.paths()).toEqual([]);
});

test('F16 ids that name no account, and more than fifty, are refused by the argument without a call', async () => {
  const invoice = await api.ask(`{ ${accountField('cus_even')} { invoices(first: 1) { nodes { id } } } }`);
  await upstream.forget();
  const more = await idsOfAccounts(
    api,
    Array.from({ length: 51 }, (_, index) => ({ provider: 'NORTHFLANK', accountId: `team-${index}` })),
  );
  const tries = [['nonsense'], [invoice.data.billingAccount.invoices.nodes[0].id], more];
  for (const ids of tries as string[][]) {
    const { errors } = await askMerged(api, ids);
    expect(errors.map(({ message, extensions }) => [extensions['code'], message])).toEqual([
      ['BAD_USER_INPUT', expect.stringContaining('"accountIds"')],
    ]);
  }
  for (const paging of ['first: -1', 'first: 1001', 'first: 1, last: 1', 'last: 1, after: "x"']) {
    const { errors } = await askMerged(api, [even1], { paging });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  }
  expect(await upstream.paths()).toEqual([]);
});

test('F16 no account is an empty list; no rows cost a call only for what is told of them', async () => {
  const none = await readMerged(api, [], 'first: 3');
  expect(none).toEqual({
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    coverage: { scanned: 0, complete: true },
    sources: [],
  });
  const { data } = await askMerged(api, [even1, odd1], { paging: 'first: 0', fields: 'nodes { id }' });
  expect(data.invoices).toEqual({ nodes: [] });
  expect(await upstream.paths()).toEqual([]);
  const told = await askMerged(api, [even1, odd1], {
    paging: 'first: 0',
    fields: 'pageInfo { hasNextPage hasPreviousPage } sources { ok }',
  });
  expect(told.data.invoices).toEqual({
    pageInfo: { hasNextPage: true, hasPreviousPage: false },
    sources: [{ ok: true }, { ok: true }],
  });
  expect(await upstream.paths()).toHaveLength(2);
});

test('F16 F51 what the list costs is told before', async () => {
  const { text } = await askMerged(api, [even1, odd1, team], { paging: 'first: 10' });
  const { extensions } = JSON.parse(text) as { extensions: { cost: object } };
  expect(extensions.cost).toMatchObject({ predictedCalls: 3, actualCalls: 3 });
});

test('F16 an account’s fields and an invoice’s own account are there as everywhere', async () => {
  const fields = 'nodes { billingAccount { accountId } } sources { account { id accountId } }';
  const { data, errors } = await askMerged(api, [odd1, even1], { paging: 'first: 2', fields });
  expect(errors).toEqual([]);
  expect(data.invoices).toEqual({
    nodes: [{ billingAccount: { accountId: ACCOUNTS[0] } }, { billingAccount: { accountId: ACCOUNTS[1] } }],
    sources: [
      { account: { id: odd1, accountId: 'cus_odd' } },
      { account: { id: even1, accountId: 'cus_even' } },
    ],
  });
});
