import { post, startHostile, type HostileSetting } from '../support/hostile.js';

/** Variables and inputs that no honest client sends, against a server set up as in production. */

let setting: HostileSetting;

beforeAll(async () => {
  setting = await startHostile({ INTROSPECTION: 'off' });
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const PREVIEW = `mutation ($input: PreviewInvoiceInput!) { previewInvoice(input: $input) {
  preview { total { decimal } } userErrors { code path message } } }`;
const good = { workspaceId: 'ws_acme', accountId: 'cus_acme_us', subscriptionId: 'sub_acme_us_monthly' };

/** The answer to a preview whose variables are this JSON text. */
async function previewWith(
  inputJson: string,
): Promise<{ status: number; text: string; code: unknown; paths: unknown }> {
  const { status, text } = await post(
    setting.api,
    `{"query":${JSON.stringify(PREVIEW)},"variables":{"input":${inputJson}}}`,
  );
  const { data, errors } = JSON.parse(text);
  const paths = data?.previewInvoice?.userErrors.map(({ path }: { path: string[] }) => path.join('.'));
  return { status, text, code: errors?.[0].extensions.code, paths };
}

const withItems = (items: string): string => `${JSON.stringify(good).slice(0, -1)},"items":${items}}`;
const item = (fields: string): string => withItems(`[{"productType":"locations","quantity":1,${fields}}]`);

test.each([
  ['a prototype key', item('"__proto__":{"polluted":1}'), 'BAD_REQUEST'],
  ['a constructor with a prototype', item('"constructor":{"prototype":{"polluted":1}}'), 'BAD_REQUEST'],
  [
    '10,000 unknown keys',
    item(Array.from({ length: 10_000 }, (_, index) => `"k${index}":1`).join(',')),
    'BAD_USER_INPUT',
  ],
  ['arrays 1,000 deep', withItems('['.repeat(1000) + ']'.repeat(1000)), 'BAD_USER_INPUT'],
  ['a quantity of 1e400', withItems('[{"productType":"sso","quantity":1e400}]'), 'BAD_USER_INPUT'],
  ['a quantity of 1.5', withItems('[{"productType":"sso","quantity":1.5}]'), 'BAD_USER_INPUT'],
  ['a quantity in text', withItems('[{"productType":"sso","quantity":"1"}]'), 'BAD_USER_INPUT'],
  ['a quantity above 2^31', withItems('[{"productType":"sso","quantity":2147483648}]'), 'BAD_USER_INPUT'],
  ['NaN', withItems('[{"productType":"sso","quantity":NaN}]'), 'BAD_REQUEST'],
  ['items in text', withItems('"locations"'), 'BAD_USER_INPUT'],
  ['a map of items', withItems('{"locations":15}'), 'BAD_USER_INPUT'],
  [
    'cancelSubscription "false"',
    `${JSON.stringify(good).slice(0, -1)},"cancelSubscription":"false"}`,
    'BAD_USER_INPUT',
  ],
  ['cancelSubscription 0', `${JSON.stringify(good).slice(0, -1)},"cancelSubscription":0}`, 'BAD_USER_INPUT'],
])('V08 V09 %s is refused without a call', async (_what, input, expected) => {
  const { status, code, text } = await previewWith(input);
  expect([status, code]).toEqual([400, expected]);
  expect(text).not.toMatch(/call stack|node_modules|\.js:|Did you mean/);
  expect(await setting.upstream.paths()).toEqual([]);
});

test.each([
  [
    'V08 a product of 200 KB',
    item(`"interval":null`).replace('locations', 'x'.repeat(200_000)),
    'items.0.productType',
  ],
  [
    'V08 T12 a product with half a surrogate',
    item('"interval":null').replace('locations', '\\ud800'),
    'items.0.productType',
  ],
  [
    'V09 cancelSubscription null',
    `${JSON.stringify(good).slice(0, -1)},"cancelSubscription":null}`,
    'cancelSubscription',
  ],
])('%s is refused at its path, without a call or an echo', async (_what, input, path) => {
  const { status, paths, text } = await previewWith(input);
  expect([status, paths]).toEqual([200, [path]]);
  expect(text.length).toBeLessThan(1000);
  expect(await setting.upstream.paths()).toEqual([]);
});

test('V08 after all of that an ordinary preview is what it always was', async () => {
  const { text } = await previewWith(JSON.stringify(good));
  expect(text).toBe(
    '{"data":{"previewInvoice":{"preview":{"total":{"decimal":"229.50"}},"userErrors":[]}}}\n',
  );
});

test.each([
  [
    'V10 T16 an enum value in a variable',
    'query ($p: BillingProvider!) { billingAccount(provider: $p) { id } }',
    { p: 'ALTOSTRA' },
  ],
  ['V10 T16 an enum value in a literal', '{ billingAccount(provider: ALTOSTRA) { id } }', {}],
  ['V10 T16 a field of an input', PREVIEW, { input: { accountId: 'cus_a', workspaceID: 'x' } }],
  ['T16 a field', '{ billingAcount { id } }', {}],
  ['T16 an argument', '{ billingAccount(provder: ALTOSTRAT) { id } }', {}],
  ['T16 a type', '{ node(id: "x") { ... on Invoic { id } } }', {}],
])('%s that is misspelt is refused without a suggestion', async (_what, query, variables) => {
  const { status, text } = await post(setting.api, JSON.stringify({ query, variables }));
  expect(status).toBe(400);
  expect(text).not.toMatch(/Did you mean|ALTOSTRAT"|NORTHFLANK|workspaceId|"Invoice"/);
  expect(await setting.upstream.paths()).toEqual([]);
});

test('V12 suggestions are taken out of 240 KB of near-misses at once', async () => {
  const query = 'query ($p: BillingProvider!) { billingAccount(provider: $p) { id } }';
  const p = 'Did you mean '.repeat(18_000);
  const { status } = await post(setting.api, JSON.stringify({ query, variables: { p } }));
  expect(status).toBe(400);
}, 4000);

test('V13 T23 a refused input is not copied into the extensions', async () => {
  const { text } = await previewWith(JSON.stringify({ ...good, subscriptionId: { secret: 'marker-1' } }));
  const [error] = JSON.parse(text).errors;
  expect(Object.keys(error.extensions).toSorted()).toEqual(['code', 'correlationId', 'retryable']);
  expect(JSON.stringify(error.extensions)).not.toContain('marker-1');
});
