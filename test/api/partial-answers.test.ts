import { askPage, globex, idsOf, invoicesPath, readPage } from './paging.js';
import type { Fault } from '../../sandbox/faults/fault.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What was read before a fault, or before a limit, is not lost by it. */

startSystem();
beforeEach(async () => upstream.reset());

const all = idsOf(globex, 3000, 1);
const invoices = { route: '/invoices', provider: 'altostrat' } as const;

interface Told {
  readonly path: unknown;
  readonly code: unknown;
}

function tell(errors: Awaited<ReturnType<typeof askPage>>['errors']): readonly Told[] {
  return errors.map(({ path, extensions }) => ({ path, code: extensions['code'] }));
}

test.each<[string, Fault, string, number]>([
  ['a fault', { kind: 'status', status: 503 }, 'UPSTREAM_UNAVAILABLE', 3],
  ['a refusal', { kind: 'status', status: 402 }, 'UPSTREAM_REJECTED', 1],
  ['an answer that cannot be read', { kind: 'raw', body: '{' }, 'UPSTREAM_INVALID_RESPONSE', 1],
  ['a broken connection', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE', 3],
])(
  'F66 P05 %s on the third page of a walk: the rows of two, a cursor that resumes, and the error beside them',
  async (_what, fault, code, attempts) => {
    await upstream.fault({ match: invoices, skip: 2, fault });
    const { data, errors } = await askPage(api, globex, 'first: 900');
    const { edges, pageInfo } = data.billingAccount.invoices;
    expect(edges.map(({ node }: { node: { invoiceId: string } }) => node.invoiceId)).toEqual(
      all.slice(0, 400),
    );
    expect(pageInfo).toMatchObject({ hasNextPage: true, endCursor: edges[399].cursor });
    expect(tell(errors)).toEqual([{ path: ['billingAccount', 'invoices'], code }]);
    expect(errors[0]?.extensions).toMatchObject({ provider: 'ALTOSTRAT' });
    expect(await upstream.paths()).toHaveLength(2 + attempts);

    await upstream.clearFaults();
    const rest = await readPage(api, globex, `first: 500, after: "${edges[399].cursor}"`);
    expect(rest.ids).toEqual(all.slice(400, 900));
  },
);

test('F66 P10 a quota that ends on the way says when to come back, and a walk resumed then has the exact remainder', async () => {
  const token = await freshToken(upstream);
  await upstream.fault({
    match: { ...invoices, token },
    skip: 2,
    times: 1,
    fault: { kind: 'rateLimit', retryAfter: 60 },
  });
  const field = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_globex", accountId: "cus_globex")';
  const { data, errors } = await api.ask(
    `{ ${field} { invoices(first: 900) { nodes { invoiceId } pageInfo { hasNextPage endCursor } } } }`,
    { token },
  );
  expect(data.billingAccount.invoices.nodes).toHaveLength(400);
  expect(data.billingAccount.invoices.pageInfo.hasNextPage).toBe(true);
  expect(errors.map(({ extensions }) => extensions)).toEqual([
    expect.objectContaining({ code: 'RATE_LIMITED', retryable: true, retryAfterMs: 60_000 }),
  ]);
  const { endCursor } = data.billingAccount.invoices.pageInfo;
  expect((await readPage(api, globex, `first: 500, after: "${endCursor}"`)).ids).toEqual(all.slice(400, 900));
});

test('F66 the same backward: the rows nearest to the cursor, and newer ones follow', async () => {
  const { cursors } = await readPage(api, globex, 'first: 1000');
  await upstream.fault({ match: invoices, skip: 1, fault: { kind: 'status', status: 500 } });
  const { data, errors } = await askPage(api, globex, `last: 900, before: "${cursors[999]}"`);
  const { edges, pageInfo } = data.billingAccount.invoices;
  expect(edges.map(({ node }: { node: { invoiceId: string } }) => node.invoiceId)).toEqual(
    all.slice(799, 999),
  );
  expect(pageInfo.hasPreviousPage).toBe(true);
  expect(tell(errors)).toEqual([{ path: ['billingAccount', 'invoices'], code: 'UPSTREAM_UNAVAILABLE' }]);
});

test('F66 windows that the rows fill have no error, and those that they do not each have theirs', async () => {
  await upstream.fault({ match: invoices, skip: 1, fault: { kind: 'status', status: 500 } });
  const field = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_globex", accountId: "cus_globex")';
  const page = '{ nodes { invoiceId } pageInfo { hasNextPage } }';
  const { data, errors } = await api.ask(
    `{ ${field} { five: invoices(first: 5) ${page} full: invoices(first: 200) ${page} more: invoices(first: 201) ${page} most: invoices(first: 900) ${page} } }`,
  );
  const rows = Object.values<{ nodes: unknown[]; pageInfo: object }>(data.billingAccount);
  expect(rows.map(({ nodes }) => nodes.length)).toEqual([5, 200, 200, 200]);
  expect(rows.map(({ pageInfo }) => pageInfo)).toEqual(Array(4).fill({ hasNextPage: true }));
  expect(tell(errors).map(({ path }) => path)).toEqual([
    ['billingAccount', 'more'],
    ['billingAccount', 'most'],
  ]);
});

test('F66 a fault on the first page is the error of the whole list, as there is nothing to show', async () => {
  await upstream.fault({ match: invoices, fault: { kind: 'status', status: 500 } });
  const { data, errors } = await askPage(api, globex, 'first: 900');
  expect(data).toEqual({ billingAccount: null });
  expect(tell(errors)).toEqual([{ path: ['billingAccount', 'invoices'], code: 'UPSTREAM_UNAVAILABLE' }]);
});

test('F66 the last rows of a list cannot be told after a fault, so none are shown for them', async () => {
  await upstream.fault({ match: invoices, skip: 1, fault: { kind: 'status', status: 500 } });
  const { data, errors } = await askPage(api, globex, 'last: 3');
  expect(data).toEqual({ billingAccount: null });
  expect(tell(errors)).toEqual([{ path: ['billingAccount', 'invoices'], code: 'UPSTREAM_UNAVAILABLE' }]);
});

test('F66 the same at Northflank, with details of the rows that came', async () => {
  await upstream.fault({
    match: { provider: 'northflank', path: 'cursor=' },
    fault: { kind: 'status', status: 500 },
  });
  const { data, errors } = await api.ask(
    `{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") {
      invoices(first: 300) { nodes { invoiceId } pageInfo { hasNextPage } } } }`,
    { headers: { 'northflank-authorization': 'Bearer sandbox-northflank' } },
  );
  expect(data.billingAccount.invoices).toMatchObject({
    nodes: { length: 100 },
    pageInfo: { hasNextPage: true },
  });
  expect(tell(errors)).toEqual([{ path: ['billingAccount', 'invoices'], code: 'UPSTREAM_UNAVAILABLE' }]);
});

/** Two hundred rows of it are 9.6 MB, more than is read of one answer. */
const LARGE: Fault = {
  kind: 'patch',
  rows: 'all',
  setLiteral: { padding: ['"', { repeat: 'x', times: 48_000 }, '"'] },
};

test('F21 invoices of an account whose full page is too large are found in half of it', async () => {
  const { data: listed } = await api.ask(
    `{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_globex", accountId: "cus_globex") { invoices(first: 3) { nodes { id } } } }`,
  );
  const ids = listed.billingAccount.invoices.nodes.map(({ id }: { id: string }) => id);
  await upstream.fault({ match: invoices, fault: LARGE });
  await upstream.forget();
  const { data, errors } = await api.ask(`{ nodes(ids: ["${ids[0]}", "${ids[2]}"]) { id } }`);
  expect([data, errors]).toEqual([{ nodes: [{ id: ids[0] }, { id: ids[2] }] }, []]);
  expect(await upstream.paths()).toEqual([
    invoicesPath(globex, 'limit=200'),
    invoicesPath(globex, 'limit=100'),
  ]);
});

test('F04 a window larger than can be read at once is read in halves, and the pages after it are no larger', async () => {
  await upstream.fault({ match: invoices, fault: LARGE });
  const page = await readPage(api, globex, 'first: 250');
  expect(page).toMatchObject({ ids: all.slice(0, 250), hasNextPage: true });
  expect((await upstream.paths()).map((path) => /limit=(\d+)/.exec(path)?.[1])).toEqual([
    '200',
    '100',
    '100',
    '50',
  ]);
});
