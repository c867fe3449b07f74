import { askTeam, readPage, walk } from './northflank-paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Invoices that the provider sends without an id: periods repeat, and so do totals. */

startSystem();
beforeEach(async () => upstream.reset());

const team = 'team-alike';
const period = { start: 1655823815, end: 1655910214 };
const older = { start: 1655823814, end: 1655823814 };

async function plant(invoices: readonly object[]): Promise<void> {
  await upstream.control('PATCH', `/northflank/${team}`, { invoices, generation: 'N2' });
}

const likeId = (total: number, ordinal: number): string => `period.1655823815.1655910214.${total}.${ordinal}`;

test.each([2, 99, 100, 101, 150, 250])(
  'F09 %i invoices of one period and total are told apart, also across the pages of the provider',
  async (count) => {
    await plant(Array.from({ length: count }, () => ({ period, total: 5000 })));
    const whole = await readPage(api, team, 'first: 400');
    expect(whole.ids).toEqual(Array.from({ length: count }, (_, ordinal) => likeId(5000, ordinal)));
    const { ids, cursors } = whole;
    expect(new Set(cursors).size).toBe(count);
    expect(await walk(api, team, 'forward', [7, 100, 60])).toEqual({ ids, cursors });
    expect(await walk(api, team, 'backward', [60, 100, 7])).toEqual({ ids, cursors });
    for (const at of [0, 98, 99, 100, 149].filter((index) => index < count)) {
      await upstream.forget();
      const page = await readPage(api, team, `first: 2, after: "${cursors[at]}"`);
      expect(page.ids).toEqual(ids.slice(at + 1, at + 3));
    }
  },
);

test('F09 invoices of one period whose totals take turns are told apart, also across the pages', async () => {
  const totals = [5000, 1000, 5000, 700];
  const rows = Array.from({ length: 230 }, (_, at) => ({
    period,
    total: totals[at % 4],
    paid: at % 3 === 0,
  }));
  await plant(rows);
  const whole = await readPage(api, team, 'first: 400');
  expect(whole.ids.slice(0, 5)).toEqual([
    likeId(5000, 0),
    likeId(1000, 0),
    likeId(5000, 1),
    likeId(700, 0),
    likeId(5000, 2),
  ]);
  expect(new Set(whole.ids).size).toBe(230);
  const { ids, cursors } = whole;
  expect(await walk(api, team, 'forward', [7, 100, 60])).toEqual({ ids, cursors });
  const { data } = await askTeam(api, team, 'invoices(first: 400) { nodes { status } }');
  expect(data.billingAccount.invoices.nodes).toEqual(
    rows.map(({ paid }) => ({ status: paid ? 'PAID' : 'OPEN' })),
  );
});

test('F09 a period of as many totals as a cursor can hold pages on', async () => {
  await plant(Array.from({ length: 200 }, (_, at) => ({ period, total: -9_007_199_254_740_000 - at })));
  const { ids, cursors } = await readPage(api, team, 'first: 400');
  expect(new Set(ids).size).toBe(200);
  expect(await walk(api, team, 'forward', [30])).toEqual({ ids, cursors });
});

test.each([7, 100, 180])(
  'F09 180 invoices of one period whose 45 totals repeat are told apart, by %i',
  async (size) => {
    await plant(Array.from({ length: 180 }, (_, at) => ({ period, total: 1000 + (at % 45) })));
    const { ids, cursors } = await readPage(api, team, 'first: 400');
    expect(ids).toEqual(
      Array.from({ length: 180 }, (_, at) => likeId(1000 + (at % 45), Math.floor(at / 45))),
    );
    expect(await walk(api, team, 'forward', [size])).toEqual({ ids, cursors });
  },
);

test('F09 periods that take turns keep their counts, also across the pages', async () => {
  const rows = Array.from({ length: 230 }, (_, at) => ({
    period: at % 3 === 1 ? older : period,
    total: at % 3 === 1 ? 700 : 5000,
    paid: at % 2 === 0,
  }));
  await plant(rows);
  const { ids, cursors } = await readPage(api, team, 'first: 400');
  expect([ids.length, new Set(ids).size]).toEqual([230, 230]);
  expect(await walk(api, team, 'forward', [7, 100])).toEqual({ ids, cursors });
  const { data } = await askTeam(api, team, 'invoices(first: 400) { nodes { status } }');
  expect(data.billingAccount.invoices.nodes).toEqual(
    rows.map(({ paid }) => ({ status: paid ? 'PAID' : 'OPEN' })),
  );
});

