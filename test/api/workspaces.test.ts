import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What an Altostrat token alone leads to: the workspaces that its user is a member of. */

startSystem();
beforeEach(async () => upstream.reset());

const PAGE = '{ nodes { id name billingMode } pageInfo { hasNextPage hasPreviousPage } }';

test('F62 a token finds its workspaces and what they are called in one call', async () => {
  const { data, errors } = await api.ask(`{ workspaces ${PAGE} }`);
  expect([data, errors]).toEqual([
    {
      workspaces: {
        nodes: [
          { id: 'ws_acme', name: 'Acme Networks', billingMode: 'assigned' },
          { id: 'ws_globex', name: 'Globex', billingMode: 'single' },
          { id: 'ws_sample', name: 'Documented samples', billingMode: 'assigned' },
        ],
        pageInfo: { hasNextPage: false, hasPreviousPage: false },
      },
    },
    [],
  ]);
  expect((await upstream.calls()).map(({ path, token }) => [path, token])).toEqual([
    ['/workspaces', 'sandbox-altostrat'],
  ]);
});

test('F62 each token finds its own workspaces, and one that sees none an empty list', async () => {
  const idsOf = async (token: string): Promise<string[]> => {
    const { data } = await api.ask('{ workspaces { nodes { id } } }', { token });
    return data.workspaces.nodes.map(({ id }: { id: string }) => id);
  };
  expect(await idsOf('sandbox-altostrat-initech')).toEqual(['ws_initech']);
  await upstream.control('POST', '/tokens', { token: 'sees-none', provider: 'altostrat', workspaces: [] });
  expect(await idsOf('sees-none')).toEqual([]);
});

test('F62 pages of workspaces go on from their cursors in both directions, and share one call', async () => {
  const edges = '{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } }';
  const { data } = await api.ask(`{ a: workspaces(first: 2) ${edges} b: workspaces(last: 1) ${edges} }`);
  expect(await upstream.paths()).toEqual(['/workspaces']);
  const idsOf = (page: { edges: { node: { id: string } }[] }): string[] =>
    page.edges.map(({ node }) => node.id);
  expect([idsOf(data.a), data.a.pageInfo]).toEqual([
    ['ws_acme', 'ws_globex'],
    { hasNextPage: true, hasPreviousPage: false },
  ]);
  expect([idsOf(data.b), data.b.pageInfo]).toEqual([
    ['ws_sample'],
    { hasNextPage: false, hasPreviousPage: true },
  ]);
  const further = await api.ask(
    `{ a: workspaces(first: 2, after: "${data.a.edges[1].cursor}") ${edges} b: workspaces(last: 2, before: "${data.b.edges[0].cursor}") ${edges} }`,
  );
  expect(further.data.a.edges).toEqual(data.b.edges);
  expect(further.data.b.edges).toEqual(data.a.edges);
});

test('F62 from the list to the invoices of each account, and nothing that it brought is read again', async () => {
  const { data, errors } = await api.ask(
    '{ workspaces(first: 1) { nodes { name billingAccounts { nodes { name invoices(first: 1) { nodes { number } } } } } } }',
  );
  expect(errors).toEqual([]);
  expect(data.workspaces.nodes[0].billingAccounts.nodes[0]).toEqual({
    name: 'Acme United States',
    invoices: { nodes: [{ number: 'ACMEUS-1200' }] },
  });
  const of = (name: string): string =>
    `/workspaces/ws_acme/billing-accounts/cus_acme_${name}/invoices?limit=1`;
  expect((await upstream.paths()).toSorted()).toEqual(
    ['/workspaces', '/workspaces/ws_acme/billing-accounts', ...['us', 'eu', 'za', 'uk'].map(of)].toSorted(),
  );
});

test.each([
  ['no rows', 'first: 0', '{ nodes { id } }'],
  ['a size that is none', 'first: -1', '{ nodes { id } }'],
  ['two sizes', 'first: 1, last: 1', '{ nodes { id } }'],
  ['a damaged cursor', 'first: 1, after: "damaged"', '{ nodes { id } }'],
])('F62 %s of workspaces: no call', async (_, paging, selection) => {
  const { errors } = await api.ask(`{ workspaces(${paging}) ${selection} }`);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(
    paging === 'first: 0' ? [] : [paging.includes('damaged') ? 'INVALID_CURSOR' : 'BAD_USER_INPUT'],
  );
  expect(await upstream.paths()).toEqual([]);
});

test('F62 a cursor of another list is refused without a call', async () => {
  const { data } = await api.ask(
    '{ workspace(id: "ws_acme") { billingAccounts(first: 1) { edges { cursor } } } }',
  );
  await upstream.forget();
  const { cursor } = data.workspace.billingAccounts.edges[0];
  const { errors } = await api.ask(`{ workspaces(after: "${cursor}") { nodes { id } } }`);
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
  expect(await upstream.paths()).toEqual([]);
});

test('F62 without a credential the list is UNAUTHENTICATED and costs no call; an expired one costs its call', async () => {
  const none = await api.ask(`{ workspaces ${PAGE} }`, { token: null });
  expect([none.data, none.errors]).toMatchObject([
    null,
    [{ path: ['workspaces'], extensions: { code: 'UNAUTHENTICATED', provider: 'ALTOSTRAT' } }],
  ]);
  expect(await upstream.paths()).toEqual([]);
  const expired = await api.ask(`{ workspaces ${PAGE} }`, { token: 'sandbox-altostrat-expired' });
  expect(expired.errors).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED', upstream: { status: 401 } } },
  ]);
  expect(await upstream.paths()).toEqual(['/workspaces']);
});

test('F33 F62 a workspace that cannot be read is null with an error; its neighbours stand', async () => {
  const rows = [
    { id: 'ws_one', name: 'One' },
    { id: '../secret', name: 'Two' },
    'text',
    { name: 'No id' },
    { id: 'ws_five', name: 7, billing_mode: 'pooled' },
  ];
  const token = await freshToken(upstream);
  await upstream.fault({ fault: { kind: 'raw', body: JSON.stringify({ data: rows, has_more: false }) } });
  const { data, errors } = await api.ask('{ workspaces { nodes { id name billingMode } } }', { token });
  expect(data.workspaces.nodes).toEqual([
    { id: 'ws_one', name: 'One', billingMode: null },
    null,
    null,
    null,
    { id: 'ws_five', name: null, billingMode: 'pooled' },
  ]);
  expect(errors.map(({ path, extensions }) => [path?.slice(2), extensions['code']])).toEqual(
    [[1], [2], [3], [4, 'name']].map((path) => [path, 'UPSTREAM_INVALID_RESPONSE']),
  );
  expect(JSON.stringify(errors)).not.toContain('secret');
  expect(await upstream.paths()).toEqual(['/workspaces']);
});

test('F62 workspaces that the provider keeps back are an error, not an end', async () => {
  await upstream.fault({ fault: { kind: 'patch', page: { has_more: true } } });
  const { data } = await api.ask('{ workspaces { edges { cursor } pageInfo { hasNextPage endCursor } } }');
  expect(data.workspaces.pageInfo.hasNextPage).toBe(true);
  const { errors } = await api.ask(
    `{ workspaces(after: "${data.workspaces.pageInfo.endCursor}") { nodes { id } } }`,
  );
  expect(errors).toMatchObject([{ extensions: { code: 'PAGINATION_TOO_DEEP' } }]);
});
