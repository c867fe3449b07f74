import { accountField, bothFacts, invoicesPath, type TestAccount } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** The lines of an invoice came with it; paging them is arithmetic. The invoice here has 25. */

const account: TestAccount = { workspaceId: 'ws_test', accountId: 'cus_lines' };
const lines = Array.from({ length: 25 }, (_, index) => ({
  id: `il_${index}`,
  amount: index,
  currency: 'usd',
}));

startSystem();
beforeAll(async () => {
  const rest = { customer_id: 'cus_lines', currency: 'usd', created_at: '2025-10-29T00:40:06Z' };
  const none = { id: 'in_none', ...rest, lines: [] };
  const unknown = { id: 'in_unknown', ...rest, lines: null };
  await upstream.createAccount({ ...account, invoices: [{ id: 'in_many', ...rest, lines }, none, unknown] });
});
beforeEach(async () => upstream.forget());

interface Lines {
  readonly nodes: { readonly lineId: string }[];
  readonly edges: { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
}

async function ask(paging: string): Promise<Lines> {
  const { data, errors } = await api.ask(
    `{ ${accountField(account)} { invoices(first: 1) { nodes { lines${paging} { nodes { lineId } edges { cursor } ${bothFacts} } } } } }`,
  );
  expect(errors).toEqual([]);
  return data.billingAccount.invoices.nodes[0].lines as Lines;
}

async function show(paging: string): Promise<readonly unknown[]> {
  const { nodes, pageInfo } = await ask(paging);
  return [nodes.map(({ lineId }) => Number(lineId.slice(3))), pageInfo.hasNextPage, pageInfo.hasPreviousPage];
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

test.each([
  ['', range(0, 20), true, false],
  ['(first: 0)', [], true, false],
  ['(last: 0)', [], false, true],
  ['(first: 24)', range(0, 24), true, false],
  ['(first: 25)', range(0, 25), false, false],
  ['(first: 26)', range(0, 25), false, false],
  ['(last: 24)', range(1, 25), false, true],
  ['(last: 25)', range(0, 25), false, false],
  ['(first: 3, after: "10")', [11, 12, 13], true, true],
  ['(first: 14, after: "10")', range(11, 25), false, true],
  ['(first: 3, after: "24")', [], false, true],
  ['(first: 0, after: "24")', [], false, true],
  ['(last: 3, before: "10")', [7, 8, 9], true, true],
  ['(last: 10, before: "10")', range(0, 10), true, false],
  ['(last: 3, before: "0")', [], true, false],
])('F15 lines%s', async (paging, nodes, hasNextPage, hasPreviousPage) => {
  const { edges } = await ask('(first: 25)');
  await upstream.forget();
  const args = paging.replace(/"(\d+)"/, (_, at: string) => `"${edges[Number(at)]?.cursor}"`);
  expect(await show(args)).toEqual([nodes, hasNextPage, hasPreviousPage]);
  expect(await upstream.paths()).toEqual([invoicesPath(account, 'limit=1')]);
});

test('F15 every line has a cursor of its own', async () => {
  const { edges } = await ask('(first: 100)');
  expect(new Set(edges.map(({ cursor }) => cursor)).size).toBe(25);
});

test('F15 no lines are an empty page, unknown lines are null, and whether they are all is not known', async () => {
  const { data, errors } = await api.ask(
    `{ ${accountField(account)} { invoices { nodes { invoiceId lines(first: 1) { complete nodes { lineId } ${bothFacts} } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toEqual([
    {
      invoiceId: 'in_many',
      lines: {
        complete: null,
        nodes: [{ lineId: 'il_0' }],
        pageInfo: { hasNextPage: true, hasPreviousPage: false },
      },
    },
    {
      invoiceId: 'in_none',
      lines: { complete: null, nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } },
    },
    { invoiceId: 'in_unknown', lines: null },
  ]);
  expect(await upstream.paths()).toHaveLength(1);
});
