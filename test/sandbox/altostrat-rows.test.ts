import { ACME_US, idsOf, type JsonReply, openSandbox, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const SAMPLE = '/ws_sample/billing-accounts/cus_sample/invoices';
const EDGE = '/ws_sample/billing-accounts/cus_edge/invoices';

async function edge(name: string): Promise<JsonReply> {
  const { json } = await sandbox.altostrat(EDGE);
  return json.data!.find(({ id }) => id === `in_edge_${name}`)!;
}

test('F60 the documented sample is the newest invoice of cus_sample, value for value', async () => {
  const { json } = await sandbox.altostrat(`${SAMPLE}?limit=1`);
  expect(json).toEqual({
    data: [
      {
        id: 'in_1KbSample',
        customer_id: 'cus_sample',
        status: 'paid',
        amount_due: 999,
        amount_paid: 999,
        currency: 'usd',
        created_at: '2025-10-29T00:40:06.000000Z',
        subtotal: 1099,
        total: 999,
        tax: 0,
        discount_amount: 100,
        discount_names: ['10% Off Coupon'],
        lines: [
          {
            id: 'il_1KbSample',
            description: '10 × Locations',
            amount: 1000,
            currency: 'usd',
            quantity: 10,
            price_id: 'price_1KbSample',
            unit_amount: 100,
            product_name: 'Locations',
          },
        ],
        due_date: null,
        hosted_invoice_url: 'https://invoice.stripe.com/i/sample',
        invoice_pdf: 'https://pay.stripe.com/invoice/sample/pdf',
        number: 'AB123-001',
      },
    ],
    has_more: true,
    next_cursor: 'in_1KbSample',
    previous_cursor: null,
  });
});

test.each([
  ['draft', { status: 'draft', number: null, hosted_invoice_url: null, invoice_pdf: null }],
  ['above_int32', { total: 2_147_483_648 }],
  ['near_2_53', { total: 9_007_199_254_740_990 }],
  ['negative_total', { total: -2500, amount_due: 0 }],
  ['partial_payment', { status: 'open', amount_due: 1000, amount_paid: 400 }],
  ['paid_nothing', { status: 'paid', total: 30, amount_due: 0, amount_paid: 0 }],
  ['inclusive_tax', { subtotal: 1000, tax: 167, total: 1000 }],
  ['tax_null', { tax: null }],
  ['tax_zero', { tax: 0 }],
  ['tax_positive', { subtotal: 1000, tax: 200, total: 1200 }],
  ['discount_all', { discount_amount: 1000, total: 0, status: 'paid' }],
  ['due_date', { due_date: '2026-01-18T00:00:00.000000Z' }],
  ['void', { status: 'void', total: 1000 }],
  ['uncollectible', { status: 'uncollectible', total: 1000 }],
  ['plain_time', { created_at: '2025-12-09T00:40:06Z' }],
])('F60 cus_edge holds %s', async (name, values) => {
  expect(await edge(name)).toMatchObject(values);
});

test('F60 cus_edge holds the shapes that are off: many lines, lines by number, keys left out', async () => {
  const [many, byNumber, older] = [
    await edge('many_lines'),
    await edge('lines_by_number'),
    await edge('older_row'),
  ];
  expect([many.lines!.length, Object.keys(byNumber.lines!)]).toEqual([25, ['0', '1']]);
  expect(Object.keys(older)).not.toEqual(
    expect.arrayContaining(['subtotal', 'tax', 'discount_amount', 'discount_names']),
  );
});

test('F60 cus_edge begins with a draft, and is newest first with one tie', async () => {
  const { json } = await sandbox.altostrat(EDGE);
  const times = json.data!.map(({ created_at: createdAt }) => Date.parse(String(createdAt)));
  const ties = times.filter((time, index) => time === times[index + 1]);
  expect([json.data![0]!.id, ties.length]).toEqual(['in_edge_draft', 1]);
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test.each(['ws_acme/billing-accounts/cus_acme_us', 'ws_acme/billing-accounts/cus_acme_eu'])(
  'F60 ordinary invoices of %s add up, tax on top',
  async (path) => {
    const { json } = await sandbox.altostrat(`/${path}/invoices?limit=200`);
    for (const invoice of json.data!) {
      const lines = invoice.lines!.reduce((sum, { amount }) => sum + Number(amount), 0);
      expect(invoice.subtotal).toBe(lines);
      expect(invoice.total).toBe(lines - Number(invoice.discount_amount) + Number(invoice.tax));
      expect(invoice.amount_due).toBe(Math.max(0, Number(invoice.total)));
      if (invoice.status === 'paid') expect(invoice.amount_paid).toBe(invoice.amount_due);
    }
  },
);

test('F60 ordinary invoices in Australian dollars hold their tax inside', async () => {
  const { json } = await sandbox.altostrat('/ws_globex/billing-accounts/cus_globex/invoices?limit=200');
  for (const invoice of json.data!) {
    expect(invoice.total).toBe(Number(invoice.subtotal) - Number(invoice.discount_amount));
  }
  expect(json.data!.some(({ tax }) => Number(tax) > 0)).toBe(true);
});

test('F60 ordinary invoices show every status', async () => {
  const { json } = await sandbox.altostrat(`${ACME_US}/invoices?limit=200`);
  const statuses = new Set(json.data!.map(({ status }) => String(status)));
  expect([...statuses].sort()).toEqual(['draft', 'open', 'paid', 'uncollectible', 'void']);
});

const ROUTES = [
  `/workspaces${ACME_US}/invoices?limit=50`,
  `/workspaces/ws_globex/billing-accounts/cus_globex/invoices?after=in_globex_002000`,
  `/workspaces${SAMPLE}`,
];

test('F60 the same seed gives the same bytes in any order of reading, another seed the same ids only', async () => {
  const [same, other] = [await openSandbox({ seed: 1 }), await openSandbox({ seed: 2 })];
  try {
    const read = async (one: SandboxClient, path: string) => one.altostrat(path.replace('/workspaces', ''));
    for (const path of [...ROUTES].reverse()) await read(same, path);
    for (const path of ROUTES) {
      const [first, second, third] = [
        await read(sandbox, path),
        await read(same, path),
        await read(other, path),
      ];
      expect(second.text).toBe(first.text);
      expect(third.text).not.toBe(first.text);
      expect(idsOf(third)).toBe(idsOf(first));
    }
  } finally {
    await Promise.all([same.close(), other.close()]);
  }
});

test('F60 previews and Northflank bills are the same bytes for the same seed', async () => {
  const [one, two, other] = [await openSandbox(), await openSandbox(), await openSandbox({ seed: 2 })];
  try {
    const preview = async (at: SandboxClient) =>
      (await at.preview(ACME_US, { subscription_id: 'sub_acme_us_monthly' })).text;
    const bills = async (at: SandboxClient) =>
      (await at.northflank('/teams/team-n4/billing/invoices?perPage=100')).text;
    for (const read of [preview, bills]) {
      const first = await read(one);
      expect(await read(two)).toBe(first);
      expect(await read(other)).not.toBe(first);
    }
  } finally {
    await Promise.all([one.close(), two.close(), other.close()]);
  }
});
