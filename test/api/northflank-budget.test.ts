import { type GraphqlAnswer } from '../support/api.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Lists whose invoices cost a call each share the calls of one operation; none fails because another was first. */

startSystem();
beforeEach(async () => upstream.reset());

async function ask(query: string): Promise<GraphqlAnswer> {
  return api.ask(query, {
    headers: { 'northflank-authorization': 'Bearer sandbox-northflank' },
    token: null,
  });
}

/** Lists by alias: team, paging, and the fields of an invoice. */
type Lists = Readonly<Record<string, readonly [string, string, string]>>;

async function askLists(lists: Lists): Promise<Record<string, { rows: number; more: boolean }>> {
  const fields = Object.entries(lists).map(([alias, [team, paging, invoice]]) => {
    return `${alias}: billingAccount(provider: NORTHFLANK, accountId: "${team}") {
      invoices(${paging}) { nodes { ${invoice} } pageInfo { hasNextPage hasPreviousPage } } }`;
  });
  const { data, errors } = await ask(`{ ${fields.join('\n')} }`);
  expect(errors).toEqual([]);
  return Object.fromEntries(
    Object.keys(lists).map((alias) => {
      const { nodes, pageInfo } = data[alias].invoices;
      const more = pageInfo[lists[alias]?.[1].startsWith('last') ? 'hasPreviousPage' : 'hasNextPage'];
      return [alias, { rows: nodes.length, more }];
    }),
  );
}

const lines = 'lines { nodes { description } }';
const calls = async (): Promise<number> => (await upstream.paths()).length;

test('F67 two lists with lines get half of the calls each, the first one the odd call, and every line that they show', async () => {
  const lists = await askLists({ a: ['team-n3', 'first: 50', lines], b: ['team-n4', 'first: 50', lines] });
  expect(lists).toEqual({ a: { rows: 12, more: true }, b: { rows: 11, more: true } });
  expect(await calls()).toBe(25);
});

test('F22 what a small list leaves over goes to the large one', async () => {
  const lists = await askLists({
    a: ['team-n3', 'first: 50', lines],
    b: ['team-n4', 'first: 3', 'tax { decimal }'],
  });
  expect(lists).toEqual({ a: { rows: 20, more: true }, b: { rows: 3, more: true } });
  expect(await calls()).toBe(25);
});

test('F22 a list without details takes no share, and its pages stay whole', async () => {
  const lists = await askLists({
    a: ['team-n3', 'first: 50', lines],
    b: ['team-n4', 'first: 100', 'invoiceId'],
  });
  expect(lists).toEqual({ a: { rows: 23, more: true }, b: { rows: 100, more: true } });
  expect(await calls()).toBe(25);
});

test('F22 five teams at once share as evenly as whole calls allow', async () => {
  const teams = ['team-n1', 'team-n2', 'team-n3', 'team-n3b', 'team-n4'];
  const lists = await askLists(
    Object.fromEntries(teams.map((team, index) => [`t${index}`, [team, 'first: 50', 'tax { decimal }']])),
  );
  expect(Object.values(lists).map(({ rows }) => rows)).toEqual([6, 6, 4, 4, 4]);
  // Invoices of the older accounts that begin at one moment share an answer, so more of them are shown.
  expect(await calls()).toBe(25);
});

test('F22 two walks from the oldest share what their pages leave', async () => {
  const lists = await askLists({ a: ['team-n3', 'last: 30', lines], b: ['team-n4', 'last: 30', lines] });
  expect(lists.a?.more).toBe(true);
  expect(lists.b?.more).toBe(true);
  expect((lists.a?.rows ?? 0) + (lists.b?.rows ?? 0)).toBe(25 - 4 - 3);
  expect(await calls()).toBe(25);
});

test('F22 subtotal of accounts that leave it out of their list costs a call each, and shortens the page', async () => {
  const { data, errors } = await ask(`{ billingAccount(provider: NORTHFLANK, accountId: "team-n2") {
    invoices(first: 50) { nodes { invoiceId period { start } subtotal { decimal } } pageInfo { hasNextPage } } } }`);
  expect(errors).toEqual([]);
  const { nodes, pageInfo } = data.billingAccount.invoices;
  expect(pageInfo).toEqual({ hasNextPage: true });
  // Of invoices that agree in period and total, only the newest can be asked for.
  const asked = nodes.filter(({ invoiceId }: { invoiceId: string }) => invoiceId.endsWith('.0'));
  expect(asked).toHaveLength(36);
  // Invoices that begin at one moment are asked for by it, once.
  const starts = new Set(asked.map(({ period }: { period: { start: string } }) => period.start));
  expect(await calls()).toBe(1 + starts.size);
});

test('F22 subtotal of accounts that list it is free, whatever the page', async () => {
  const lists = await askLists({ a: ['team-n3', 'first: 340', 'subtotal { decimal }'] });
  expect(lists).toEqual({ a: { rows: 340, more: false } });
  expect(await calls()).toBe(4);
});

