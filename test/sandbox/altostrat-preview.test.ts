import { ACME_US, type JsonReply, openSandbox, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const ACME_EU = '/ws_acme/billing-accounts/cus_acme_eu';
const GLOBEX = '/ws_globex/billing-accounts/cus_globex';

function linesOf(json: JsonReply): [string, number][] {
  return json.lines!.map(({ description, amount }) => [String(description), Number(amount)]);
}

const LARGER = [
  { product_type: 'locations', quantity: 15, interval: 'month' },
  { product_type: 'users', quantity: 25, interval: 'month' },
];

test('F60 a change gives a pair of prorations and the renewal of the full set', async () => {
  const { status, json } = await sandbox.preview(ACME_US, {
    subscription_id: 'sub_acme_us_monthly',
    items: LARGER,
  });
  expect([status, linesOf(json)]).toEqual([
    200,
    [
      ['Unused time on 10 × Locations', -4516],
      ['Remaining time on 15 × Locations', 6774],
      ['15 × Locations', 15000],
      ['25 × Users', 11250],
    ],
  ]);
  expect(json).toMatchObject({ subtotal: 28508, tax: 2281, total: 30789, amount_due: 30789, amount_paid: 0 });
});

test('F60 a preview is a draft without number and links, with temporary ids', async () => {
  const { json } = await sandbox.preview(ACME_EU, {});
  expect(json).toMatchObject({
    status: 'draft',
    number: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    due_date: null,
    customer_id: 'cus_acme_eu',
    currency: 'eur',
  });
  expect([json.id, json.lines![0]!.id]).toEqual([
    expect.stringMatching(/^upcoming_in_\w{16}$/),
    expect.stringMatching(/^il_tmp_\w{14}$/),
  ]);
});

test.each([
  ['an array', LARGER],
  ['a map of quantities', { locations: 15, users: 25 }],
  ['a map of objects', { locations: { quantity: 15, interval: 'month' }, users: { quantity: 25 } }],
])('F60 items may be %s', async (_form, items) => {
  const { json } = await sandbox.preview(ACME_US, { subscription_id: 'sub_acme_us_monthly', items });
  expect(json.total).toBe(30789);
});

test.each([
  ['left out', [{ product_type: 'locations', quantity: 10 }]],
  [
    'given quantity 0',
    [
      { product_type: 'locations', quantity: 10 },
      { product_type: 'users', quantity: 0 },
    ],
  ],
])('F60 a product %s is removed', async (_how, items) => {
  const { json } = await sandbox.preview(ACME_US, { subscription_id: 'sub_acme_us_monthly', items });
  expect(linesOf(json)).toEqual([
    ['Unused time on 25 × Users', -5081],
    ['10 × Locations', 10000],
  ]);
});

test('F60 a subscription alone gives its next regular invoice', async () => {
  const { json } = await sandbox.preview(GLOBEX, { subscription_id: 'sub_globex' });
  expect(linesOf(json)).toEqual([
    ['40 × Locations', 60000],
    ['120 × Users', 82800],
    ['1 × SSO', 39000],
  ]);
  // Australian prices hold the tax already.
  expect(json).toMatchObject({ subtotal: 181800, total: 181800, tax: 16527 });
});

test('F60 items alone preview a new subscription', async () => {
  const items = [{ product_type: 'sso', quantity: 2, interval: 'year' }];
  const { json } = await sandbox.preview(ACME_US, { items });
  expect(linesOf(json)).toEqual([['2 × SSO', 50000]]);
});

test('F60 neither gives the next invoice of the only active subscription', async () => {
  const { json } = await sandbox.preview(ACME_EU, '');
  expect(linesOf(json)).toEqual([['8 × Locations', 7600]]);
});

test.each([ACME_US, '/ws_acme/billing-accounts/cus_acme_uk'])(
  'F60 neither is 404 for %s, which has not exactly one active subscription',
  async (path) => {
    const { status, json } = await sandbox.preview(path, {});
    expect([status, json]).toEqual([
      404,
      {
        type: 'invalid_request_error',
        code: 'invoice_upcoming_none',
        message: 'No upcoming invoices for customer.',
      },
    ]);
  },
);

test('F60 a cancellation credits unused time: total below zero, nothing due', async () => {
  const { json } = await sandbox.preview(ACME_US, {
    subscription_id: 'sub_acme_us_monthly',
    cancel_subscription: true,
  });
  expect(linesOf(json)).toEqual([
    ['Unused time on 10 × Locations', -4516],
    ['Unused time on 25 × Users', -5081],
  ]);
  expect(json).toMatchObject({ total: -9597, tax: 0, amount_due: 0 });
});

test('F60 a cancellation below usage is a conflict', async () => {
  const { status, json } = await sandbox.preview(GLOBEX, {
    subscription_id: 'sub_globex',
    cancel_subscription: true,
  });
  expect([status, json]).toEqual([
    409,
    {
      type: 'conflict_error',
      code: 'cancellation_would_underprovision',
      message: 'Cancelling this subscription would leave less capacity than is in use.',
      doc_url: 'https://docs.altostrat.io/errors/cancellation_would_underprovision',
    },
  ]);
});

test('F60 an unknown subscription is 404 and names the field', async () => {
  const { status, json } = await sandbox.preview(ACME_US, { subscription_id: 'sub_x' });
  expect([status, json]).toEqual([
    404,
    {
      type: 'invalid_request_error',
      code: 'resource_missing',
      message: "No such subscription: 'sub_x'",
      param: 'subscription_id',
    },
  ]);
});

const item = (changes: object) => ({ items: [{ product_type: 'locations', quantity: 1, ...changes }] });

test.each([
  ['an unknown product', item({ product_type: 'cars' }), 'items.0.product_type'],
  ['no product', { items: [{ quantity: 1 }] }, 'items.0.product_type'],
  ['a product twice', { items: [...item({}).items, ...item({}).items] }, 'items.1.product_type'],
  ['a negative quantity', item({ quantity: -1 }), 'items.0.quantity'],
  ['a fractional quantity', item({ quantity: 1.5 }), 'items.0.quantity'],
  ['a quantity in text', item({ quantity: '1' }), 'items.0.quantity'],
  ['an unknown interval', item({ interval: 'monthly' }), 'items.0.interval'],
  ['items in text', { items: 'locations' }, 'items'],
  ['an item that is no object', { items: [1] }, 'items.0'],
  ['an unknown product in a map', { items: { cars: 1 } }, 'items.cars.product_type'],
  ['no items for a new subscription', { items: [] }, 'items'],
  ['a cancellation of nothing', { cancel_subscription: true }, 'subscription_id'],
  ['a cancellation in text', { cancel_subscription: 'yes' }, 'cancel_subscription'],
  ['a number as subscription', { subscription_id: 1 }, 'subscription_id'],
])('F60 a preview with %s is 422', async (_what, body, field) => {
  const { status, json } = await sandbox.preview(ACME_US, body);
  expect([status, Object.keys(json), Object.keys(json.errors!)]).toEqual([
    422,
    ['message', 'errors'],
    [field],
  ]);
});

test('F60 a preview that is not JSON is 400', async () => {
  expect((await sandbox.preview(ACME_US, '{')).status).toBe(400);
});

test('F60 two equal previews differ in ids and time, and change nothing', async () => {
  const before = (await sandbox.altostrat(`${ACME_EU}/invoices`)).text;
  const [first, second] = [await sandbox.preview(ACME_EU, {}), await sandbox.preview(ACME_EU, {})];
  expect(first.json.id).not.toBe(second.json.id);
  expect(first.json.lines![0]!.id).not.toBe(second.json.lines![0]!.id);
  expect([first.json.created_at, second.json.created_at]).toEqual([
    '2026-01-01T00:00:01.000000Z',
    '2026-01-01T00:00:02.000000Z',
  ]);
  expect((await sandbox.altostrat(`${ACME_EU}/invoices`)).text).toBe(before);
  expect((await sandbox.altostrat(`${ACME_EU}/invoices?after=${first.json.id}`)).status).toBe(400);
});

test('F60 the documented request works on the documented subscription', async () => {
  const { status, json } = await sandbox.preview('/ws_sample/billing-accounts/cus_sample', {
    subscription_id: 'sub_a1b2c3d4e5f6g7h8',
    items: [{ product_type: 'locations', quantity: 15, interval: 'month' }],
    cancel_subscription: false,
  });
  expect([status, json.lines!.length]).toEqual([200, 3]);
});
