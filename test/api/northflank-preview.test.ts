import { type GraphqlAnswer } from '../support/api.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What Northflank bills next, and what it does not offer. */

startSystem();
beforeEach(async () => upstream.reset());

const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };
const ask = async (query: string): Promise<GraphqlAnswer> => api.ask(query, { headers, token: null });
const account = (team: string): string => `billingAccount(provider: NORTHFLANK, accountId: "${team}")`;

const preview = `upcomingInvoice { status statusRaw provider currency period { start end } discountNames
  billingAccount { accountId } subtotal { decimal } discount { decimal } tax { decimal } total { decimal }
  amountDue { decimal } amountPaid { decimal } amountRemaining { decimal }
  lines { nodes { lineId description amount { decimal } } complete } reconciliation { ok } }`;

/** Cents of at most three decimals, as dollars. */
function dollars(cents: number | undefined): object | null {
  if (cents === undefined) return null;
  const text = String(Math.round(cents * 1000)).padStart(6, '0');
  return { decimal: `${text.slice(0, -5)}.${text.slice(-5)}`.replace(/(\.\d\d\d*?)0+$/, '$1') };
}

async function fetchWire(path: string): Promise<ReturnType<typeof JSON.parse>> {
  const authorization = headers['northflank-authorization'];
  return (await fetch(`${upstream.url}/v1${path}`, { headers: { authorization } })).json();
}

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

test.each([
  ['the oldest contract', 'team-n1', 'teams/team-n1/'],
  ['the second contract', 'team-n2', 'teams/team-n2/'],
  ['an account without invoices', 'team-empty', 'teams/team-empty/'],
  ["the token's own account", null, ''],
])('F45 the upcoming invoice of %s has the figures of the details answer', async (_what, team, scope) => {
  const { data: wire } = await fetchWire(`/${scope}billing/invoices/details`);
  await upstream.forget();
  const field = team === null ? 'billingAccount(provider: NORTHFLANK)' : account(team);
  const { data, errors } = await ask(`{ ${field} { ${preview} } }`);
  expect(errors).toEqual([]);
  expect(data.billingAccount.upcomingInvoice).toEqual({
    status: 'DRAFT',
    statusRaw: null,
    provider: 'NORTHFLANK',
    currency: 'USD',
    period: { start: instant(wire.period.start), end: instant(wire.period.end) },
    discountNames: [],
    billingAccount: { accountId: team },
    subtotal: dollars(wire.subTotal),
    discount: dollars(wire.discount),
    tax: dollars(wire.tax.value),
    total: dollars(wire.total),
    amountDue: null,
    amountPaid: null,
    amountRemaining: null,
    lines: wire.lineItems
      ? {
          nodes: wire.lineItems.map(({ title, total }: { title: string; total: number }) => {
            return { lineId: null, description: title, amount: dollars(total) };
          }),
          complete: false,
        }
      : null,
    reconciliation: { ok: true },
  });
  expect(await upstream.paths()).toEqual([`/v1/${scope}billing/invoices/details`]);
});

test('F45 the upcoming invoice says when it was computed', async () => {
  const before = new Date().toISOString();
  const { data } = await ask(`{ ${account('team-n2')} { upcomingInvoice { computedAt } } }`);
  expect(data.billingAccount.upcomingInvoice.computedAt >= before).toBe(true);
});

test.each(['team-n3', 'team-n3b', 'team-n4'])(
  'F45 %s has no preview: null, once its list is there',
  async (team) => {
    const { data, errors } = await ask(`{ ${account(team)} { upcomingInvoice { total { decimal } } } }`);
    expect([data, errors]).toEqual([{ billingAccount: { upcomingInvoice: null } }, []]);
    expect(await upstream.paths()).toEqual([
      `/v1/teams/${team}/billing/invoices/details`,
      `/v1/teams/${team}/billing/invoices?per_page=100&perPage=100`,
    ]);
  },
);

test('F45 a preview beside the list costs the one call of the preview, also where there is none', async () => {
  const { errors } = await ask(
    `{ ${account('team-n3')} { invoices(first: 5) { nodes { invoiceId } } upcomingInvoice { status } } }`,
  );
  expect(errors).toEqual([]);
  expect(await upstream.paths()).toHaveLength(2);
});

test('F45 a team that does not exist is NOT_FOUND, not nothing to bill', async () => {
  const { data, errors } = await ask(`{ ${account('team-none')} { upcomingInvoice { status } } }`);
  expect(data).toEqual({ billingAccount: { upcomingInvoice: null } });
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['billingAccount', 'upcomingInvoice'], 'NOT_FOUND'],
  ]);
});

test.each(['team-n1', 'team-n2'])('F45 a preview that %s does not offer any more is null', async (team) => {
  await upstream.control('PATCH', `/northflank/${team}`, { preview: false });
  const { data, errors } = await ask(`{ ${account(team)} { upcomingInvoice { total { decimal } } } }`);
  expect([data, errors]).toEqual([{ billingAccount: { upcomingInvoice: null } }, []]);
});

test('F45 a preview that fails is an error at its path, and not nothing to bill', async () => {
  await upstream.fault({ match: { path: 'team-n2' }, fault: { kind: 'status', status: 503 } });
  const { data, errors } = await ask(
    `{ ${account('team-n2')} { accountId upcomingInvoice { total { decimal } } } b: ${account('team-n1')} { upcomingInvoice { status } } }`,
  );
  expect(data).toEqual({
    billingAccount: { accountId: 'team-n2', upcomingInvoice: null },
    b: { upcomingInvoice: { status: 'DRAFT' } },
  });
  expect(errors.map(({ path, extensions }) => [path, extensions['code'], extensions['provider']])).toEqual([
    [['billingAccount', 'upcomingInvoice'], 'UPSTREAM_UNAVAILABLE', 'NORTHFLANK'],
  ]);
});

test.each([
  ['a team', 'accountId: "team-n2",'],
  ["the token's own account", ''],
])('F41 a change is not previewed for %s: a refusal as data, and no call', async (_what, account) => {
  const { data, errors } = await ask(
    `mutation { previewInvoice(input: { provider: NORTHFLANK, ${account} items: [{ productType: "users", quantity: 1 }], clientMutationId: "m" }) { preview { status } clientMutationId userErrors { __typename code message path retryable } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.previewInvoice).toEqual({
    preview: null,
    clientMutationId: 'm',
    userErrors: [
      {
        __typename: 'RejectedByProviderError',
        code: 'NOT_SUPPORTED_BY_PROVIDER',
        message: 'This provider previews no changes. Ask the account for its upcomingInvoice.',
        path: [],
        retryable: false,
      },
    ],
  });
  expect(await upstream.paths()).toEqual([]);
});

test('F17 subscriptions are none and details are not stated, without a call', async () => {
  const { data, errors } = await ask(
    `{ ${account('team-n3')} { name email currency createdAt workspaceId subscriptions { edges { cursor } nodes { status } pageInfo { hasNextPage hasPreviousPage } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount).toEqual({
    name: null,
    email: null,
    currency: null,
    createdAt: null,
    workspaceId: null,
    subscriptions: { edges: [], nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } },
  });
  expect(await upstream.paths()).toEqual([]);
});
