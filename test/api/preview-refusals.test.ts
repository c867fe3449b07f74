import type { Fault } from '../../sandbox/faults/fault.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Previews that are refused: by the provider, as data of its own type. */

startSystem({ UPSTREAM_TIMEOUT_MS: '2000', MAX_UPSTREAM_CALLS: '3' });
beforeEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

const us = 'workspaceId: "ws_acme", accountId: "cus_acme_us"';
const monthly = `${us}, subscriptionId: "sub_acme_us_monthly"`;
const userErrors = `userErrors { __typename code path retryable ... on RejectedByProviderError { providerCode }
  ... on RateLimitedError { retryAfterMs } ... on ProviderUnavailableError { unavailableMs: retryAfterMs } }`;

async function refusals(input: string): Promise<unknown> {
  const { data, errors } = await api.ask(
    `mutation { previewInvoice(input: {${input}, clientMutationId: "m"}) { preview { status } clientMutationId ${userErrors} } }`,
    { token: await freshToken(upstream) },
  );
  expect(errors).toEqual([]);
  expect(data.previewInvoice).toMatchObject({ preview: null, clientMutationId: 'm' });
  return data.previewInvoice.userErrors;
}

const invalid = (...path: string[]): object => ({
  __typename: 'InvalidInputError',
  code: 'INVALID_INPUT',
  path,
  retryable: false,
});
const notFound = (code: string, ...path: string[]): object => ({
  __typename: 'NotFoundError',
  code,
  path,
  retryable: false,
});
const rejected = (providerCode: string | null): object => ({
  __typename: 'RejectedByProviderError',
  code: 'REJECTED_BY_PROVIDER',
  path: [],
  retryable: false,
  providerCode,
});
const unavailable = (unavailableMs: number | null, retryable = true): object => ({
  __typename: 'ProviderUnavailableError',
  code: 'PROVIDER_UNAVAILABLE',
  path: [],
  retryable,
  unavailableMs,
});
const limited = (retryAfterMs: number | null): object => ({
  __typename: 'RateLimitedError',
  code: 'RATE_LIMITED',
  path: [],
  retryable: true,
  retryAfterMs,
});
const item = (text: string): string => `items: [${text}]`;

test.each([
  [
    'an account that is not there',
    'workspaceId: "ws_acme", accountId: "cus_none", subscriptionId: "sub_x"',
    [notFound('ACCOUNT_NOT_FOUND', 'accountId')],
  ],
  [
    'an account of others',
    'workspaceId: "ws_initech", accountId: "cus_initech", subscriptionId: "sub_x"',
    [notFound('ACCOUNT_NOT_FOUND', 'accountId')],
  ],
  [
    'a subscription that is not there',
    `${us}, subscriptionId: "sub_none"`,
    [notFound('SUBSCRIPTION_NOT_FOUND', 'subscriptionId')],
  ],
  [
    'a product that is not there',
    `${us}, ${item('{productType: "cars", quantity: 1}')}`,
    [notFound('PRODUCT_NOT_FOUND', 'items', '0', 'productType')],
  ],
  [
    'a quantity out of range',
    `${us}, ${item('{productType: "sso", quantity: 1000001}')}`,
    [invalid('items', '0', 'quantity')],
  ],
  [
    'a cancellation below what is in use',
    'workspaceId: "ws_globex", accountId: "cus_globex", subscriptionId: "sub_globex", cancelSubscription: true',
    [rejected('cancellation_would_underprovision')],
  ],
  ['nothing to bill', `${us}, subscriptionId: "sub_acme_us_canceled"`, [rejected('invoice_upcoming_none')]],
])("F41 %s is the provider's refusal, after one call", async (_what, input, expected) => {
  expect(await refusals(input)).toEqual(expected);
  expect(await upstream.paths()).toHaveLength(1);
});