test('F18 past 200 totals of one period, a row that nobody can tell from others is an error, and none is lost', async () => {
  await plant(Array.from({ length: 320 }, (_, at) => ({ period, total: 1000 + (at % 210) })));
  const { data, errors } = await askTeam(api, team, 'invoices(first: 400) { nodes { invoiceId } }');
  const { nodes } = data.billingAccount.invoices;
  const ids = nodes
    .filter((node: object | null) => node !== null)
    .map(({ invoiceId }: { invoiceId: string }) => invoiceId);
  expect([nodes.length, new Set(ids).size, errors.length]).toEqual([320, 310, 10]);
});

test('F18 a total, a period and a currency of their own make an id of their own', async () => {
  await plant([
    { period, total: 5000.25 },
    { period, total: -5000.25 },
    { period: older, total: 5000.25 },
    { period, total: 0 },
    { period: { start: 1655823815.7, end: 1655910214 }, total: 1, currency: 'usd' },
  ]);
  const { ids } = await readPage(api, team, 'first: 9');
  expect(ids).toEqual([
    'period.1655823815.1655910214.5000_25.0',
    'period.1655823815.1655910214.-5000_25.0',
    'period.1655823814.1655823814.5000_25.0',
    'period.1655823815.1655910214.0.0',
    'period.1655823815.1655910214.1.0',
  ]);
});

test('F18 a row without id, period or total is an error in its place, and paging goes on over it', async () => {
  const bad = [
    { total: 1 },
    { period },
    { period, total: '12' },
    { period: { start: 5e12, end: 6e12 }, total: 1 },
    { id: 'a/b', period, total: 1 },
  ];
  await plant([{ period, total: 5 }, ...bad, { period, total: 5 }]);
  const fields = 'edges { cursor node { invoiceId } } pageInfo { hasNextPage }';
  const { data, errors } = await askTeam(api, team, `invoices { ${fields} }`);
  const { edges } = data.billingAccount.invoices;
  expect(edges.map(({ node }: { node: object | null }) => node)).toEqual([
    { invoiceId: likeId(5, 0) },
    ...bad.map(() => null),
    { invoiceId: likeId(5, 1) },
  ]);
  expect(errors.map(({ path, extensions }) => [path?.at(-2), extensions['code']])).toEqual(
    bad.map((_, index) => [index + 1, 'UPSTREAM_INVALID_RESPONSE']),
  );
  for (const index of edges.keys()) {
    const answer = await askTeam(
      api,
      team,
      `invoices(first: 1, after: "${edges[index].cursor}") { ${fields} }`,
    );
    expect(answer.data.billingAccount.invoices).toEqual({
      edges: edges.slice(index + 1, index + 2),
      pageInfo: { hasNextPage: index + 2 < edges.length },
    });
    const back = await askTeam(
      api,
      team,
      `invoices(last: 1, before: "${edges[index].cursor}") { ${fields} }`,
    );
    expect(back.data.billingAccount.invoices.edges).toEqual(edges.slice(Math.max(0, index - 1), index));
  }
});

test('F19 one team that fails leaves the other teams and the own account in place', async () => {
  await upstream.fault({ match: { path: 'team-n3b' }, fault: { kind: 'status', status: 500 } });
  const list = 'invoices(first: 1) { nodes { invoiceId } }';
  const account = (id: string) => `billingAccount(provider: NORTHFLANK, accountId: "${id}") { ${list} }`;
  const { data, errors } = await api.ask(
    `{ a: ${account('team-n3')} b: ${account('team-n3b')} c: ${account('team-n4')} d: ${account('team-none')} e: billingAccount(provider: NORTHFLANK) { ${list} } }`,
    { token: null, headers: { 'northflank-authorization': 'Bearer sandbox-northflank' } },
  );
  const idOf = (key: string): string => data[key].invoices.nodes[0].invoiceId;
  expect([idOf('a'), idOf('c')]).toEqual(['59640464-00340', '80449012-00210']);
  expect(idOf('e')).toMatch(/^period\./);
  expect([data.b, data.d]).toEqual([null, null]);
  expect(errors.map(({ path, extensions }) => [path?.[0], extensions['code']]).toSorted()).toEqual([
    ['b', 'UPSTREAM_UNAVAILABLE'],
    ['d', 'NOT_FOUND'],
  ]);
});
