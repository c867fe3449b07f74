import { type GraphqlAnswer } from '../support/api.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What Northflank leaves out of its lists: the figures it brings, and the calls that it costs. */

startSystem();
beforeEach(async () => upstream.reset());

const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };
const ask = async (query: string): Promise<GraphqlAnswer> => api.ask(query, { headers, token: null });
const account = (team: string): string => `billingAccount(provider: NORTHFLANK, accountId: "${team}")`;

async function nodesOf(team: string, paging: string, fields: string): Promise<Wire[]> {
  const { data, errors } = await ask(`{ ${account(team)} { invoices(${paging}) { nodes { ${fields} } } } }`);
  expect(errors).toEqual([]);
  return data.billingAccount.invoices.nodes;
}

// The provider's own answers, read without the code under test.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Wire = any;

async function fetchWire(team: string, path: string): Promise<Wire> {
  const authorization = headers['northflank-authorization'];
  const url = `${upstream.url}/v1/teams/${team}/billing/invoices${path}`;
  return ((await (await fetch(url, { headers: { authorization } })).json()) as Wire).data;
}

/** Thousandths of a cent, in which every figure of the sandbox is whole. */
type Thousandths = (figure: number | undefined) => number | undefined;

function unitOf(team: string): Thousandths {
  const factor = team === 'team-n4' ? 100_000 : 1000;
  return (figure) => (figure === undefined ? undefined : Math.round(figure * factor));
}

function dollars(thousandths: number | undefined): object | null {
  if (thousandths === undefined) return null;
  const text = String(thousandths).padStart(6, '0');
  return { decimal: `${text.slice(0, -5)}.${text.slice(-5)}`.replace(/(\.\d\d\d*?)0+$/, '$1') };
}

function usageOf(wire: Wire, unit: Thousandths): object[] {
  const ofPrice = (price: Wire, place: object): object[] => {
    const names = Object.keys(price).filter((name) => name !== 'total');
    const amounts = names.map((name) => [name, unit(price[name]) ?? 0] as const);
    const rest = (unit(price.total) ?? 0) - amounts.reduce((sum, [, amount]) => sum + amount, 0);
    // The older contracts name no GPU, whose cost is in the sum all the same.
    const all =
      names.length === 0
        ? [['total', rest] as const]
        : [...amounts, ...(rest === 0 ? [] : [['other', rest] as const])];
    return all.map(([resource, amount]) => {
      return { teamId: null, projectId: null, ...place, resource, amount: dollars(amount) };
    });
  };
  const ofProject = (project: Wire, teamId: string | null): object[] =>
    ofPrice(project.price, { product: 'paas', teamId, projectId: project.projectId ?? project.id });
  if (wire.projects) return wire.projects.flatMap((project: Wire) => ofProject(project, null));
  const teams = (wire.paasUsage ?? wire.paas).teams.flatMap((team: Wire) => {
    const { price, projects } = team.usage ?? team;
    if (!projects) return ofPrice(price, { product: 'paas', teamId: team.id });
    return projects.flatMap((project: Wire) => ofProject(project, team.id));
  });
  return [...teams, ...ofPrice((wire.byocUsage ?? wire.byoc).price, { product: 'byoc' })];
}

/** All that one answer about the invoice must show; without one, nothing is shown. */
function expected(row: Wire, wire: Wire, unit: Thousandths): object {
  const subTotal = unit(row.subTotal ?? wire?.subTotal);
  const discount = unit(wire?.discounts?.total ?? wire?.discount);
  const tax = unit(wire?.tax?.amount ?? wire?.tax?.value);
  const [total = 0, net = 0] = [unit(row.total), (subTotal ?? 0) - (discount ?? 0)];
  const lines = wire?.lineItems?.map((line: Wire) => {
    return { description: line.title, amount: dollars(unit(line.total)) };
  });
  return {
    total: dollars(total),
    subtotal: dollars(subTotal),
    discount: dollars(discount),
    tax: dollars(tax),
    lines: lines ? { nodes: lines, complete: false } : null,
    usage: wire ? usageOf(wire, unit) : null,
    reconciliation: { ok: tax === undefined ? null : net + tax === total || net === total },
  };
}

const details = `total { decimal } subtotal { decimal } discount { decimal } tax { decimal }
  lines { nodes { description amount { decimal } } complete } reconciliation { ok }
  usage { product resource teamId projectId amount { decimal } }`;

const byTime = (row: Wire): string => `/details?timestamp=${row.period.start}`;

