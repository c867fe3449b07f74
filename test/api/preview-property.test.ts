import fc from 'fast-check';
import type { Fault } from '../../sandbox/faults/fault.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Whatever is asked and whatever the provider answers: a preview, or the reasons why there is none. */

startSystem({ UPSTREAM_TIMEOUT_MS: '500' });

const QUERY = `mutation ($input: PreviewInvoiceInput!) { previewInvoice(input: $input) {
  preview { status statusRaw computedAt discountNames tax { decimal } total { amountMinor } reconciliation { ok }
    lines { nodes { amount { decimal } } } billingAccount { id } }
  userErrors { code message } clientMutationId } }`;

const sometimes = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null | undefined> =>
  fc.oneof({ weight: 4, arbitrary: value }, fc.constantFrom(null, undefined));

const items = fc.array(
  fc.record({
    productType: fc.oneof(fc.constantFrom('locations', 'users', 'sso', 'cars', '', '__proto__'), fc.string()),
    quantity: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    interval: fc.constantFrom('MONTH', 'YEAR', null),
  }),
  { maxLength: 3 },
);

const input = fc.record({
  workspaceId: fc.constantFrom('ws_acme', 'ws_acme', 'ws_acme', 'ws_none', '..'),
  accountId: fc.constantFrom('cus_acme_us', 'cus_acme_us', 'cus_acme_eu', 'cus_none', 'x'),
  subscriptionId: sometimes(
    fc.constantFrom('sub_acme_us_monthly', 'sub_acme_eu', 'sub_acme_us_canceled', 'sub_none', ''),
  ),
  items: sometimes(items),
  cancelSubscription: fc.constantFrom(true, false, false, undefined),
  clientMutationId: sometimes(fc.string()),
});

const wireValue = fc.constantFrom(
  null,
  7,
  -1,
  9.99,
  '999',
  true,
  {},
  [],
  [7],
  'x',
  [{}],
  ['x'],
  [{ amount: 'x' }],
);
const wireField = fc.constantFrom(
  'total',
  'tax',
  'subtotal',
  'currency',
  'status',
  'lines',
  'discount_names',
  'amount_due',
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ kind: 'none' }),
  fc.record({
    kind: fc.constant('patch' as const),
    set: fc.dictionary(wireField, wireValue, { maxKeys: 2 }),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom(201, 302, 400, 404, 409, 422, 500, 503),
  }),
  fc.constantFrom<Fault>({ kind: 'rateLimit', retryAfter: 1 }, { kind: 'rateLimit' }, { kind: 'reset' }),
  fc.constantFrom<Fault>({ kind: 'hang' }, { kind: 'html', status: 200 }, { kind: 'truncate', bytes: 9 }),
  fc
    .constantFrom('', 'null', '[]', '{}', '{"data":[]}', '0', '{"discount_names":7}')
    .map((body): Fault => ({ kind: 'raw', body })),
);

async function previewUnder(
  variables: object,
  broken: Fault,
): Promise<{ preview: unknown; userErrors: unknown[] }> {
  await upstream.clearFaults();
  await upstream.fault({ fault: broken });
  const token = await freshToken(upstream);
  const { data } = await api.ask(QUERY, { variables: { input: variables }, token });
  return data.previewInvoice;
}

const good = { workspaceId: 'ws_acme', accountId: 'cus_acme_eu', subscriptionId: 'sub_acme_eu' } as const;

test('F45 preview is null exactly when userErrors is not empty', async () => {
  const seen = { previews: 0, refusals: 0 };
  await fc.assert(
    fc.asyncProperty(input, fault, async (variables, broken) => {
      const { preview, userErrors } = await previewUnder(variables, broken);
      expect(preview === null).toBe(userErrors.length > 0);
      seen[preview === null ? 'refusals' : 'previews'] += 1;
    }),
    // One that is sure to succeed: at random, all of them may be refused.
    {
      numRuns: 250,
      examples: [
        [{ ...good, clientMutationId: null, items: null, cancelSubscription: false }, { kind: 'none' }],
      ],
    },
  );
  expect([seen.previews > 0, seen.refusals > 0]).toEqual([true, true]);
});

test.each([
  ['without a total', { total: null }],
  ['with a total that is text', { total: '999' }],
  ['with a total of no currency', { currency: null }],
])('F45 a preview %s is refused, not half shown', async (_what, set) => {
  const { preview, userErrors } = await previewUnder(good, { kind: 'patch', set });
  expect(preview).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'PROVIDER_UNAVAILABLE' }]);
});

test.each([
  ['discountNames', { discount_names: [null] }],
  ['reconciliation', { lines: ['x'] }],
  ['reconciliation', { subtotal: '999' }],
  ['tax', { tax: '999' }],
])(
  'F45 beside its total, %s of a preview that cannot be read is an error there alone',
  async (field, set) => {
    await upstream.clearFaults();
    await upstream.fault({ fault: { kind: 'patch', set } });
    const { data, errors } = await api.ask(QUERY, { variables: { input: good } });
    const { preview, userErrors } = data.previewInvoice;
    expect([preview[field], userErrors]).toEqual([null, []]);
    expect(preview.total.amountMinor).toMatch(/^\d+$/);
    expect(errors.map(({ path }) => path?.slice(0, 3))).toContainEqual(['previewInvoice', 'preview', field]);
  },
);

test('F45 a failed preview never looks like 0: no answer holds a figure beside an error', async () => {
  const { preview } = await previewUnder(good, { kind: 'status', status: 500 });
  expect(preview).toBeNull();
  const shown = await previewUnder(good, { kind: 'raw', body: '{}' });
  expect(shown).toMatchObject({ preview: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE' }] });
});
