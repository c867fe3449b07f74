import { api, startSystem, upstream } from '../support/system.js';

/** Previews that are refused: by this service, at the path of the fault, without a call. */

startSystem();
beforeEach(async () => {
  await upstream.forget();
});

const us = 'workspaceId: "ws_acme", accountId: "cus_acme_us"';
const monthly = `${us}, subscriptionId: "sub_acme_us_monthly"`;
const item = (text: string): string => `items: [${text}]`;
const invalid = (...path: string[]): object => ({
  __typename: 'InvalidInputError',
  code: 'INVALID_INPUT',
  path,
  retryable: false,
});

test.each([
  ['neither items nor a subscription', us, [invalid('items')]],
  ['no items at all', `${us}, items: []`, [invalid('items')]],
  [
    '101 items',
    `${us}, ${item(Array.from({ length: 101 }, (_, index) => `{productType: "p${index}", quantity: 1}`).join(' '))}`,
    [invalid('items')],
  ],
  [
    'a negative quantity',
    `${us}, ${item('{productType: "users", quantity: 1}, {productType: "sso", quantity: -1}')}`,
    [invalid('items', '1', 'quantity')],
  ],
  [
    'a product twice',
    `${us}, ${item('{productType: "sso", quantity: 1}, {productType: "sso", quantity: 1}')}`,
    [invalid('items', '1')],
  ],
  [
    'a product that is none',
    `${us}, ${item('{productType: "../sso", quantity: 1}')}`,
    [invalid('items', '0', 'productType')],
  ],
  [
    'a prototype as product',
    `${us}, ${item('{productType: "__proto__", quantity: 1}')}`,
    [invalid('items', '0', 'productType')],
  ],
  ['a subscription id that is none', `${us}, subscriptionId: "cus_x"`, [invalid('subscriptionId')]],
  ['a cancellation of nothing', `${us}, cancelSubscription: true`, [invalid('subscriptionId')]],
  [
    'a cancellation with items',
    `${monthly}, cancelSubscription: true, ${item('{productType: "sso", quantity: 1}')}`,
    [invalid('items')],
  ],
  ['cancelSubscription null', `${monthly}, cancelSubscription: null`, [invalid('cancelSubscription')]],
  ['no account', 'subscriptionId: "sub_x"', [invalid('workspaceId')]],
  [
    'a workspace that is none',
    'workspaceId: "..", accountId: "cus_a", subscriptionId: "sub_x"',
    [invalid('workspaceId')],
  ],
  [
    'an account that is none',
    'workspaceId: "ws_a", accountId: "..", subscriptionId: "sub_x"',
    [invalid('accountId')],
  ],
  [
    'a global id that is none',
    'billingAccountId: "x", subscriptionId: "sub_x"',
    [invalid('billingAccountId')],
  ],
  ['an account given twice', `billingAccountId: "x", ${monthly}`, [invalid('billingAccountId')]],
  ['a workspace at a provider that has none', `provider: NORTHFLANK, ${monthly}`, [invalid('workspaceId')]],
  [
    'several faults at once',
    `workspaceId: "..", accountId: "cus_a", subscriptionId: "x", ${item('{productType: "", quantity: -1}')}`,
    [
      invalid('workspaceId'),
      invalid('subscriptionId'),
      invalid('items', '0', 'productType'),
      invalid('items', '0', 'quantity'),
    ],
  ],
])('F41 %s is refused at its path, without a call', async (_what, input, expected) => {
  const { data, errors } = await api.ask(
    `mutation { previewInvoice(input: {${input}, clientMutationId: "m"}) { preview { status } clientMutationId userErrors { __typename code path retryable } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.previewInvoice).toEqual({ preview: null, clientMutationId: 'm', userErrors: expected });
  expect(await upstream.paths()).toEqual([]);
});
