import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What is billed next if nothing changes, of an account and of a subscription. */

startSystem();
beforeEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

const next = 'upcomingInvoice { status total { decimal } }';
const [us, eu, uk] = ['us', 'eu', 'uk'].map((name) => accountField(`cus_acme_${name}`, 'ws_acme'));
const euPath = '/workspaces/ws_acme/billing-accounts/cus_acme_eu';

test('F41 an account with one subscription: its next invoice, in two calls', async () => {
  const { data, errors } = await api.ask(`{ ${eu} { ${next} } }`);
  expect(errors).toEqual([]);
  expect(data.billingAccount.upcomingInvoice).toEqual({ status: 'DRAFT', total: { decimal: '90.44' } });
  expect(await upstream.paths()).toEqual([`${euPath}/subscriptions`, `${euPath}/invoices/preview`]);
});

test('F17 however many fields ask what is billed next, and beside the subscriptions, it is asked once', async () => {
  const { data, errors } = await api.ask(
    `{ ${eu} { a: ${next} b: ${next} subscriptions { nodes { status } }
       invoices(first: 20) { nodes { billingAccount { ${next} } } } } }`,
  );
  expect(errors).toEqual([]);
  const { a, b, invoices } = data.billingAccount;
  expect([b, invoices.nodes]).toEqual([a, Array(20).fill({ billingAccount: { upcomingInvoice: a } })]);
  const asked = (await upstream.paths()).map((path) => path.replace(`${euPath}/`, '')).toSorted();
  expect(asked).toEqual(['invoices/preview', 'invoices?limit=20', 'subscriptions']);
});

test.each([
  ['several subscriptions', us],
  ['no subscription', uk],
])('F41 an account with %s has none of its own, in one call', async (_what, account) => {
  const { data, errors } = await api.ask(`{ ${account} { ${next} } }`);
  expect([errors, data.billingAccount]).toEqual([[], { upcomingInvoice: null }]);
  expect(await upstream.paths()).toHaveLength(1);
});

test.each([
  ['cus_edge', 'ws_sample', 'sandbox-altostrat', '24.30'],
  ['cus_initech', 'ws_initech', 'sandbox-altostrat-initech', '21.60'],
])(
  'F41 a subscription past due or on trial renews too: %s',
  async (accountId, workspaceId, token, decimal) => {
    const { data, errors } = await api.ask(`{ ${accountField(accountId, workspaceId)} { ${next} } }`, {
      token,
    });
    expect(errors).toEqual([]);
    expect(data.billingAccount.upcomingInvoice.total).toEqual({ decimal });
  },
);

test('F41 each subscription has its own; a canceled one has none and costs no call', async () => {
  const { data, errors } = await api.ask(`{ ${us} { subscriptions { nodes { subscriptionId ${next} } } } }`);
  expect(errors).toEqual([]);
  const totals = data.billingAccount.subscriptions.nodes.map(
    (each: { subscriptionId: string; upcomingInvoice: { total: { decimal: string } } | null }) => [
      each.subscriptionId,
      each.upcomingInvoice?.total.decimal ?? null,
    ],
  );
  expect(totals).toEqual([
    ['sub_acme_us_monthly', '229.50'],
    ['sub_acme_us_yearly', '270.00'],
    ['sub_acme_us_canceled', null],
  ]);
  expect(await upstream.paths()).toHaveLength(3);
});

test('F41 nothing to be billed is null, and no error', async () => {
  await upstream.fault({
    match: { method: 'POST' },
    fault: { kind: 'status', status: 404, body: { code: 'invoice_upcoming_none', message: 'x' } },
  });
  const { data, errors } = await api.ask(`{ ${eu} { ${next} } }`);
  expect([errors, data.billingAccount]).toEqual([[], { upcomingInvoice: null }]);
});

test('F45 a failure is an error at the field, never an invoice of nothing', async () => {
  await upstream.fault({ match: { method: 'POST' }, fault: { kind: 'rateLimit', retryAfter: 5 } });
  const { data, errors } = await api.ask(`{ ${eu} { accountId ${next} } }`);
  expect(data.billingAccount).toEqual({ accountId: 'cus_acme_eu', upcomingInvoice: null });
  expect(errors).toMatchObject([
    { path: ['billingAccount', 'upcomingInvoice'], extensions: { code: 'RATE_LIMITED', retryAfterMs: 5000 } },
  ]);
});
