import { post, startHostile, type HostileSetting } from '../support/hostile.js';

/** Documents, variables and bodies of shapes that no honest client sends. */

let setting: HostileSetting;

beforeAll(async () => {
  setting = await startHostile({ INTROSPECTION: 'off' });
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const sized =
  'query ($n: Int) { billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") { invoices(first: $n) { nodes { number } } } }';

test.each([
  ['a text', '"x"', 400],
  ['a list', '[1]', 400],
  ['a number', '42', 400],
  ['200 lists in each other', `{"n":${'['.repeat(200)}1${']'.repeat(200)}}`, 400],
  ['20,000 lists in each other', `{"n":${'['.repeat(20_000)}1${']'.repeat(20_000)}}`, 400],
  [
    '1,000 that the document does not name',
    `{${Array.from({ length: 1000 }, (_, index) => `"v${index}":1`).join(',')},"n":0}`,
    200,
  ],
])('V11 variables that are %s', async (_what, variables, expected) => {
  const { status, text } = await post(
    setting.api,
    `{"query":${JSON.stringify(sized)},"variables":${variables}}`,
  );
  expect(status).toBe(expected);
  expect(text).not.toMatch(/call stack|node_modules|\.js:/);
  expect(await setting.upstream.paths()).toEqual([]);
});

test.each([
  ['braces', `{ ${'a{'.repeat(20_000)}`],
  ['brackets', `{ node(id: ${'['.repeat(20_000)}`],
  ['types', `query ($a: ${'['.repeat(20_000)}`],
])('T20 20,000 nested %s are refused as the fault of the document', async (_what, query) => {
  const { status, text } = await post(setting.api, JSON.stringify({ query }));
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, 'GRAPHQL_PARSE_FAILED']);
  expect(text).toMatch(/2000 tokens|nested too deeply/);
  expect(text).not.toContain('call stack');
});

test.each([
  [
    'utf-7',
    'application/json; charset=utf-7',
    '+AHs-+ACI-query+ACI-:+ACI-+AHs-__typename+AH0-+ACI-+AH0-',
    415,
  ],
  ['cut JSON', 'application/json', '{"query":', 400],
  ['a form', 'application/x-www-form-urlencoded', 'query={__typename}', 415],
])('T21 a body of %s is refused in JSON', async (_what, type, body, refused) => {
  const { status, text } = await post(setting.api, body, { 'content-type': type });
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([refused, 'BAD_REQUEST']);
});

test('T21 a body above the limit is refused in JSON', async () => {
  const { status, text } = await post(
    setting.api,
    JSON.stringify({ query: `{ __typename } #${'x'.repeat(262_144)}` }),
  );
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([413, 'BAD_REQUEST']);
});
