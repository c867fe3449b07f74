import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';

/** A preview is compared with what is billed next without its change. */

startSystem({ MAX_UPSTREAM_CALLS: '4' });
beforeEach(async () => {
  await upstream.reset();
  await upstream.forget();
});

const us = 'workspaceId: "ws_acme", accountId: "cus_acme_us"';
const monthly = `${us}, subscriptionId: "sub_acme_us_monthly"`;
const yearly = `${us}, subscriptionId: "sub_acme_us_yearly"`;
const more = (locations: number): string =>
  `items: [{productType: "locations", quantity: ${locations}}, {productType: "users", quantity: 25}]`;

const line = 'description amount { decimal currency }';
const changes = `changes { added { ${line} } removed { ${line} } changed { before { ${line} } after { ${line} } } totalDifference { decimal currency } }`;
const difference = 'total { decimal } changes { totalDifference { decimal } }';

const previews = (inputs: readonly string[], fields: string): string =>
  `{ invoicePreviews(inputs: [${inputs.map((each) => `{${each}}`).join(', ')}]) { preview { ${fields} } userErrors { code } } }`;

const shown = (description: string, decimal: string): object => ({
  description,
  amount: { decimal, currency: 'USD' },
});

const path = '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices/preview';

test('F43 a change is told line by line, for one call more', async () => {
  const { data, errors } = await api.ask(previews([`${monthly}, ${more(15)}`], changes));
  expect(errors).toEqual([]);
  expect(data.invoicePreviews[0].preview.changes).toEqual({
    added: [
      shown('Unused time on 10 × Locations', '-45.16'),
      shown('Remaining time on 15 × Locations', '67.74'),
    ],
    removed: [],
    changed: [{ before: shown('10 × Locations', '100.00'), after: shown('15 × Locations', '150.00') }],
    totalDifference: { decimal: '78.39', currency: 'USD' },
  });
  expect(await upstream.paths()).toEqual([path, path]);
});

test('F42 whether a line is a proration is not guessed, neither from a negative amount nor from what it is called', async () => {
  const lines = 'lines(first: 10) { nodes { description proration amount { decimal } } }';
  const { data, errors } = await api.ask(previews([`${monthly}, ${more(15)}`], lines));
  expect(errors).toEqual([]);
  const untold = (description: string, decimal: string): object => ({
    description,
    proration: null,
    amount: { decimal },
  });
  expect(data.invoicePreviews[0].preview.lines.nodes).toEqual([
    untold('Unused time on 10 × Locations', '-45.16'),
    untold('Remaining time on 15 × Locations', '67.74'),
    untold('15 × Locations', '150.00'),
    untold('25 × Users', '112.50'),
  ]);
});

test('F43 what a change takes away is removed, and a credit is no charge that changed', async () => {
  const { data } = await api.ask(
    `mutation { previewInvoice(input: {${monthly}, cancelSubscription: true}) { preview { ${changes} } } }`,
  );
  expect(data.previewInvoice.preview.changes).toEqual({
    added: [
      shown('Unused time on 10 × Locations', '-45.16'),
      shown('Unused time on 25 × Users', expect.any(String) as unknown as string),
    ],
    removed: [shown('10 × Locations', '100.00'), shown('25 × Users', '112.50')],
    changed: [],
    totalDifference: { decimal: '-325.47', currency: 'USD' },
  });
});

test('F43 candidates for one subscription share the call, also with its upcomingInvoice; another one has its own', async () => {
  const both = [more(15), more(20)].map((items) => `${monthly}, ${items}`);
  const { data, errors } = await api.ask(previews(both, difference));
  expect(errors).toEqual([]);
  expect(await upstream.paths()).toHaveLength(3);
  const [first, second] = data.invoicePreviews.map(
    ({ preview }: { preview: { changes: { totalDifference: unknown } } }) => preview.changes.totalDifference,
  );
  expect([first, second]).toEqual([{ decimal: '78.39' }, { decimal: '156.77' }]);

  await upstream.forget();
  const apart = [`${monthly}, ${more(15)}`, `${yearly}, cancelSubscription: true`];
  expect((await api.ask(previews(apart, difference))).errors).toEqual([]);
  expect(await upstream.paths()).toHaveLength(4);
});

