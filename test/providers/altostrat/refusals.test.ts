import fc from 'fast-check';
import { readRefusals } from '../../../src/providers/altostrat/refusals.js';

const said = (status: number, body: unknown): unknown => readRefusals(status, body);

test.each([
  [404, { code: 'resource_missing', param: 'subscription_id' }, 'subscription-missing', ['subscriptionId']],
  [
    404,
    { message: "No such subscription: 'sub_1' of customer cus_1" },
    'subscription-missing',
    ['subscriptionId'],
  ],
  [400, { error: { code: 'resource_missing', param: 'items[0][price]' } }, 'product-missing', ['items']],
  [404, { code: 'workspace_not_found' }, 'account-missing', undefined],
  [
    404,
    { message: 'No query results for model [App\\Models\\BillingAccount] cus_1' },
    'account-missing',
    undefined,
  ],
  [404, { code: 'resource_missing' }, 'something-missing', undefined],
  [404, { code: 'resource_missing', param: 'coupon' }, 'rejected', undefined],
  [409, { code: 'subscription_missing' }, 'rejected', undefined],
  [404, { code: 'invoice_upcoming_none' }, 'nothing-to-bill', undefined],
  [409, { code: 'cancellation_would_underprovision' }, 'rejected', undefined],
  [402, { code: 'card_declined', param: 'after' }, 'rejected', undefined],
])('F28 %i %j is %s', (status, body, kind, path) => {
  const [refusal, ...others] = readRefusals(status, body);
  expect([refusal?.kind, refusal?.path, others]).toEqual([kind, path, []]);
});

test.each([
  [400, undefined],
  [404, undefined],
  [404, {}],
  [404, { message: 'Not found.' }],
  [409, 'a page'],
  [409, { code: 7 }],
  [422, { errors: [] }],
  [500, { message: 'Server Error' }],
])('F28 %i %j refuses nothing by name: the status says all there is', (status, body) => {
  expect(said(status, body)).toEqual([]);
});

test('F28 each field that failed is refused by its path in the input, and a field that is none of it at what holds it', () => {
  const errors = {
    'items.0.quantity': ['x'],
    'items.12.product_type': ['x'],
    subscription_id: ['x'],
    cancel_subscription: ['x'],
    'items.0.interval.eyJhbGciOi': ['x'],
    coupon: ['x'],
    '0': ['x'],
    eyJhbGciOiJIUzI1NiJ9: ['x'],
  };
  expect(said(422, { message: 'x', errors })).toEqual([
    { kind: 'input-invalid', path: [] },
    { kind: 'input-invalid', path: ['items', '0', 'quantity'] },
    { kind: 'product-missing', path: ['items', '12', 'productType'] },
    { kind: 'subscription-missing', path: ['subscriptionId'] },
    { kind: 'input-invalid', path: ['cancelSubscription'] },
    { kind: 'input-invalid', path: ['items', '0', 'interval'] },
  ]);
});

test('F28 at most 20 fields are told', () => {
  const field = (index: number): [string, string[]] => [`items.${index}.quantity`, ['x']];
  const count = (fields: number): number =>
    readRefusals(422, {
      errors: Object.fromEntries(Array.from({ length: fields }, (_, index) => field(index))),
    }).length;
  expect([count(20), count(21)]).toEqual([20, 20]);
});

test.each([
  'a b',
  'eyJhbGciOiJIUzI1NiJ9',
  'alto_sk_4f9',
  'Bearer',
  'https://x',
  'a'.repeat(65),
  '_a',
  7,
  null,
])('N09 %j is no code that could be shown', (code) => expect(JSON.stringify(said(409, { code }))).toBe('[]'));

test('N09 whatever stands in an error body, no word of it comes out but a code', () => {
  const marker = 'Marker7';
  const words = fc.constantFrom(
    marker,
    `subscription ${marker}`,
    `items.${marker}`,
    `items.0.${marker}`,
    'after',
    'items',
  );
  const body = fc.record({
    code: fc.oneof(words, fc.constant('some_code')),
    message: words,
    param: fc.oneof(words, fc.constant(undefined)),
    errors: fc.oneof(fc.constant(undefined), fc.dictionary(words, fc.array(words))),
  });
  fc.assert(
    fc.property(fc.constantFrom(400, 404, 409, 422, 500), body, fc.boolean(), (status, plain, isWrapped) => {
      const text = JSON.stringify(said(status, isWrapped ? { error: plain } : plain));
      expect(text).not.toContain(marker);
    }),
  );
});
