import { api, startSystem, upstream } from '../support/system.js';

/** The table of upstream calls that users rely on, figure for figure. */

startSystem();
beforeEach(async () => upstream.forget());

const account = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';

test('F17 { __typename } costs no upstream call', async () => {
  const { data } = await api.ask('{ __typename }');
  expect(data).toEqual({ __typename: 'Query' });
  expect(await upstream.paths()).toEqual([]);
});

test("F17 an account's identity costs no upstream call, even without a credential", async () => {
  const { data } = await api.ask(`{ ${account} { id accountId provider } }`, { token: null });
  expect(data.billingAccount).toMatchObject({ accountId: 'cus_acme_us', provider: 'ALTOSTRAT' });
  expect(await upstream.paths()).toEqual([]);
});

test('F17 one page with every figure and paged lines is one call', async () => {
  const { data, errors } = await api.ask(
    `{ ${account} { invoices(first: 20) { nodes { number total { decimal } a: lines(first: 1) { nodes { description } } b: lines(last: 2) { nodes { description } } reconciliation { ok } } pageInfo { hasNextPage hasPreviousPage } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toHaveLength(20);
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=20',
  ]);
});

test('F20 one list under five aliases is one call of the largest window', async () => {
  const sizes = [5, 10, 20, 50, 200];
  const aliases = sizes.map((size) => `p${size}: invoices(first: ${size}) { nodes { invoiceId } }`);
  const { data } = await api.ask(`{ ${account} { ${aliases.join(' ')} } }`);
  const ids = data.billingAccount.p200.nodes.map(({ invoiceId }: { invoiceId: string }) => invoiceId);
  for (const size of sizes) {
    expect(data.billingAccount[`p${size}`].nodes).toEqual(
      ids.slice(0, size).map((invoiceId: string) => ({ invoiceId })),
    );
  }
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=200',
  ]);
});

test('F17 a bad argument costs no upstream call, and its neighbour one', async () => {
  const { errors } = await api.ask(
    `{ a: ${account} { invoices(first: -1) { nodes { id } } } b: ${account} { invoices(first: 1) { nodes { id } } } }`,
  );
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['a', 'invoices'], 'BAD_USER_INPUT'],
  ]);
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=1',
  ]);
});

test('F17 a missing credential costs no upstream call', async () => {
  const invoices = 'invoices(first: 1) { nodes { id } }';
  const { errors, data } = await api.ask(
    `{ a: ${account} { ${invoices} } b: ${account} { name } c: ${account} { subscriptions { nodes { status } } } d: ${account} { accountId } }`,
    { token: null },
  );
  expect(data).toMatchObject({ a: null, b: { name: null }, c: null, d: { accountId: 'cus_acme_us' } });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(Array(3).fill('UNAUTHENTICATED'));
  expect(await upstream.paths()).toEqual([]);
});

test('F17 all fields of an account, under any alias, are one call', async () => {
  const { errors } = await api.ask(`{ a: ${account} { name email } b: ${account} { currency createdAt } }`);
  expect(errors).toEqual([]);
  expect(await upstream.paths()).toEqual(['/workspaces/ws_acme/billing-accounts/cus_acme_us']);
});

test('F17 a list of accounts brings their fields', async () => {
  const { data, errors } = await api.ask(
    '{ workspace(id: "ws_acme") { billingAccounts { nodes { accountId name email currency createdAt } } } }',
  );
  expect(errors).toEqual([]);
  expect(data.workspace.billingAccounts.nodes).toHaveLength(4);
  expect(await upstream.paths()).toEqual(['/workspaces/ws_acme/billing-accounts']);
});

test('F17 two pages of one list from different cursors are two calls', async () => {
  const { data } = await api.ask(`{ ${account} { invoices(first: 2) { edges { cursor } } } }`);
  const [first, second] = data.billingAccount.invoices.edges as { cursor: string }[];
  await upstream.forget();
  await api.ask(
    `{ ${account} { a: invoices(after: "${first?.cursor}") { nodes { id } } b: invoices(after: "${second?.cursor}") { nodes { id } } c: invoices(first: 3, after: "${second?.cursor}") { nodes { id } } } }`,
  );
  // Sent together on connections of their own, they may arrive in either order.
  expect((await upstream.paths()).toSorted()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=20&after=in_acme_us_001199',
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=20&after=in_acme_us_001200',
  ]);
});

describe('F61 the header x-upstream-calls is the number of calls that were made', () => {
  const page = (size: number): string => `{ ${account} { invoices(first: ${size}) { nodes { id } } } }`;
  const told = async (query: string, token?: string | null): Promise<[string | null, number]> => {
    const { headers } = await api.ask(query, token === undefined ? {} : { token });
    return [headers.get('x-upstream-calls'), (await upstream.paths()).length];
  };

  test.each([
    ['0 where nothing is asked of a provider', '{ __typename }', 0],
    ['1 for a page', page(20), 1],
    ['3 for a walk over three', page(500), 3],
    [
      '2 for two accounts',
      `{ a: ${account} { name } b: ${account.replace('cus_acme_us', 'cus_none')} { name } }`,
      2,
    ],
    ['1 for five fields that share one', `{ ${account} { a: name b: email name currency createdAt } }`, 1],
    ['0 for a document that does not parse', '{', 0],
    ['0 for a field that the graph does not have', '{ nothing }', 0],
    ['0 for a bad argument', page(-1), 0],
    [
      '0 for an operation that is too large',
      page(1000).replace('id', 'lines(first: 1000) { nodes { lineId } }'),
      0,
    ],
  ])('%s', async (_what, query, calls) => {
    expect(await told(query)).toEqual([String(calls), calls]);
  });

  test('0 without a credential', async () => {
    expect(await told(page(20), null)).toEqual(['0', 0]);
  });

  test('those that failed are counted, too', async () => {
    await upstream.fault({ skip: 1, times: 1, fault: { kind: 'status', status: 503 } });
    expect(await told(page(500))).toEqual(['4', 4]);
    await upstream.reset();
  });

  test('what another operation has under way is counted there alone', async () => {
    await upstream.fault({ fault: { kind: 'latency', ms: 400 } });
    const answers = await Promise.all([api.ask(page(3)), api.ask(page(3))]);
    const counts = answers.map(({ headers }) => headers.get('x-upstream-calls'));
    expect([counts.toSorted(), (await upstream.paths()).length]).toEqual([['0', '1'], 1]);
    await upstream.reset();
  });
});

describe('where the provider takes its time', () => {
  beforeEach(async () => upstream.fault({ fault: { kind: 'latency', ms: 400 } }));
  afterEach(async () => upstream.reset());

  const invoices = `{ ${account} { invoices(first: 3) { nodes { invoiceId } } } }`;

  test('F17 ten accounts are ten calls at once', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `cus_ten_${index}`);
    for (const accountId of ids)
      await upstream.createAccount({ workspaceId: 'ws_ten', accountId, invoices: 1 });
    const fields = ids.map(
      (accountId) =>
        `${accountId}: billingAccount(provider: ALTOSTRAT, workspaceId: "ws_ten", accountId: "${accountId}") { invoices { nodes { invoiceId } } }`,
    );
    const { data, errors } = await api.ask(`{ ${fields.join(' ')} }`);
    expect(errors).toEqual([]);
    expect(data.cus_ten_9.invoices.nodes).toEqual([{ invoiceId: 'in_ten_9_000001' }]);
    expect(await upstream.control('GET', '/calls')).toMatchObject({ total: 10, maxInFlight: 10 });
  });

  test('F17 two equal operations in flight with one credential are one call', async () => {
    const [a, b] = await Promise.all([api.ask(invoices), api.ask(invoices)]);
    expect(a.data.billingAccount.invoices.nodes).toHaveLength(3);
    expect(b.data).toEqual(a.data);
    expect(await upstream.paths()).toHaveLength(1);
  });

  test('F17 two equal operations one after the other are two calls: nothing is kept', async () => {
    await api.ask(invoices);
    await api.ask(invoices);
    expect(await upstream.paths()).toHaveLength(2);
  });

  test('F25 two equal operations in flight with two credentials are two calls', async () => {
    await upstream.control('POST', '/tokens', {
      token: 'twin',
      provider: 'altostrat',
      workspaces: ['ws_acme'],
    });
    const [a, b] = await Promise.all([api.ask(invoices), api.ask(invoices, { token: 'twin' })]);
    expect(b.data).toEqual(a.data);
    const tokens = (await upstream.calls()).map(({ token }) => token);
    expect(tokens.toSorted()).toEqual(['sandbox-altostrat', 'twin']);
  });
});