const faults: readonly (readonly [string, Fault, object])[] = [
  ['429 with a time', { kind: 'rateLimit', retryAfter: 3 }, limited(3000)],
  ['429 without a time', { kind: 'rateLimit' }, limited(null)],
  ['503 with a time', { kind: 'status', status: 503, headers: { 'retry-after': '4' } }, unavailable(4000)],
  ['500', { kind: 'status', status: 500 }, unavailable(null)],
  ['504', { kind: 'status', status: 504 }, unavailable(null)],
  ['a reset', { kind: 'reset' }, unavailable(null)],
  ['a timeout', { kind: 'hang' }, unavailable(null)],
  ['HTML', { kind: 'html', status: 200 }, unavailable(null, false)],
  ['cut JSON', { kind: 'truncate', bytes: 20, contentLength: 'actual' }, unavailable(null, false)],
  ['a list in place of an invoice', { kind: 'raw', body: '[]' }, unavailable(null, false)],
  ['a redirect', { kind: 'redirect', status: 302, location: '/' }, unavailable(null, false)],
  ['400 without a word', { kind: 'status', status: 400 }, rejected(null)],
  [
    '409 with a code',
    { kind: 'status', status: 409, body: { code: 'some_new_code', message: 'secret' } },
    rejected('some_new_code'),
  ],
  [
    '409 with a code in an envelope',
    { kind: 'status', status: 409, body: { error: { code: 'wrapped' } } },
    rejected('wrapped'),
  ],
  ['409 with a code that is prose', { kind: 'status', status: 409, body: { code: 'a b' } }, rejected(null)],
  ['404 without a word', { kind: 'status', status: 404 }, notFound('ACCOUNT_NOT_FOUND', 'accountId')],
  [
    '404 of the workspace',
    { kind: 'status', status: 404, body: { code: 'workspace_not_found' } },
    notFound('ACCOUNT_NOT_FOUND', 'accountId'),
  ],
  [
    '404 of what the input does not name',
    { kind: 'status', status: 404, body: { code: 'resource_missing', param: 'coupon' } },
    rejected('resource_missing'),
  ],
  [
    '422 of a field that is none of the input, but might be a token',
    { kind: 'status', status: 422, body: { message: 'x', errors: { eyJhbGciOiJIUzI1NiJ9: ['x'] } } },
    invalid(),
  ],
  [
    '422 of a part of a field',
    { kind: 'status', status: 422, body: { message: 'x', errors: { 'items.0.coupon': ['x'] } } },
    invalid('items', '0'),
  ],
  [
    '402 with a code that might be a token',
    { kind: 'status', status: 402, body: { code: 'sk_4eC39HqLyjWDarjtT1zdp7dc' } },
    rejected(null),
  ],
];

test.each(faults)('F41 %s is data of its own type, after one call', async (_what, fault, expected) => {
  await upstream.fault({ fault });
  expect(await refusals(monthly)).toEqual([expected]);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F41 a refused credential is no refusal of the change: a top-level error', async () => {
  const { data, errors } = await api.ask(
    `mutation { previewInvoice(input: {${monthly}}) { ${userErrors} } }`,
    { token: null },
  );
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ path: ['previewInvoice'], extensions: { code: 'UNAUTHENTICATED' } }]);
  expect(await upstream.paths()).toEqual([]);
});

test('F44 one refused candidate leaves the others', async () => {
  const { data, errors } = await api.ask(
    `{ invoicePreviews(inputs: [{${us}}, {${monthly}}, {${us}, subscriptionId: "sub_none"}]) { preview { status } userErrors { code } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.invoicePreviews).toEqual([
    { preview: null, userErrors: [{ code: 'INVALID_INPUT' }] },
    { preview: { status: 'DRAFT' }, userErrors: [] },
    { preview: null, userErrors: [{ code: 'SUBSCRIPTION_NOT_FOUND' }] },
  ]);
});

test('F44 of more candidates than calls the first ones are computed, and the others say why not', async () => {
  const inputs = Array.from({ length: 4 }, () => `{${monthly}}`).join(', ');
  const { data, errors } = await api.ask(
    `{ invoicePreviews(inputs: [${inputs}]) { preview { status } userErrors { code } } }`,
  );
  const computed = { preview: { status: 'DRAFT' }, userErrors: [] };
  const refused = { preview: null, userErrors: [{ code: 'RATE_LIMITED' }] };
  expect([data.invoicePreviews, errors]).toEqual([[computed, computed, computed, refused], []]);
  expect(await upstream.paths()).toHaveLength(3);
});