/** Another invoice of the same period answers with another total, and is not shown. */
async function fetchDetails(team: string, row: Wire, rows: readonly Wire[]): Promise<Wire> {
  const isTwin = ({ period, total, id }: Wire): boolean =>
    !id && period.start === row.period.start && period.end === row.period.end && total === row.total;
  // Of two that agree in everything, nobody can tell whose details came.
  if (rows.filter(isTwin).length > 1) return undefined;
  const wire = await fetchWire(team, row.id ? `/${row.id}` : byTime(row));
  return wire.total === row.total ? wire : undefined;
}

test.each(['team-n1', 'team-n2', 'team-n3', 'team-n3b', 'team-n4'])(
  "F17 lines, usage, tax and discount of %s are those of its details, never of another invoice's",
  async (team) => {
    const { invoices: rows } = await fetchWire(team, '?per_page=20&perPage=20');
    const wires = await Promise.all(rows.map(async (row: Wire) => fetchDetails(team, row, rows)));
    const isOlder = team === 'team-n1' || team === 'team-n2';
    expect(wires.filter((wire) => wire === undefined)).toHaveLength(isOlder ? 7 : 0);
    expect(await nodesOf(team, 'first: 20', details)).toEqual(
      rows.map((row: Wire, index: number) => expected(row, wires[index], unitOf(team))),
    );
  },
);

test('F17 a discount that the oldest contract does not tell shows as a difference', async () => {
  const nodes = await nodesOf(
    'team-n1',
    'first: 20',
    'discount { decimal } reconciliation { differences { rule } }',
  );
  const rules = nodes.flatMap(({ reconciliation }) => reconciliation.differences);
  expect(rules.length).toBeGreaterThan(0);
  expect(new Set(rules.map(({ rule }) => rule))).toEqual(new Set(['subtotal - discount + tax = total']));
  expect(nodes.every(({ discount }) => discount === null)).toBe(true);
});

test('F17 details are asked for only where one of them is selected', async () => {
  const listed =
    'invoiceId status currency period { start } total { decimal } amountDue { decimal } discountNames';
  for (const team of ['team-n1', 'team-n2', 'team-n3', 'team-n4']) await nodesOf(team, 'first: 50', listed);
  await nodesOf('team-n3', 'first: 50', 'total { decimal } tax @skip(if: true) { decimal }');
  expect(await upstream.paths()).toHaveLength(5);
});

