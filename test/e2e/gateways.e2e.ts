import { setTimeout as sleep } from 'node:timers/promises';
import { headersFor } from '../../examples/supergraph/forwarded-headers.mjs';
import { GATEWAYS, SECRET, startSupergraph, type Supergraph } from './supergraph.js';

/** One query through a gateway that nobody here wrote: what crosses the subgraphs, what it costs, and what survives. */

const ordinals = Array.from({ length: 100 }, (_, index) => String(1200 - index).padStart(6, '0'));
const disputes = ordinals.map((ordinal) => ({
  reason: `No. ${ordinal}`,
  invoiceId: `in_acme_us_${ordinal}`,
}));
const gone = { reason: 'It is gone', invoiceId: 'in_acme_us_999999' };

const account = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';

describe.each(GATEWAYS)('%s', (_, startGateway, path) => {
  let graph: Supergraph;

  beforeAll(async () => (graph = await startSupergraph(startGateway, path, disputes)));
  afterAll(async () => graph?.stop());
  beforeEach(async () => graph.upstream.reset());

  const callsFor = async (read: () => Promise<unknown>): Promise<readonly string[]> => {
    await graph.upstream.forget();
    await read();
    return graph.upstream.paths();
  };

  test('F48 100 references to one account cost one upstream call, and each has its own invoice', async () => {
    const query =
      '{ workspace(id: "ws_acme") { owner { name } disputes { reason invoice { number total { decimal } } } } }';
    let answer: Awaited<ReturnType<typeof graph.ask>> | undefined;
    expect(await callsFor(async () => (answer = await graph.ask(query)))).toHaveLength(1);
    expect(answer?.errors).toEqual([]);
    const { workspace } = answer?.data ?? {};
    expect(workspace.owner).toEqual({ name: 'Thandi Nkosi' });
    const direct = await graph.askBilling(
      `{ ${account} { invoices(first: 100) { nodes { number total { decimal } } } } }`,
    );
    expect(workspace.disputes.map(({ invoice }: { invoice: object }) => invoice)).toEqual(
      direct.data.billingAccount.invoices.nodes,
    );
  });

  test('F47 references lead both ways: workspace to account to invoice, and invoice to dispute and owner', async () => {
    const query = `{ workspace(id: "ws_acme") { billedTo { name workspace { owner { name } } invoices(first: 2) {
      nodes { number dispute { reason } billingAccount { accountId } } } } } }`;
    const { data, errors } = await graph.ask(query);
    expect(errors).toEqual([]);
    expect(data.workspace.billedTo).toEqual({
      name: 'Acme United States',
      workspace: { owner: { name: 'Thandi Nkosi' } },
      invoices: {
        nodes: ['1200', '1199'].map((number) => ({
          number: `ACMEUS-${number}`,
          dispute: { reason: `No. 00${number}` },
          billingAccount: { accountId: 'cus_acme_us' },
        })),
      },
    });
  });

  test('F47 a key with nulls in it crosses too: an invoice of the Northflank token itself', async () => {
    const query =
      '{ billingAccount(provider: NORTHFLANK) { invoices(first: 2) { nodes { invoiceId total { currency } dispute { reason } } } } }';
    const { data, errors } = await graph.ask(query);
    expect(errors).toEqual([]);
    expect(data.billingAccount.invoices.nodes).toEqual([
      { invoiceId: expect.stringMatching(/^period\./), total: { currency: 'USD' }, dispute: null },
      { invoiceId: expect.stringMatching(/^period\./), total: { currency: 'USD' }, dispute: null },
    ]);
  });

  test('F01 pages forward and backward are those of the direct graph, one call each', async () => {
    const page = (paging: string): string =>
      `{ ${account} { invoices(${paging}) { edges { cursor node { id number } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
    const first = await graph.ask(page('first: 3'));
    const { endCursor } = first.data.billingAccount.invoices.pageInfo;
    for (const paging of ['first: 3', `first: 3, after: "${endCursor}"`, `last: 2, before: "${endCursor}"`]) {
      const direct = await graph.askBilling(page(paging));
      expect(await callsFor(async () => graph.ask(page(paging)))).toHaveLength(1);
      expect(await graph.ask(page(paging))).toMatchObject({ data: direct.data, errors: [] });
    }
  });

  test('F46 an invoice by its global id, and null for one that is gone', async () => {
    const listed = await graph.ask(`{ ${account} { invoices(first: 5) { nodes { id number } } } }`);
    const [, , third] = listed.data.billingAccount.invoices.nodes;
    const query = 'query ($id: ID!) { invoice(id: $id) { id number dispute { reason } } }';
    const { data, errors } = await graph.ask(query, { id: third.id });
    expect([data, errors]).toEqual([{ invoice: { ...third, dispute: { reason: 'No. 001198' } } }, []]);
    const representation = {
      __typename: 'Invoice',
      provider: 'ALTOSTRAT',
      workspaceId: 'ws_acme',
      accountId: 'cus_acme_us',
      invoiceId: gone.invoiceId,
    };
    const entity = await graph.askBilling(
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      { r: [representation] },
      { 'router-authorization': SECRET },
    );
    expect([entity.data, entity.errors]).toEqual([{ _entities: [null] }, []]);
  });

  test('F47 a reference to what is gone: its nullable fields are null, and with a non-null one the reference is', async () => {
    const ofGone = async (fields: string) =>
      graph.ask(`{ workspace(id: "ws_sample") { disputes { reason invoice { ${fields} } } } }`);
    const nullable = await ofGone('number total { formatted }');
    expect([nullable.data.workspace.disputes, nullable.errors]).toEqual([
      [{ reason: 'It is gone', invoice: { number: null, total: null } }],
      [],
    ]);
    const required = await ofGone('number status');
    expect(required.data.workspace.disputes).toEqual([{ reason: 'It is gone', invoice: null }]);
    const codes = required.errors.map(({ extensions }) => extensions['code']);
    expect(codes).toEqual(path === '/graphql' ? ['INTERNAL_SERVER_ERROR'] : []);
  });

  test('F47 a workspace that only billing knows has nothing of the other subgraph', async () => {
    const { data, errors } = await graph.ask(
      '{ workspace(id: "ws_globex") { name owner { name } disputes { reason } } }',
    );
    expect([data, errors]).toEqual([
      { workspace: { name: expect.stringMatching(/Globex/), owner: null, disputes: null } },
      [],
    ]);
  });

  test('F31 what a client must act on in a preview is data, whatever the gateway does to errors', async () => {
    const query = `mutation ($input: PreviewInvoiceInput!) { previewInvoice(input: $input) {
      preview { total { decimal } lines { nodes { description } } } userErrors { __typename code path retryable } } }`;
    const input = {
      workspaceId: 'ws_acme',
      accountId: 'cus_acme_us',
      items: [{ productType: 'locations', quantity: 3 }],
    };
    const computed = await graph.ask(query, { input });
    expect(computed.errors).toEqual([]);
    expect(computed.data.previewInvoice).toMatchObject({
      preview: { total: { decimal: expect.stringMatching(/^\d/) } },
      userErrors: [],
    });
    const refused = await graph.ask(query, { input: { ...input, accountId: 'cus_nobody' } });
    expect([refused.data.previewInvoice, refused.errors]).toEqual([
      {
        preview: null,
        userErrors: [
          { __typename: 'NotFoundError', code: 'ACCOUNT_NOT_FOUND', path: ['accountId'], retryable: false },
        ],
      },
      [],
    ]);
  });

  test('F31 a failed account is null beside a healthy one, with a code that tells what to do', async () => {
    await graph.upstream.fault({
      match: { provider: 'altostrat', path: 'cus_acme_eu' },
      fault: { kind: 'status', status: 429 },
    });
    const list = 'invoices(first: 1) { nodes { number } }';
    const limited = account.replace('us"', 'eu"');
    const { data, errors } = await graph.ask(
      `{ ok: ${account} { ${list} } limited: ${limited} { ${list} } state: ${limited} { source { ok code } } }`,
    );
    expect(data).toEqual({
      ok: { invoices: { nodes: [{ number: 'ACMEUS-1200' }] } },
      limited: null,
      state: { source: { ok: false, code: 'RATE_LIMITED' } },
    });
    expect(errors.map(({ path, extensions }) => [path?.[0], extensions['code']])).toEqual([
      ['limited', 'RATE_LIMITED'],
    ]);
    // A 429 that names no time is remembered for a second, and the next test asks with the same token.
    await sleep(1000);
  });

  test('F31 a page that the call budget cut short says so in data, and goes on', async () => {
    const page = (paging: string): string =>
      `{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(${paging}) { nodes { invoiceId lines { nodes { description } } } pageInfo { hasNextPage endCursor } } } }`;
    const { data, errors } = await graph.ask(page('first: 50'));
    expect(errors).toEqual([]);
    const { nodes, pageInfo } = data.billingAccount.invoices;
    expect([nodes.length, pageInfo.hasNextPage]).toEqual([24, true]);
    const next = await graph.ask(page(`first: 1, after: "${pageInfo.endCursor}"`));
    const direct = await graph.askBilling(
      '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 25) { nodes { invoiceId } } } }',
    );
    expect(next.data.billingAccount.invoices.nodes[0].invoiceId).toBe(
      direct.data.billingAccount.invoices.nodes[24].invoiceId,
    );
  });

  test("F32 each provider gets its own token, and nothing of the router's", async () => {
    await graph.ask(
      `{ ${account} { invoices(first: 1) { nodes { number } } } billingAccount2: billingAccount(provider: NORTHFLANK) { invoices(first: 1) { nodes { invoiceId } } } }`,
    );
    const calls = await graph.upstream.calls();
    expect(calls.map(({ path, token }) => [path.startsWith('/v1/'), token]).toSorted()).toEqual([
      [false, 'sandbox-altostrat'],
      [true, 'sandbox-northflank'],
    ]);
    expect(JSON.stringify(calls)).not.toContain(SECRET);
    expect(calls.flatMap(({ headerNames }) => headerNames)).not.toContain('router-authorization');
  });

  test('A14 the way in that the gateway uses is closed to anybody else', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Workspace { name } } }';
    const { data, errors } = await graph.askBilling(query, {
      r: [{ __typename: 'Workspace', id: 'ws_acme' }],
    });
    expect([data, errors.map(({ extensions }) => extensions['code'])]).toEqual([undefined, ['FORBIDDEN']]);
    const { data: through } = await graph.ask('{ workspace(id: "ws_acme") { name billingMode } }');
    expect(through.workspace).toEqual({ name: 'Acme Networks', billingMode: 'assigned' });
    expect(graph.gateway.output() + graph.billing.output()).not.toContain(SECRET);
  });

  test('F47 clients of the gateway see no internal field, no node, and an ordinary type for subscriptions', async () => {
    for (const [field, of] of [
      ['hasDerivedId', `${account} { invoices { nodes { hasDerivedId } } }`],
      ['ownerId', 'ownedWorkspaces { ownerId }'],
      ['node', 'node(id: "x") { id }'],
    ]) {
      const { errors } = await graph.ask(`{ ${of} }`);
      expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining(`"${field}"`)]);
    }
    const direct = await graph.askBilling(`{ ${account} { invoices(first: 1) { nodes { hasDerivedId } } } }`);
    expect(direct.data.billingAccount.invoices.nodes).toEqual([{ hasDerivedId: false }]);
    const { data, errors } = await graph.ask(
      `{ ${account} { subscriptions(first: 1) { nodes { __typename ...S } } } __schema { subscriptionType { name } } } fragment S on BillingSubscription { subscriptionId }`,
    );
    expect(errors).toEqual([]);
    expect(data.__schema).toEqual({ subscriptionType: { name: 'Subscription' } });
    expect(data.billingAccount.subscriptions.nodes).toEqual([
      { __typename: 'BillingSubscription', subscriptionId: 'sub_acme_us_monthly' },
    ]);
  });
});

test('F32 the example sends tokens and the secret to billing alone', () => {
  const sent: Record<string, string> = {
    authorization: 'Bearer a',
    'northflank-authorization': 'Bearer n',
    'x-request-id': 'r-1',
    cookie: 'c',
  };
  const read = (name: string): string | undefined => sent[name];
  expect(headersFor('billing', read)).toEqual({
    authorization: 'Bearer a',
    'northflank-authorization': 'Bearer n',
    'x-request-id': 'r-1',
  });
  expect(headersFor('workspaces', read)).toEqual({ 'x-request-id': 'r-1' });
});
