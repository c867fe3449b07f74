import { startApi, type Api } from '../support/api.js';
import { invoiceRow } from '../support/invoice-row.js';
import { startRecorder, type Recorder } from '../support/recorder.js';

/** What a preview sends to the provider. */

let recorder: Recorder;
let api: Api;

beforeAll(async () => {
  recorder = await startRecorder(invoiceRow({ id: null, status: 'draft' }));
  api = await startApi({ ALTOSTRAT_URL: `${recorder.url}/base/` });
});
afterAll(async () => {
  await api?.stop();
  await recorder?.close();
});

const us = 'workspaceId: "ws_acme", accountId: "cus_acme_us"';
const monthly = `${us}, subscriptionId: "sub_acme_us_monthly"`;
const larger = 'items: [{productType: "locations", quantity: 15}, {productType: "users", quantity: 25}]';

test.each([
  [
    `${monthly}, ${larger}`,
    {
      subscription_id: 'sub_acme_us_monthly',
      items: [
        { product_type: 'locations', quantity: 15, interval: 'month' },
        { product_type: 'users', quantity: 25, interval: 'month' },
      ],
    },
  ],
  [
    `${us}, items: [{productType: "sso", quantity: 0, interval: YEAR}]`,
    { items: [{ product_type: 'sso', quantity: 0, interval: 'year' }] },
  ],
  [
    `${us}, items: [{productType: "sso", quantity: 1, interval: null}]`,
    { items: [{ product_type: 'sso', quantity: 1, interval: 'month' }] },
  ],
  [
    `${monthly}, cancelSubscription: true`,
    { subscription_id: 'sub_acme_us_monthly', items: [], cancel_subscription: true },
  ],
  [monthly, { subscription_id: 'sub_acme_us_monthly' }],
  [`${monthly}, items: null, cancelSubscription: false`, { subscription_id: 'sub_acme_us_monthly' }],
])('F41 over the wire goes the array form, and no empty items for "no change" (%#)', async (input, body) => {
  recorder.requests.length = 0;
  const { errors } = await api.ask(`mutation { previewInvoice(input: {${input}}) { preview { status } } }`);
  expect(errors).toEqual([]);
  const [request, ...others] = recorder.requests;
  expect(others).toEqual([]);
  expect(JSON.parse(request?.body ?? '')).toEqual(body);
  expect([request?.method, request?.path]).toEqual([
    'POST',
    '/base/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices/preview',
  ]);
  expect(request?.headers).toMatchObject({
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
  });
});