test('F17 one call per invoice serves all of its details, under any alias', async () => {
  const { data, errors } = await ask(
    `{ ${account('team-n3')} { a: invoices(first: 20) { nodes { ${details} } } b: invoices(first: 12) { edges { node { t: tax { decimal } } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.b.edges).toHaveLength(12);
  expect(await upstream.control('GET', '/calls')).toMatchObject({ total: 21 });
  expect(new Set(await upstream.paths()).size).toBe(21);
});

test.each([
  ['nodes', 'nodes { invoiceId lines { nodes { description } } }'],
  ['edges', 'edges { node { invoiceId tax { decimal } } }'],
  ['aliases', 'some: edges { one: node { no: invoiceId off: discount { decimal } } }'],
  ['a fragment', 'nodes { ...Costs }'],
  ['a fragment on the interface', 'edges { node { ... on InvoiceFigures { reconciliation { ok } } } }'],
  ['fields in two places', 'nodes { id } nodes { usage { resource } }'],
])('F22 details through %s: 24 invoices in exactly 25 calls, and more follows', async (_what, fields) => {
  const fragment = fields.includes('...Costs') ? 'fragment Costs on Invoice { usage { product } }' : '';
  const { data, errors } = await ask(
    `{ ${account('team-n3')} { invoices(first: 50) { ${fields} pageInfo { hasNextPage } } } } ${fragment}`,
  );
  expect(errors).toEqual([]);
  const { pageInfo, ...lists } = data.billingAccount.invoices;
  expect(pageInfo).toEqual({ hasNextPage: true });
  expect(Object.values<Wire>(lists).map(({ length }) => length)).toEqual([24]);
  expect(await upstream.paths()).toHaveLength(25);
});

test.each(['team-n1', 'team-n3', 'team-n4'])(
  'F22 pages that the budget shortens lose nothing of %s',
  async (team) => {
    const all = await nodesOf(team, 'first: 1000', 'invoiceId');
    const met: unknown[] = [];
    for (let after = ''; ;) {
      await upstream.forget();
      const { data, errors } = await ask(
        `{ ${account(team)} { invoices(first: 50 ${after}) { nodes { invoiceId lines { nodes { description } } tax { decimal } } pageInfo { hasNextPage endCursor } } } }`,
      );
      expect(errors).toEqual([]);
      expect((await upstream.paths()).length).toBeLessThanOrEqual(25);
      const { nodes, pageInfo } = data.billingAccount.invoices;
      met.push(...nodes.map(({ invoiceId }: Wire) => ({ invoiceId })));
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(met).toEqual(all);
  },
);

test('F22 reading backward leaves room for the walk: the oldest 21 of 340 in 25 calls', async () => {
  const nodes = await nodesOf('team-n3', 'last: 30', 'invoiceId tax { decimal }');
  expect(await upstream.paths()).toHaveLength(25);
  const oldest = await nodesOf('team-n3', 'last: 21', 'invoiceId');
  expect(nodes.map(({ invoiceId }) => ({ invoiceId }))).toEqual(oldest);
});

test.each(['team-n3', 'team-n3b', 'team-n4'])(
  'F17 an invoice of %s is one call, details included',
  async (team) => {
    const nodes = await nodesOf(team, 'first: 5', `id ${details}`);
    await upstream.forget();
    const ids = nodes.map(({ id }) => id);
    const one = await ask(`{ node(id: "${ids[4]}") { id ... on Invoice { ${details} } } }`);
    expect(one).toMatchObject({ data: { node: nodes[4] }, errors: [] });
    expect(await upstream.paths()).toHaveLength(1);
    await upstream.forget();
    const some = await ask(`{ nodes(ids: ${JSON.stringify(ids)}) { id ... on Invoice { ${details} } } }`);
    expect(some).toMatchObject({ data: { nodes }, errors: [] });
    expect(await upstream.paths()).toHaveLength(5);
  },
);

test('F48 more invoices than the budget has calls are looked for on the pages of their list', async () => {
  const nodes = await nodesOf('team-n3', 'first: 60', 'id');
  await upstream.forget();
  const { data, errors } = await ask(`{ nodes(ids: ${JSON.stringify(nodes.map(({ id }) => id))}) { id } }`);
  expect([data, errors]).toEqual([{ nodes }, []]);
  expect(await upstream.paths()).toHaveLength(1);
});

test.each(['team-n1', 'team-n2'])(
  'F21 an invoice of %s by its derived id is found in its list, and its details by its period',
  async (team) => {
    const nodes = await nodesOf(team, 'first: 20', `id invoiceId period { start } ${details}`);
    const starts = nodes.map(({ period }) => period.start);
    const hidden = nodes.findIndex(({ period }, index) => starts.indexOf(period.start) < index);
    for (const index of [0, hidden]) {
      await upstream.forget();
      const { data, errors } = await ask(
        `{ node(id: "${nodes[index].id}") { id ... on Invoice { invoiceId period { start } ${details} } } }`,
      );
      expect([data.node, errors]).toEqual([nodes[index], []]);
      expect(await upstream.paths()).toHaveLength(2);
    }
  },
);

test.each(['team-n1', 'team-n2', 'team-n3', 'team-n4'])(
  'F21 an invoice that %s has no more is null',
  async (team) => {
    const [, gone, stays] = await nodesOf(team, 'first: 3', 'id');
    const { invoices } = await fetchWire(team, '?per_page=3&perPage=3');
    await upstream.control('PATCH', `/northflank/${team}`, { invoices: [invoices[0], invoices[2]] });
    const { data, errors } = await ask(
      `{ node(id: "${gone.id}") { id } nodes(ids: ["${gone.id}", "${stays.id}"]) { id } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ node: null, nodes: [null, { id: stays.id }] });
  },
);

test('F42 a share of a price is not said to be a proration by what it stands beside', async () => {
  const {
    invoices: [{ id }],
  } = await fetchWire('team-n3', '');
  const { lineItems } = await fetchWire('team-n3', `/${id}`);
  expect(lineItems.length).toBeGreaterThan(0);
  for (const item of lineItems as Wire[]) expect(typeof item.proration).toBe('number');
  const [{ lines }] = await nodesOf(
    'team-n3',
    'first: 1',
    'lines(first: 10) { nodes { description proration } }',
  );
  const told = lines.nodes.map(({ proration }: { proration: unknown }) => proration);
  expect(told).toEqual(lines.nodes.map(() => null));
});
