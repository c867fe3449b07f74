import { startApi } from '../support/api.js';
import { accountField, askPage, globex, idsOf, invoicesPath, readPage, walk } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** One operation may make so many upstream calls and no more: here 3, and 25 where nobody set it. */

startSystem({ MAX_UPSTREAM_CALLS: '3' });
beforeEach(async () => upstream.reset());

const all = idsOf(globex, 3000, 1);

test('F22 a budget of 3 calls makes first: 1000 a page of 600, which says that more follows', async () => {
  const page = await readPage(api, globex, 'first: 1000');
  expect(page).toMatchObject({ ids: all.slice(0, 600), hasNextPage: true, hasPreviousPage: false });
  expect(await upstream.paths()).toEqual([
    invoicesPath(globex, 'limit=200'),
    invoicesPath(globex, 'limit=200&after=in_globex_002801'),
    invoicesPath(globex, 'limit=200&after=in_globex_002601'),
  ]);
});

test('F22 the same backward: the 600 nearest to the cursor, and more before them', async () => {
  const { cursors } = await readPage(api, globex, 'first: 600');
  const { cursors: further } = await readPage(api, globex, `first: 400, after: "${cursors[599]}"`);
  const page = await readPage(api, globex, `last: 1000, before: "${further[399]}"`);
  expect(page).toMatchObject({ ids: all.slice(399, 999), hasPreviousPage: true, hasNextPage: true });
});

test('F22 a walk in pages that the budget cuts short still meets everybody once', async () => {
  const pages = await walk(api, globex, 'forward', [1000]);
  expect(pages.map(({ length }) => length)).toEqual([600, 600, 600, 600, 600]);
  expect(pages.flat()).toEqual(all);
});

test('F22 a list that ends with the last call that is left has no next page', async () => {
  const account = { workspaceId: 'ws_test', accountId: 'cus_600' };
  await upstream.createAccount({ ...account, invoices: 600 });
  const page = await readPage(api, account, 'first: 1000');
  expect(page).toMatchObject({ ids: idsOf(account, 600, 1), hasNextPage: false });
});

test('F03 last without before is answered within the budget, and too deep past it', async () => {
  const account = { workspaceId: 'ws_test', accountId: 'cus_deep' };
  await upstream.createAccount({ ...account, invoices: 600 });
  expect(await readPage(api, account, 'last: 2')).toMatchObject({
    ids: idsOf(account, 2, 1),
    hasNextPage: false,
  });
  await upstream.control('POST', '/accounts/cus_deep/invoices', { invoices: 1 });
  await upstream.forget();
  const { data, errors } = await askPage(api, account, 'last: 2');
  expect(data).toEqual({ billingAccount: null });
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['billingAccount', 'invoices'], 'PAGINATION_TOO_DEEP'],
  ]);
  expect(await upstream.paths()).toHaveLength(3);
});

test('F21 an invoice that the budget does not reach is PAGINATION_TOO_DEEP, never null', async () => {
  const { data: page } = await api.ask(
    `{ ${accountField(globex)} { invoices(first: 600) { nodes { id } } } }`,
  );
  const ids = page.billingAccount.invoices.nodes.map(({ id }: { id: string }) => id) as string[];
  await upstream.control('PATCH', '/accounts/cus_globex', { cursors: 'strict-opaque' });
  await upstream.forget();
  const { data, errors } = await api.ask(`{ near: nodes(ids: ["${ids[399]}", "${ids[400]}"]) { id } }`);
  expect(data.near).toEqual([{ id: ids[399] }, { id: ids[400] }]);
  await upstream.forget();
  const far = await api.ask(`{ node(id: "${ids[599]}") { id } }`);
  expect(far.data.node).toBeNull();
  expect(far.errors.map(({ extensions }) => extensions['code'])).toEqual(['PAGINATION_TOO_DEEP']);
  expect(await upstream.paths()).toHaveLength(3);
  expect(errors).toEqual([]);
});

test('F22 the account past the budget is QUERY_TOO_COSTLY, its neighbours stand', async () => {
  const standard = await startApi({ ALTOSTRAT_URL: upstream.url });
  const ids = Array.from({ length: 26 }, (_, index) => `cus_many_${index}`);
  for (const accountId of ids)
    await upstream.createAccount({ workspaceId: 'ws_many', accountId, invoices: 1 });
  const fields = ids.map((accountId) => {
    return `${accountId}: ${accountField({ workspaceId: 'ws_many', accountId })} { invoices { nodes { invoiceId } } }`;
  });
  const { data, errors } = await standard.ask(`{ ${fields.join(' ')} }`);
  await standard.stop();
  const stands = ids
    .slice(0, 25)
    .map((id, index) => [id, { invoices: { nodes: [{ invoiceId: `in_many_${index}_000001` }] } }]);
  expect(data).toEqual({ ...Object.fromEntries(stands), cus_many_25: null });
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['cus_many_25', 'invoices'], 'QUERY_TOO_COSTLY'],
  ]);
  expect(await upstream.paths()).toHaveLength(25);
});
