import { type GraphqlAnswer } from '../support/api.js';
import { acme, askEntities, tokens } from '../support/entities.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What a client still learns when a router has taken errors away: all of it, or all but their codes. */

startSystem();
beforeEach(async () => upstream.reset());

interface Redacted {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: unknown } }[];
}

/** As a router with redaction on passes an answer of a subgraph on to its client. */
function redact({ data, errors }: GraphqlAnswer): Redacted {
  return {
    data,
    errors: errors.map(({ extensions }) => ({
      message: 'Subgraph errors redacted',
      extensions: { code: extensions['code'] },
    })),
  };
}

/** With tokens of their own, so that no test is limited for another's sake. */
const ask = async (query: string, variables?: Record<string, unknown>): Promise<Redacted> => {
  const [token, northflank] = [await freshToken(upstream), await freshToken(upstream, 'northflank')];
  const headers = { ...tokens, 'northflank-authorization': `Bearer ${northflank}` };
  return redact(await api.ask(query, { token, headers, ...(variables && { variables }) }));
};

const preview = `mutation ($input: PreviewInvoiceInput!) { previewInvoice(input: $input) {
  preview { total { decimal } }
  userErrors { __typename code message path retryable ... on RateLimitedError { retryAfterMs } } } }`;
const input = {
  workspaceId: 'ws_acme',
  accountId: 'cus_acme_us',
  items: [{ productType: 'locations', quantity: 3 }],
};

test.each([
  [
    'an input that is refused here',
    { items: [{ productType: 'locations', quantity: -1 }] },
    undefined,
    'INVALID_INPUT',
    false,
  ],
  ['an account that does not exist', { accountId: 'cus_nobody' }, undefined, 'ACCOUNT_NOT_FOUND', false],
  ['a provider that limits the caller', {}, { status: 429 }, 'RATE_LIMITED', true],
  ['a provider that is down', {}, { status: 503 }, 'PROVIDER_UNAVAILABLE', true],
] as const)('F31 %s is told in data', async (_, change, fault, code, retryable) => {
  if (fault)
    await upstream.fault({
      match: { provider: 'altostrat' },
      fault: { kind: 'status', status: fault.status },
    });
  const { data, errors } = await ask(preview, { input: { ...input, ...change } });
  expect(errors).toEqual([]);
  expect(data.previewInvoice.preview).toBe(null);
  expect(data.previewInvoice.userErrors).toMatchObject([
    { code, retryable, message: expect.stringMatching(/\.$/) },
  ]);
});

test('F31 a provider that takes no such preview is told in data', async () => {
  const { data, errors } = await ask(preview, {
    input: { provider: 'NORTHFLANK', accountId: 'team-n1', items: input.items },
  });
  expect([errors, data.previewInvoice.userErrors[0].code]).toEqual([[], 'NOT_SUPPORTED_BY_PROVIDER']);
});

test('F31 a page that was cut short is told by its facts, and its cursor goes on', async () => {
  const page = (paging: string): string =>
    `{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(${paging}) { nodes { invoiceId tax { decimal } } pageInfo { hasNextPage endCursor } } } }`;
  const first = (await ask(page('first: 60'))).data.billingAccount.invoices;
  expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([24, true]);
  const second = (await ask(page(`first: 60, after: "${first.pageInfo.endCursor}"`))).data.billingAccount
    .invoices;
  const met = [...first.nodes, ...second.nodes].map(({ invoiceId }: { invoiceId: string }) => invoiceId);
  expect(new Set(met).size).toBe(48);
});

const STATUSES = [
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [429, 'RATE_LIMITED'],
  [503, 'UPSTREAM_UNAVAILABLE'],
] as const;

test.each(STATUSES)(
  'F31 a source that answers %i is null beside a healthy one, and its code is %s',
  async (status, code) => {
    await upstream.fault({ match: { provider: 'northflank' }, fault: { kind: 'status', status } });
    const list = 'invoices(first: 1) { nodes { total { currency } } }';
    const { data, errors } = await ask(
      `{ failed: billingAccount(provider: NORTHFLANK) { ${list} } healthy: billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") { ${list} } }`,
    );
    expect(data).toEqual({
      failed: null,
      healthy: { invoices: { nodes: [{ total: { currency: 'USD' } }] } },
    });
    expect(errors).toEqual([{ message: 'Subgraph errors redacted', extensions: { code } }]);
  },
);

test('F31 a reference that failed is null among its neighbours, and one that is gone is null without an error', async () => {
  const answer = await askEntities(
    api,
    [acme(1200), { __typename: 'Invoice' }, acme(9999)],
    '... on Invoice { number }',
  );
  const { data, errors } = redact(answer);
  expect(data).toEqual({ _entities: [{ number: 'ACMEUS-1200' }, null, null] });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});

test.each([
  [401, 'UNAUTHENTICATED', null],
  [403, 'FORBIDDEN', null],
  [404, 'NOT_FOUND', null],
  [503, 'UPSTREAM_UNAVAILABLE', 17_000],
  [429, 'RATE_LIMITED', 17_000],
])(
  'F31 a source that answers %i is told in data alone, in the call of its list',
  async (status, code, wait) => {
    const headers: Record<string, string> = wait === null ? {} : { 'retry-after': '17' };
    await upstream.fault({ match: { provider: 'northflank' }, fault: { kind: 'status', status, headers } });
    const list = 'invoices(first: 3) { nodes { invoiceId } }';
    const north = 'billingAccount(provider: NORTHFLANK)';
    const acmeUs = 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us")';
    const source = 'source { ok code message retryAfterMs account { provider } }';
    const { data } = await ask(
      `{ north: ${north} { ${list} } northState: ${north} { ${source} } acme: ${acmeUs} { ${list} ${source} } }`,
    );
    expect(data.north).toBe(null);
    expect(data.northState.source).toEqual({
      ok: false,
      code,
      message: expect.stringMatching(/^The (?:provider|credential) .*\.$/),
      retryAfterMs: wait,
      account: { provider: 'NORTHFLANK' },
    });
    expect(data.acme.invoices.nodes).toHaveLength(3);
    expect(data.acme.source).toEqual({
      ok: true,
      code: null,
      message: null,
      retryAfterMs: null,
      account: { provider: 'ALTOSTRAT' },
    });
    expect(await upstream.paths()).toHaveLength(2);
  },
);

test('F31 a source whose credential is missing is told in data, without a call', async () => {
  const { data, errors } = await api.ask('{ billingAccount(provider: NORTHFLANK) { source { ok code } } }');
  expect([data, errors]).toEqual([
    { billingAccount: { source: { ok: false, code: 'UNAUTHENTICATED' } } },
    [],
  ]);
  expect(await upstream.paths()).toEqual([]);
});