test('F22 a list that failed leaves its share to the others', async () => {
  await upstream.fault({
    match: { provider: 'northflank', path: 'team-n2' },
    fault: { kind: 'latency', ms: 200 },
    times: 1,
  });
  const list = 'invoices(first: 50) { nodes { invoiceId subtotal { decimal } } }';
  const { data } = await ask(`{
    a: billingAccount(provider: NORTHFLANK, accountId: "nobody") { ${list} }
    b: billingAccount(provider: NORTHFLANK, accountId: "team-n2") { ${list} }
  }`);
  const nodes: { invoiceId: string }[] = data.b.invoices.nodes;
  expect(nodes.filter(({ invoiceId }) => invoiceId.endsWith('.0'))).toHaveLength(35);
});

test('F67 lists on one page share its call: one row each as long as calls are left, and the rest say so', async () => {
  const list = 'billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 1, after: ';
  const { data: listed } = await ask(
    '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 30) { edges { cursor } } } }',
  );
  await upstream.forget();
  const cursors: string[] = listed.billingAccount.invoices.edges.map(
    ({ cursor }: { cursor: string }) => cursor,
  );
  const fields = cursors.map((cursor, index) => `a${index}: ${list}"${cursor}") { nodes { ${lines} } } }`);
  const { data, errors } = await ask(`{ ${fields.join(' ')} }`);
  const served = Object.values<{ invoices: { nodes: object[] } } | null>(data).map(
    (found) => found?.invoices.nodes.length,
  );
  expect(served).toEqual(cursors.map((_, index) => (index < 24 ? 1 : undefined)));
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(Array(6).fill('QUERY_TOO_COSTLY'));
  expect(await calls()).toBe(25);
});

/** Global ids of a team's newest invoices. */
async function idsOf(team: string, count: number): Promise<string[]> {
  const { data } = await ask(
    `{ billingAccount(provider: NORTHFLANK, accountId: "${team}") { invoices(first: ${count}) { nodes { id } } } }`,
  );
  await upstream.forget();
  return data.billingAccount.invoices.nodes.map(({ id }: { id: string }) => id);
}

test('F22 a list keeps its calls, whoever else asks for the details of invoices beside it', async () => {
  const ids = JSON.stringify(await idsOf('team-n3', 30));
  const { data, errors } = await ask(
    `{ billingAccount(provider: NORTHFLANK, accountId: "team-n4") { invoices(first: 24) { nodes { ${lines} } } }
       nodes(ids: ${ids}) { ... on Invoice { invoiceId ${lines} } } }`,
  );
  const { nodes: listed } = data.billingAccount.invoices;
  expect(listed.every((node: { lines: unknown }) => node.lines !== null)).toBe(true);
  expect(data.nodes.every((node: { invoiceId: unknown }) => typeof node?.invoiceId === 'string')).toBe(true);
  const refused = errors.map(({ path, extensions }) => [path?.[0], path?.[2], extensions['code']]);
  expect(refused).toEqual(refused.map(() => ['nodes', 'lines', 'QUERY_TOO_COSTLY']));
  const shown = data.nodes.filter((node: { lines: unknown }) => node.lines !== null);
  expect([listed.length + shown.length, await calls()]).toEqual([23, 25]);
});

test.each([
  ['the larger search first', ['team-n3', 24], ['team-n4', 5]],
  ['the smaller search first', ['team-n4', 5], ['team-n3', 24]],
] as [string, ...[string, number][]][])(
  'F19 searches that begin together share the calls: %s',
  async (_, ...wanted) => {
    const ids = (await Promise.all(wanted.map(async ([team, count]) => idsOf(team, count)))).flat();
    await upstream.forget();
    const { data, errors } = await ask(
      `{ nodes(ids: ${JSON.stringify(ids)}) { id ... on Invoice { lines { complete } } } }`,
    );
    expect(data.nodes.map((node: { id: string } | null) => node?.id)).toEqual(ids);
    // The smaller search asks for each by its id, the larger one reads a page and as many details as calls are left.
    expect([await calls(), errors.length]).toEqual([25, 5]);
  },
);

test('F22 where a page of the provider holds one invoice, pages are read as long as the calls pay for the details of their rows', async () => {
  await upstream.control('PATCH', '/northflank/team-n1', { form: 'object' });
  const lists = await askLists({ a: ['team-n1', 'first: 50', 'tax { decimal }'] });
  // Invoices that begin at one moment share their details' call: ten of the fifteen have their own.
  expect([lists, await calls()]).toEqual([{ a: { rows: 15, more: true } }, 25]);
});

test('F48 one invoice with lines beside many without is a call more than the page of all', async () => {
  const ids = await idsOf('team-n3', 20);
  await upstream.forget();
  const { data, errors } = await ask(
    `{ nodes(ids: ${JSON.stringify(ids)}) { id } node(id: "${ids[7]}") { ... on Invoice { id lines { complete } } } }`,
  );
  expect([data.nodes.length, data.node.id, errors]).toEqual([20, ids[7], []]);
  expect(await calls()).toBe(2);
});
