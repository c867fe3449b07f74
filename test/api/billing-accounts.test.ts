import type { GraphqlAnswer } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What a token alone leads to: the accounts of a workspace, and those of a Northflank token. */

startSystem();
beforeEach(async () => upstream.reset());

const TEAMS = '/v1/teams?per_page=100&perPage=100';
const ofAcme = 'billingAccounts(provider: ALTOSTRAT, workspaceId: "ws_acme")';

async function ask(query: string, token = 'sandbox-northflank'): Promise<GraphqlAnswer> {
  return api.ask(query, { headers: { 'northflank-authorization': `Bearer ${token}` } });
}

/** Ids, or undefined where the list failed. */
async function accountIds(paging: string, token?: string) {
  const { data, errors } = await ask(
    `{ billingAccounts(provider: NORTHFLANK${paging}) { edges { cursor node { accountId } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
    token,
  );
  const page = data?.billingAccounts;
  return {
    ids: page?.edges.map(({ node }: { node: { accountId: string | null } | null }) => node && node.accountId),
    cursors: page?.edges.map(({ cursor }: { cursor: string }) => cursor),
    pageInfo: page?.pageInfo,
    codes: errors.map(({ extensions }) => extensions['code']),
  };
}

test('F62 a Northflank token finds its own account, then its teams with their names, in one call', async () => {
  const { data, errors } = await ask(
    '{ billingAccounts(provider: NORTHFLANK) { nodes { provider workspaceId accountId name email currency createdAt } } }',
  );
  const row = { provider: 'NORTHFLANK', workspaceId: null, email: null, currency: null, createdAt: null };
  expect(errors).toEqual([]);
  expect(data.billingAccounts.nodes.slice(0, 3)).toEqual([
    { ...row, accountId: null, name: null },
    { ...row, accountId: 'team-n1', name: 'First generation' },
    { ...row, accountId: 'team-n2', name: 'Second generation' },
  ]);
  expect(data.billingAccounts.nodes).toHaveLength(8);
  expect((await upstream.calls()).map(({ path, token }) => [path, token])).toEqual([
    [TEAMS, 'sandbox-northflank'],
  ]);
});

test('F62 each token finds its own teams, and one that sees none its own account', async () => {
  expect((await accountIds('', 'sandbox-northflank-team')).ids).toEqual([null, 'team-n3']);
  await upstream.control('POST', '/tokens', {
    token: 'sees-none',
    provider: 'northflank',
    own: 'own',
    teams: [],
  });
  expect((await accountIds('', 'sees-none')).ids).toEqual([null]);
});

test('F62 the accounts of a workspace are one list, whichever field asks, and one call', async () => {
  const page = 'first: 2) { edges { cursor node { id accountId name currency } } pageInfo { hasNextPage } }';
  const { data, errors } = await api.ask(
    `{ ${ofAcme.slice(0, -1)}, ${page} workspace(id: "ws_acme") { billingAccounts(${page} } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccounts.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual([
    'Acme United States',
    'Acme Europe',
  ]);
  expect(data.billingAccounts).toEqual(data.workspace.billingAccounts);
  expect(await upstream.paths()).toEqual(['/workspaces/ws_acme/billing-accounts']);
  const { cursor } = data.workspace.billingAccounts.edges[1];
  const next = await api.ask(`{ ${ofAcme.slice(0, -1)}, after: "${cursor}") { nodes { accountId } } }`);
  expect(next.data.billingAccounts.nodes).toEqual([
    { accountId: 'cus_acme_za' },
    { accountId: 'cus_acme_uk' },
  ]);
});

test('F62 both providers in one operation, one call each', async () => {
  const { errors } = await ask(
    `{ a: ${ofAcme} { nodes { id } } n: billingAccounts(provider: NORTHFLANK) { nodes { id } } workspaces { nodes { id } } }`,
  );
  expect(errors).toEqual([]);
  expect((await upstream.paths()).toSorted()).toEqual([
    TEAMS,
    '/workspaces',
    '/workspaces/ws_acme/billing-accounts',
  ]);
});

test.each([
  ['ALTOSTRAT', 'workspaceId', 'required for ALTOSTRAT, got none'],
  ['ALTOSTRAT, workspaceId: "acme"', 'workspaceId', 'expected an Altostrat workspace id'],
  ['NORTHFLANK, workspaceId: "ws_acme"', 'workspaceId', 'expected none for NORTHFLANK'],
  ['NORTHFLANK, first: 1001', 'first', 'expected a number from 0 to 1000'],
  ['NORTHFLANK, last: 1, after: "x"', 'after', 'expected beside "first" alone'],
])(
  'F62 billingAccounts(provider: %s) is BAD_USER_INPUT that names %s, and no call',
  async (given, argument, says) => {
    const { errors } = await ask(`{ billingAccounts(provider: ${given}) { nodes { id } } }`);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(`"${argument}": ${says}`),
        path: ['billingAccounts'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(await upstream.paths()).toEqual([]);
  },
);

test('F62 a list whose provider got no credential is UNAUTHENTICATED without a call, the other answers', async () => {
  const { errors } = await api.ask('{ billingAccounts(provider: NORTHFLANK) { nodes { id } } }');
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', provider: 'NORTHFLANK' } }]);
  expect(await upstream.paths()).toEqual([]);
});

test('F62 a token that may not list teams is FORBIDDEN; its own account is still there', async () => {
  const token = await freshToken(upstream, 'northflank');
  await upstream.fault({ match: { path: '/v1/teams?' }, fault: { kind: 'status', status: 403 } });
  const { data, errors } = await ask(
    '{ own: billingAccount(provider: NORTHFLANK) { invoices(first: 1) { nodes { invoiceId } } } teams: billingAccounts(provider: NORTHFLANK) { nodes { id } } }',
    token,
  );
  expect(data).toBeNull();
  expect(errors).toMatchObject([
    { path: ['teams'], extensions: { code: 'FORBIDDEN', upstream: { status: 403 } } },
  ]);
  const own = await ask(
    '{ billingAccount(provider: NORTHFLANK) { invoices(first: 1) { nodes { invoiceId } } } }',
    token,
  );
  expect([own.errors, own.data.billingAccount.invoices.nodes.length]).toEqual([[], 1]);
});

describe('of more teams than a page has', () => {
  const names = Array.from({ length: 243 }, (_, index) => `many-${String(index).padStart(3, '0')}`);
  const all = [null, ...names];

  beforeEach(async () => {
    await Promise.all(names.map(async (name) => upstream.control('PATCH', `/northflank/${name}`, {})));
    await upstream.control('POST', '/tokens', {
      token: 'many-teams',
      provider: 'northflank',
      own: 'own',
      teams: names,
    });
    await upstream.forget();
  });

  const page = async (paging: string) => accountIds(paging, 'many-teams');

  test('F62 a page is as many calls as it needs, each team once, and the facts are facts', async () => {
    const first = await page(', first: 100');
    expect([first.ids.length, first.pageInfo.hasNextPage, await upstream.paths()]).toEqual([
      100,
      true,
      [TEAMS],
    ]);
    await upstream.forget();
    const next = await page(`, first: 100, after: "${first.pageInfo.endCursor}"`);
    expect(await upstream.paths()).toEqual([TEAMS, `${TEAMS}&cursor=teams-100`]);
    const last = await page(`, first: 100, after: "${next.pageInfo.endCursor}"`);
    expect([...first.ids, ...next.ids, ...last.ids].toSorted()).toEqual(all.toSorted());
    expect([last.ids.length, last.pageInfo]).toMatchObject([
      44,
      { hasNextPage: false, hasPreviousPage: true },
    ]);
  });

  test('F62 the last ones, and those before a cursor, walk from the head', async () => {
    const last = await page(', last: 3');
    expect([last.ids.length, last.pageInfo.hasNextPage, (await upstream.paths()).length]).toEqual([
      3,
      false,
      3,
    ]);
    await upstream.forget();
    const before = await page(`, last: 2, before: "${last.cursors[0]}"`);
    expect([before.ids.length, before.pageInfo.hasNextPage]).toEqual([2, true]);
    const whole = await page(', first: 1000');
    expect(whole.ids.slice(-5)).toEqual([...before.ids, ...last.ids]);
  });

  test('F62 a way on that leads in a circle is not followed: the rest is kept back', async () => {
    const teams = names.slice(0, 2).map((id) => ({ id }));
    const pagination = { hasNextPage: true, cursor: 'again', count: 2 };
    const body = JSON.stringify({ data: { teams }, pagination });
    await upstream.fault({ match: { path: '/v1/teams?' }, fault: { kind: 'raw', body } });
    const { ids, pageInfo } = await page(', first: 1000');
    expect([ids, pageInfo.hasNextPage]).toEqual([[null, ...names.slice(0, 2), ...names.slice(0, 2)], true]);
    expect(await upstream.paths()).toEqual([TEAMS, `${TEAMS}&cursor=again`]);
    expect((await page(`, after: "${pageInfo.endCursor}"`)).codes).toEqual(['PAGINATION_TOO_DEEP']);
  });
});

test('F33 F62 a team that cannot be read is null with an error; its neighbours stand', async () => {
  const token = await freshToken(upstream, 'northflank');
  const teams = [
    { id: 'one', name: 'One' },
    { id: '../secret' },
    7,
    { name: 'none' },
    { id: 'five', name: {} },
  ];
  const body = { data: { teams }, pagination: { hasNextPage: false, count: 5 } };
  await upstream.fault({ match: { path: '/v1/teams?' }, fault: { kind: 'raw', body: JSON.stringify(body) } });
  const { data, errors } = await ask(
    '{ billingAccounts(provider: NORTHFLANK) { nodes { accountId name } } }',
    token,
  );
  expect(data.billingAccounts.nodes).toEqual([
    { accountId: null, name: null },
    { accountId: 'one', name: 'One' },
    null,
    null,
    null,
    { accountId: 'five', name: null },
  ]);
  expect(errors.map(({ path, extensions }) => [path?.slice(2), extensions['code']])).toEqual(
    [[2], [3], [4], [5, 'name']].map((path) => [path, 'UPSTREAM_INVALID_RESPONSE']),
  );
  expect(JSON.stringify(errors)).not.toContain('secret');
});

test.each([
  '{}',
  '{"data":{"teams":"none"},"pagination":{"hasNextPage":false}}',
  '{"data":{"teams":[]}}',
  '[]',
])('F62 %s is no list of teams', async (body) => {
  const token = await freshToken(upstream, 'northflank');
  await upstream.fault({ match: { path: '/v1/teams?' }, fault: { kind: 'raw', body } });
  const { errors } = await ask('{ billingAccounts(provider: NORTHFLANK) { nodes { id } } }', token);
  expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
});