test('F43 without the field selected nothing more is asked', async () => {
  await api.ask(
    previews(
      [`${monthly}, ${more(15)}`],
      `total { decimal } ... on InvoicePreview @skip(if: true) { ${difference} }`,
    ),
  );
  expect(await upstream.paths()).toHaveLength(1);
});

test.each([
  ['a new subscription', `${us}, ${more(15)}`],
  ['no change at all', monthly],
])('F43 %s is compared with nothing, and costs no call more', async (_what, input) => {
  const { data, errors } = await api.ask(previews([input], `status ${changes}`));
  expect([errors, data.invoicePreviews[0].preview]).toEqual([[], { status: 'DRAFT', changes: null }]);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F43 an upcoming invoice of either provider changes nothing', async () => {
  const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };
  const { data, errors } = await api.ask(
    `{ a: billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_eu") { upcomingInvoice { ${changes} } }
       n: billingAccount(provider: NORTHFLANK, accountId: "team-n2") { upcomingInvoice { ${changes} } } }`,
    { headers },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    a: { upcomingInvoice: { changes: null } },
    n: { upcomingInvoice: { changes: null } },
  });
});

test('F43 a subscription that would bill nothing is compared with nothing', async () => {
  await upstream.fault({
    match: { method: 'POST' },
    fault: { kind: 'status', status: 404, body: { code: 'invoice_upcoming_none', message: 'x' } },
    skip: 1,
  });
  const { data, errors } = await api.ask(previews([`${monthly}, ${more(15)}`], `status ${changes}`));
  expect([errors, data.invoicePreviews[0].preview]).toEqual([[], { status: 'DRAFT', changes: null }]);
});

test('F43 a comparison that fails is an error at its field; the preview stands', async () => {
  const token = await freshToken(upstream);
  await upstream.fault({ match: { token }, fault: { kind: 'rateLimit', retryAfter: 5 }, skip: 1 });
  const { data, errors } = await api.ask(previews([`${monthly}, ${more(15)}`], `status ${changes}`), {
    token,
  });
  expect(data.invoicePreviews).toEqual([{ preview: { status: 'DRAFT', changes: null }, userErrors: [] }]);
  expect(errors).toMatchObject([
    {
      path: ['invoicePreviews', 0, 'preview', 'changes'],
      extensions: { code: 'RATE_LIMITED', provider: 'ALTOSTRAT', retryAfterMs: 5000 },
    },
  ]);
});

test('F43 a comparison that the calls of the operation do not reach is refused alone', async () => {
  const four = [11, 12, 13, 14].map((quantity) => `${monthly}, ${more(quantity)}`);
  const { data, errors } = await api.ask(previews(four, `status ${changes}`));
  expect(data.invoicePreviews).toEqual(
    Array(4).fill({ preview: { status: 'DRAFT', changes: null }, userErrors: [] }),
  );
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(Array(4).fill('QUERY_TOO_COSTLY'));
  expect(await upstream.paths()).toHaveLength(4);
});

test('F43 a line that cannot be read is no line that is gone', async () => {
  await upstream.fault({
    match: { method: 'POST' },
    fault: { kind: 'patch', set: { lines: [7] } },
  });
  const { data, errors } = await api.ask(previews([`${monthly}, ${more(15)}`], `status ${changes}`));
  expect(data.invoicePreviews[0].preview).toEqual({ status: 'DRAFT', changes: null });
  expect(errors).toMatchObject([
    { extensions: { code: 'UPSTREAM_INVALID_RESPONSE', provider: 'ALTOSTRAT' } },
  ]);
});
