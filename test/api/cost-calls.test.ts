import { startApi, type Api } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Which upstream calls an answer took, and what each was made for: `extensions.cost.calls`. */

let upstream: Upstream;
let api: Api;

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url, CALL_COST: 'on' });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});

interface MadeCall {
  readonly provider: string;
  readonly route: string;
  readonly durationMs: number | null;
}

const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };

/** Each call without what a clock says; how long it took is a number where an answer came. */
async function callsOf(query: string, variables = {}, asking = {}): Promise<unknown[]> {
  const { text } = await api.ask(query, { variables, headers, ...asking });
  const { calls } = (JSON.parse(text) as { extensions: { cost: { calls: MadeCall[] } } }).extensions.cost;
  return calls.map(({ durationMs, ...call }) => {
    expect(durationMs).toEqual(expect.any(Number));
    return call;
  });
}

const acme = accountField('cus_acme_us', 'ws_acme');
const nodes = '{ nodes { id } }';
const invoices = { provider: 'ALTOSTRAT', route: 'GET invoices', status: 200 };
const details = 'what the list leaves out of an invoice';

test('F51 an operation without upstream calls tells of none', async () => {
  expect(await callsOf(`{ ${acme} { id } }`)).toEqual([]);
});

test('F51 one list under five names is one call, which says what it joins', async () => {
  const five = [5, 10, 20, 50, 200].map((first) => `a${first}: invoices(first: ${first}) ${nodes}`).join(' ');
  expect(await callsOf(`{ ${acme} { ${five} } }`)).toEqual([
    { ...invoices, rows: 200, why: '5 windows read as one: the newest 200' },
  ]);
});

test.each([
  ['first: 3', [[3, 'the newest 3']]],
  ['last: 1', Array.from({ length: 6 }, () => [200, 'the oldest 1'])],
  [
    'first: 250, filter: { status: [OPEN, PAID, VOID, UNCOLLECTIBLE, DRAFT] }',
    [200, 200].map((rows) => [rows, 'the newest 250 that the filter lets through']),
  ],
])('F51 a window says which one it is: invoices(%s)', async (args, told) => {
  const calls = await callsOf(`{ ${acme} { invoices(${args}) ${nodes} } }`);
  expect(calls).toEqual(told.map(([rows, why]) => ({ ...invoices, rows, why })));
});

test('F51 a window from a cursor, and a whole list, say so', async () => {
  const page = await api.ask(`{ ${acme} { invoices(first: 2) { pageInfo { endCursor } } } }`);
  const after = page.data.billingAccount.invoices.pageInfo.endCursor as string;
  const next = `query ($after: String) { ${acme} { invoices(first: 7, after: $after) ${nodes} } }`;
  expect(await callsOf(next, { after })).toEqual([{ ...invoices, rows: 7, why: '7 after a cursor' }]);
  const totals = `{ ${accountField('cus_acme_eu', 'ws_acme')} { totals { invoices } } }`;
  expect(await callsOf(totals)).toEqual([200, 200].map((rows) => ({ ...invoices, rows, why: 'all rows' })));
});

test('F51 a search tells its steps', async () => {
  const list = await api.ask(`{ ${acme} { invoices(first: 400) ${nodes} } }`);
  const ids = (list.data.billingAccount.invoices.nodes as { id: string }[]).map(({ id }) => id);
  const hop = 'search for an invoice by its id: from its neighbour in the list';
  expect(await callsOf('query ($id: ID!) { invoice(id: $id) { number } }', { id: ids[300] })).toEqual(
    [hop, hop].map((why) => ({ ...invoices, rows: 1, why })),
  );
  const several = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  expect(await callsOf(several, { ids: [ids[0], ids[1], ids[2]] })).toEqual([
    { ...invoices, rows: 200, why: 'search for 3 of 3 invoices by their ids: the next page of its list' },
  ]);
});

test('F51 details of listed invoices are told apart from their page, and providers from each other', async () => {
  const team = 'billingAccount(provider: NORTHFLANK, accountId: "team-n3")';
  const lines = 'invoices(first: 2) { nodes { lines { nodes { description } } } }';
  const calls = await callsOf(`{ ${team} { ${lines} } workspaces ${nodes} }`);
  const northflank = { provider: 'NORTHFLANK', status: 200 };
  const detail = { ...northflank, route: 'GET billing/invoices/{id}', why: details };
  expect(calls).toHaveLength(4);
  expect(calls).toEqual(
    expect.arrayContaining([
      { ...northflank, route: 'GET billing/invoices', rows: 100, why: 'the newest 2' },
      detail,
      detail,
      { provider: 'ALTOSTRAT', route: 'GET workspaces', status: 200 },
    ]),
  );
});

test('F51 a preview is a POST without a reason of its own', async () => {
  const input = '{ workspaceId: "ws_acme", accountId: "cus_acme_us", subscriptionId: "sub_acme_us_monthly" }';
  expect(
    await callsOf(`mutation { previewInvoice(input: ${input}) { preview { total { decimal } } } }`),
  ).toEqual([{ provider: 'ALTOSTRAT', route: 'POST invoices/preview', status: 200 }]);
});

test('F51 an attempt that failed is told with its status, the one after it with its number', async () => {
  const token = await freshToken(upstream);
  await upstream.fault({ match: { token }, fault: { kind: 'status', status: 503 }, times: 1 });
  const calls = await callsOf(`{ ${acme} { invoices(first: 3) ${nodes} } }`, {}, { token });
  await upstream.clearFaults();
  expect(calls).toEqual([
    { ...invoices, rows: 3, why: 'the newest 3', status: 503 },
    { ...invoices, rows: 3, why: 'the newest 3', attempt: 2 },
  ]);
});
