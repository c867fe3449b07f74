import { accountField, type TestAccount } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Rows that came without an id are errors in their places, and paging passes over none of their neighbours. */

const account: TestAccount = { workspaceId: 'ws_test', accountId: 'cus_gaps' };
/** Newest first; null: a row without an id. */
const ids = [null, null, 'in_a', null, 'in_b', 'in_c', null, null, 'in_d', null];

startSystem();
beforeAll(async () => {
  const row = { customer_id: account.accountId, currency: 'usd' };
  await upstream.createAccount({
    ...account,
    invoices: ids.map((id) => (id === null ? row : { id, ...row })),
  });
});
beforeEach(async () => upstream.forget());

interface Page {
  readonly ids: (string | null)[];
  readonly cursors: string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

async function read(paging: string): Promise<Page> {
  const { data, errors } = await api.ask(
    `{ ${accountField(account)} { invoices(${paging}) { edges { cursor node { invoiceId } } pageInfo { hasNextPage hasPreviousPage } } } }`,
  );
  const { edges, pageInfo } = data.billingAccount.invoices as {
    edges: { cursor: string; node: { invoiceId: string } | null }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  };
  const shown = edges.map(({ node }) => node?.invoiceId ?? null);
  const gaps = shown.flatMap((id, index) => (id === null ? [index] : []));
  expect(errors.map(({ path }) => path)).toEqual(
    gaps.map((index) => ['billingAccount', 'invoices', 'edges', index, 'node']),
  );
  expect(new Set(errors.map(({ extensions }) => extensions['code'])).size).toBe(gaps.length === 0 ? 0 : 1);
  return { ids: shown, cursors: edges.map(({ cursor }) => cursor), ...pageInfo };
}

test('F33 each is an error at its index, the rest stand', async () => {
  expect(await read('first: 20')).toMatchObject({ ids, hasNextPage: false, hasPreviousPage: false });
});

test('F08 every edge has a cursor of its own', async () => {
  expect(new Set((await read('first: 20')).cursors).size).toBe(ids.length);
});

test.each([1, 2, 3, 4])('F09 a walk forward by %i meets every row once', async (size) => {
  const seen: (string | null)[] = [];
  let page = await read(`first: ${size}`);
  for (;;) {
    seen.push(...page.ids);
    if (!page.hasNextPage) break;
    page = await read(`first: ${size}, after: "${page.cursors.at(-1)}"`);
  }
  expect(seen).toEqual(ids);
});

test.each([1, 2, 3, 4])('F09 a walk backward by %i meets every row once', async (size) => {
  const { cursors } = await read('first: 9');
  const seen: (string | null)[] = [];
  let page = await read(`last: ${size}, before: "${cursors[8]}"`);
  for (;;) {
    seen.unshift(...page.ids);
    if (!page.hasPreviousPage) break;
    page = await read(`last: ${size}, before: "${page.cursors[0]}"`);
  }
  expect(seen).toEqual(ids.slice(0, 8));
});

test('F08 the other way round from such a row, the reader is told to use its neighbour', async () => {
  const { cursors } = await read('first: 4');
  const { errors } = await api.ask(
    `{ ${accountField(account)} { invoices(last: 1, before: "${cursors[3]}") { nodes { id } } } }`,
  );
  expect(errors.map(({ message, extensions }) => [extensions['code'], message])).toEqual([
    ['INVALID_CURSOR', 'The row at the cursor has no id. Use the cursor of the row beside it.'],
  ]);
});
