import { type JsonReply, openSandbox, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const bills = (team: string) => `/teams/${team}/billing/invoices`;

async function firstRow(team: string, query = ''): Promise<JsonReply> {
  return (await sandbox.northflank(`${bills(team)}${query}`)).json.data!.invoices![0]!;
}

test('F60 the documented list answer comes value for value', async () => {
  const { text } = await sandbox.northflank(bills('team-sample'));
  expect(JSON.parse(text)).toEqual({
    data: {
      invoices: {
        period: { start: 1655823815, end: 1655910214 },
        currency: 'usd',
        total: 1200,
        subTotal: 1000,
      },
    },
    pagination: { hasNextPage: false, count: 1 },
  });
});

test.each([
  ['team-n1', ['period', 'currency', 'total', 'subTotal', 'paid']],
  ['team-n2', ['period', 'total', 'paid']],
  ['team-n3', ['id', 'period', 'currency', 'paasUsage', 'byocUsage', 'subTotal', 'total', 'paid']],
  ['team-n3b', ['id', 'period', 'currency', 'paasUsage', 'byocUsage', 'subTotal', 'total', 'paid']],
  [
    'team-n4',
    ['id', 'period', 'currency', 'status', 'paas', 'byoc', 'subTotal', 'discounts', 'tax', 'total'],
  ],
])('F60 rows of %s have the keys of their generation', async (team, keys) => {
  const { json } = await sandbox.northflank(`${bills(team)}?per_page=100`);
  const shown = new Set(json.data!.invoices!.flatMap((row) => Object.keys(row)));
  expect([...shown]).toEqual(keys);
});

test('F60 the older generations leave paid out of some rows', async () => {
  const { json } = await sandbox.northflank(`${bills('team-n2')}?per_page=100`);
  expect(new Set(json.data!.invoices!.map(({ paid }) => paid))).toEqual(new Set([true, false, undefined]));
});

test('F60 the fourth generation shows currency units where the others show cents', async () => {
  const third = await firstRow('team-n3');
  await sandbox.control('PATCH', '/northflank/team-n3', { generation: 'N4' });
  const fourth = await firstRow('team-n3');
  expect(Number(fourth.total).toFixed(4)).toBe((Number(third.total) / 100).toFixed(4));
});

test.each(['team-n3', 'team-n3b'])(
  'F60 removeLegacyFields takes %s to the current contract, page size included',
  async (team) => {
    const { json } = await sandbox.northflank(`${bills(team)}?removeLegacyFields=true&perPage=2&per_page=7`);
    expect([json.pagination!.count, 'status' in json.data!.invoices![0]!]).toEqual([2, true]);
    expect('status' in (await firstRow(team))).toBe(false);
  },
);

test('F60 totals add up: subTotal - discount + tax', async () => {
  const { json } = await sandbox.northflank(`${bills('team-n4')}?perPage=100`);
  for (const row of json.data!.invoices!) {
    const [discounts, tax] = [row.discounts as { total: number }, row.tax as { amount: number }];
    const total = Number(row.subTotal) - discounts.total + tax.amount;
    expect(Number(row.total).toFixed(5)).toBe(total.toFixed(5));
  }
});

test('F60 periods repeat, run backwards, and end on their last second', async () => {
  const { json } = await sandbox.northflank(`${bills('team-n3')}?per_page=100`);
  const periods = json.data!.invoices!.map(({ period }) => period as { start: number; end: number });
  const starts = periods.map(({ start }) => start);
  expect(new Set(starts).size).toBeLessThan(starts.length);
  expect(starts).toEqual([...starts].sort((a, b) => b - a));
  expect(new Set(periods.map(({ start, end }) => end - start))).toEqual(new Set([863_999]));
});

test.each([
  ['team-n3', 'per_page', 340],
  ['team-n3b', 'per_page', 75],
  ['team-n4', 'perPage', 210],
])('F60 the cursor walks all of %s, and its last page has no cursor key', async (team, size, count) => {
  const ids: unknown[] = [];
  let cursor: string | undefined = '';
  let pagination: JsonReply['pagination'];
  while (cursor !== undefined) {
    const { json } = await sandbox.northflank(`${bills(team)}?${size}=40&cursor=${cursor}`);
    ids.push(...json.data!.invoices!.map(({ id }) => id));
    pagination = json.pagination;
    cursor = pagination!.cursor;
    if (cursor !== undefined) expect(cursor).toMatch(/^[\w-]+$/);
  }
  expect([ids.length, new Set(ids).size]).toEqual([count, count]);
  expect(Object.keys(pagination!)).toEqual(['hasNextPage', 'count']);
});

test.each([
  ['null', null],
  ['empty', ''],
])('F60 the last cursor can be %s', async (cursors, expected) => {
  await sandbox.control('PATCH', '/northflank/team-empty', { cursors });
  const { json } = await sandbox.northflank(bills('team-empty'));
  expect(json).toEqual({
    data: { invoices: [] },
    pagination: { hasNextPage: false, cursor: expected, count: 0 },
  });
});

test('F60 a page number works up to N3 and is passed over after', async () => {
  const page = async (team: string, query: string) => (await sandbox.northflank(bills(team) + query)).text;
  const { json } = await sandbox.northflank(`${bills('team-n3')}?per_page=5`);
  expect(await page('team-n3', '?per_page=5&page=2')).toBe(
    await page('team-n3', `?per_page=5&cursor=${json.pagination!.cursor}`),
  );
  expect(await page('team-n3b', '?per_page=5&page=2')).toBe(await page('team-n3b', '?per_page=5'));
});

test.each([
  ['team-n2', 'per_page=0'],
  ['team-n2', 'per_page=101'],
  ['team-n2', 'per_page=x'],
  ['team-n2', 'page=0'],
  ['team-n4', 'perPage=101'],
  ['team-n4', 'cursor=nonsense'],
  ['team-n2', 'cursor=dGVhbS1uM3x4'],
])('F60 %s refuses ?%s with the error envelope', async (team, query) => {
  const { status, json } = await sandbox.northflank(`${bills(team)}?${query}`);
  expect([status, json]).toEqual([
    400,
    { error: { message: expect.any(String), id: expect.any(String), details: {} } },
  ]);
});

test('F60 the default page holds 50, and the other name of the page size is passed over', async () => {
  const count = async (path: string) => (await sandbox.northflank(path)).json.pagination!.count;
  expect([await count('/billing/invoices'), await count(`${bills('team-n4')}?per_page=5`)]).toEqual([50, 50]);
});

test('F60 the object form carries one invoice per page, or none', async () => {
  await sandbox.control('PATCH', '/northflank/team-n1', { form: 'object' });
  await sandbox.control('PATCH', '/northflank/team-empty', { form: 'object' });
  const { json } = await sandbox.northflank(`${bills('team-n1')}?per_page=10`);
  expect([Array.isArray(json.data!.invoices), json.pagination!.hasNextPage, json.pagination!.count]).toEqual([
    false,
    true,
    1,
  ]);
  expect((await sandbox.northflank(bills('team-empty'))).json.data).toEqual({});
});

test('F60 details find the invoice of a timestamp, newest first, in N1 and N2 only', async () => {
  const row = await firstRow('team-n2');
  const { start } = row.period as { start: number };
  const details = (team: string) => sandbox.northflank(`${bills(team)}/details?timestamp=${start}`);
  const second = (await details('team-n2')).json.data as unknown as JsonReply;
  const first = (await details('team-n1')).json.data as unknown as JsonReply;
  expect([second.total, second.tax, second.period]).toEqual([
    row.total,
    { percent: expect.any(Number), value: expect.any(Number) },
    row.period,
  ]);
  expect(Object.keys(second)).toEqual(
    expect.arrayContaining(['paasUsage', 'byocUsage', 'lineItems', 'discount']),
  );
  expect(Object.keys(first)).toEqual(
    expect.arrayContaining(['currency', 'projects', 'subTotal', 'tax', 'total']),
  );
  expect([(await details('team-n3')).status, (await details('team-n4')).status]).toEqual([404, 404]);
});

test('F60 details of a moment nobody billed are 404', async () => {
  expect((await sandbox.northflank('/billing/invoices/details?timestamp=1')).status).toBe(404);
  expect((await sandbox.northflank('/billing/invoices/details?timestamp=soon')).status).toBe(400);
});

test('F60 details without a timestamp are a preview without paid, unless switched off', async () => {
  const { json } = await sandbox.northflank('/billing/invoices/details');
  const preview = json.data as unknown as JsonReply;
  expect([preview.period, 'paid' in preview]).toEqual([{ start: 1766966400, end: 1767225600 }, false]);
  await sandbox.control('PATCH', '/northflank/own', { preview: false });
  expect((await sandbox.northflank('/billing/invoices/details')).status).toBe(404);
});

test.each(['team-n3', 'team-n3b', 'team-n4'])('F60 an invoice of %s can be had by id', async (team) => {
  const row = await firstRow(team);
  const { json } = await sandbox.northflank(`${bills(team)}/${row.id}`);
  expect(json.data).toMatchObject({ id: row.id, total: row.total, period: row.period });
  expect('pagination' in json).toBe(team !== 'team-n3');
  expect('paid' in json.data!).toBe(team !== 'team-n4');
});

test('F60 an invoice by id is 404 when unknown, and in N2 always', async () => {
  expect((await sandbox.northflank(`${bills('team-n3')}/nope`)).status).toBe(404);
  const { id } = await firstRow('team-n3');
  await sandbox.control('PATCH', '/northflank/team-n3', { generation: 'N2' });
  expect((await sandbox.northflank(`${bills('team-n3')}/${id}`)).status).toBe(404);
});

interface Breakdown {
  paasUsage: {
    price: { total: number };
    teams: { id: string; projects?: { id: string; resourceTypes?: object[] }[] }[];
  };
}

test('F60 filters restrict the breakdown and decide how deep it goes', async () => {
  const { id } = await firstRow('team-n3');
  const read = async (query: string) =>
    (await sandbox.northflank(`${bills('team-n3')}/${id}${query}`)).json.data as unknown as Breakdown;
  const byTeam = await read('?teamId=team-n3-squad-1');
  const project = byTeam.paasUsage.teams[0]!.projects![0]!;
  const byProject = await read(`?projectId=${project.id}`);
  expect(byTeam.paasUsage.teams.map((team) => team.id)).toEqual(['team-n3-squad-1']);
  expect(project.resourceTypes).toBeUndefined();
  expect(byProject.paasUsage.teams[0]!.projects).toEqual([
    expect.objectContaining({ id: project.id, resourceTypes: expect.any(Array) }),
  ]);
  expect(byProject.paasUsage.price.total).toBeLessThanOrEqual(byTeam.paasUsage.price.total);
  expect((await sandbox.northflank(`${bills('team-n3')}/${id}?resourceType=car`)).status).toBe(400);
});

test('F60 planted rows come back as given, in any generation', async () => {
  const rows = [{ id: 'a', total: 'x' }, { total: 2 }, { total: 3 }];
  await sandbox.control('PATCH', '/northflank/team-own-test', { invoices: rows, generation: 'N4' });
  const path = bills('team-own-test');
  const first = await sandbox.northflank(`${path}?perPage=2`);
  const second = await sandbox.northflank(`${path}?perPage=2&cursor=${first.json.pagination!.cursor}`);
  expect([...first.json.data!.invoices!, ...second.json.data!.invoices!]).toEqual(rows);
});

test('F60 a bill made while paging does not move the next page', async () => {
  const first = await sandbox.northflank(`${bills('team-n4')}?perPage=2`);
  const next = `${bills('team-n4')}?perPage=2&cursor=${first.json.pagination!.cursor}`;
  const before = (await sandbox.northflank(next)).text;
  const made = await sandbox.control('POST', '/northflank/team-n4/invoices', { invoices: 1 });
  expect(made.json.invoices).toBe(211);
  expect((await sandbox.northflank(next)).text).toBe(before);
  expect((await sandbox.northflank(`${bills('team-n4')}?perPage=1`)).json.data!.invoices![0]!.id).toBe(
    (made.json.ids as string[])[0],
  );
});

test.each([
  ['sandbox-northflank-expired', '/billing/invoices', 401],
  ['sandbox-altostrat', '/billing/invoices', 401],
  ['sandbox-northflank-team', bills('team-n3'), 200],
  ['sandbox-northflank-team', bills('team-n4'), 403],
  ['sandbox-northflank-team', bills('team-x'), 404],
  ['sandbox-northflank', bills('team-x'), 404],
  ['sandbox-northflank', '/nothing', 404],
])('F60 token %s on %s gives %s', async (token, path, status) => {
  expect((await sandbox.northflank(path, token)).status).toBe(status);
});

test('F60 a team token reads its team on the plain path too', async () => {
  const plain = await sandbox.northflank('/billing/invoices', 'sandbox-northflank-team');
  const named = await sandbox.northflank(bills('team-n3'), 'sandbox-northflank-team');
  expect(plain.text).toBe(named.text);
});

test('F60 the team list shows what the token may read', async () => {
  const ids = async (token: string) =>
    (await sandbox.northflank('/teams', token)).json.data!.teams!.map(({ id }) => id);
  expect(await ids('sandbox-northflank')).toEqual([
    'team-n1',
    'team-n2',
    'team-n3',
    'team-n3b',
    'team-n4',
    'team-empty',
    'team-sample',
  ]);
  expect(await ids('sandbox-northflank-team')).toEqual(['team-n3']);
});

test('F60 every answer counts down the rate limit of its token', async () => {
  const left = async (token?: string) => {
    const { headers } = await sandbox.northflank('/billing/invoices', token);
    return [headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')];
  };
  expect([await left(), await left(), await left('sandbox-northflank-team')]).toEqual([
    ['1000', '999'],
    ['1000', '998'],
    ['1000', '999'],
  ]);
});

test('F60 a used-up limit is 429 with the envelope and the headers', async () => {
  const rateLimit = { limit: 10, remaining: 1, resetSeconds: 600 };
  await sandbox.control('PATCH', '/northflank/team-n1', { rateLimit });
  const [first, second] = [
    await sandbox.northflank(bills('team-n1')),
    await sandbox.northflank(bills('team-n1')),
  ];
  expect([first.status, second.status, second.json]).toEqual([
    200,
    429,
    { error: { message: 'Rate limit exceeded.', id: 'rate-limit-exceeded', details: {} } },
  ]);
  expect([second.headers.get('x-ratelimit-limit'), second.headers.get('x-ratelimit-remaining')]).toEqual([
    '10',
    '0',
  ]);
  expect((await sandbox.northflank('/billing/invoices')).status).toBe(200);
});
