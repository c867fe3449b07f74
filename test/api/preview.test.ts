import { api, startSystem, upstream } from '../support/system.js';

/** Previews that succeed: their figures, and how many are asked at once. */

startSystem();
beforeEach(async () => {
  await upstream.reset();
  await upstream.forget();
});

const us = 'workspaceId: "ws_acme", accountId: "cus_acme_us"';
const monthly = `${us}, subscriptionId: "sub_acme_us_monthly"`;
const larger = 'items: [{productType: "locations", quantity: 15}, {productType: "users", quantity: 25}]';

const fields = `preview { status statusRaw provider currency period { start } discountNames
  billingAccount { accountId } subtotal { decimal } discount { decimal } tax { decimal } total { decimal }
  amountDue { decimal } amountPaid { decimal } amountRemaining { decimal }
  lines { nodes { lineId description amount { decimal } } complete } reconciliation { ok } }
  userErrors { code } clientMutationId`;

async function preview(input: string): Promise<{ preview: Record<string, unknown>; userErrors: unknown[] }> {
  const { data, errors } = await api.ask(`mutation { previewInvoice(input: {${input}}) { ${fields} } }`);
  expect(errors).toEqual([]);
  expect(data.previewInvoice.userErrors).toEqual([]);
  return data.previewInvoice;
}

const line = (description: string, decimal: string): object => ({
  lineId: null,
  description,
  amount: { decimal },
});

test('F41 a subscription change is previewed with every figure, in one call', async () => {
  expect(await preview(`${monthly}, ${larger}, clientMutationId: "m1"`)).toEqual({
    preview: {
      status: 'DRAFT',
      statusRaw: 'draft',
      provider: 'ALTOSTRAT',
      currency: 'USD',
      period: null,
      discountNames: [],
      billingAccount: { accountId: 'cus_acme_us' },
      subtotal: { decimal: '285.08' },
      discount: { decimal: '0.00' },
      tax: { decimal: '22.81' },
      total: { decimal: '307.89' },
      amountDue: { decimal: '307.89' },
      amountPaid: { decimal: '0.00' },
      amountRemaining: { decimal: '307.89' },
      lines: {
        nodes: [
          line('Unused time on 10 × Locations', '-45.16'),
          line('Remaining time on 15 × Locations', '67.74'),
          line('15 × Locations', '150.00'),
          line('25 × Users', '112.50'),
        ],
        complete: null,
      },
      reconciliation: { ok: true },
    },
    userErrors: [],
    clientMutationId: 'm1',
  });
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices/preview',
  ]);
});

test.each([
  [
    'a new subscription',
    `${us}, items: [{productType: "sso", quantity: 2, interval: YEAR}]`,
    ['2 × SSO'],
    '540.00',
  ],
  [
    'a cancellation',
    `${monthly}, cancelSubscription: true`,
    ['Unused time on 10 × Locations', 'Unused time on 25 × Users'],
    '-95.97',
  ],
  ['the next regular invoice', monthly, ['10 × Locations', '25 × Users'], '229.50'],
])('F41 %s is previewed', async (_what, input, descriptions, total) => {
  const { preview: made } = await preview(input);
  const { nodes } = made['lines'] as { nodes: { description: string }[] };
  expect(nodes.map(({ description }) => description)).toEqual(descriptions);
  expect(made['total']).toEqual({ decimal: total });
});

test('F41 the account may be given by its global id', async () => {
  const { data } = await api.ask(`{ billingAccount(provider: ALTOSTRAT, ${us}) { id } }`);
  const { preview: made } = await preview(
    `billingAccountId: "${data.billingAccount.id}", subscriptionId: "sub_acme_us_monthly"`,
  );
  expect(made['total']).toEqual({ decimal: '229.50' });
});

test('F45 a preview is no Node, and says when it was computed', async () => {
  const { data } = await api.ask(
    '{ __type(name: "InvoicePreview") { interfaces { name } fields { name } } }',
  );
  expect(data.__type.interfaces).toEqual([{ name: 'InvoiceFigures' }]);
  expect(data.__type.fields.map(({ name }: { name: string }) => name)).not.toContain('id');
  const made = await api.ask(`mutation { previewInvoice(input: {${monthly}}) { preview { computedAt } } }`);
  expect(made.data.previewInvoice.preview.computedAt).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(made.headers.get('cache-control')).toBe('private, no-store');
});

test('F44 candidates are previewed at once, and answered in the order given', async () => {
  await upstream.fault({ match: { method: 'POST' }, fault: { kind: 'latency', ms: 500 }, times: 1 });
  await upstream.fault({ match: { method: 'POST' }, fault: { kind: 'latency', ms: 100 } });
  const inputs = [3, 1, 4, 2].map(
    (quantity) =>
      `{${us}, items: [{productType: "locations", quantity: ${quantity}}], clientMutationId: "c${quantity}"}`,
  );
  const { data, errors } = await api.ask(
    `{ invoicePreviews(inputs: [${inputs.join(', ')}]) { clientMutationId userErrors { code } preview { subtotal { decimal } } } }`,
  );
  expect(errors).toEqual([]);
  const shown = (quantity: number): object => ({
    clientMutationId: `c${quantity}`,
    userErrors: [],
    preview: { subtotal: { decimal: `${quantity * 10}.00` } },
  });
  expect(data.invoicePreviews).toEqual([3, 1, 4, 2].map(shown));
  expect(await upstream.control('GET', '/calls')).toMatchObject({ total: 4, maxInFlight: 4 });
});

test('F44 equal candidates are each computed: a preview is never shared', async () => {
  await upstream.fault({ match: { method: 'POST' }, fault: { kind: 'latency', ms: 100 } });
  await api.ask(`{ invoicePreviews(inputs: [{${monthly}}, {${monthly}}]) { preview { status } } }`);
  expect(await upstream.paths()).toHaveLength(2);
});
