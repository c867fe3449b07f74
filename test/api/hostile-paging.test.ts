import fc from 'fast-check';
import { accountField } from '../support/invoice-row.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';

/** Page sizes and cursors that are not what they should be: refused here, and nobody is called. */

let setting: HostileSetting;

beforeAll(async () => {
  setting = await startHostile();
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const acme = accountField('cus_acme_us', 'ws_acme');
const paged = `query ($first: Int, $last: Int, $after: String, $before: String) {
  ${acme} { invoices(first: $first, last: $last, after: $after, before: $before) { nodes { number } } } }`;

async function refusal(variables: object): Promise<unknown> {
  const { errors } = await setting.api.ask(paged, { variables: variables as Record<string, unknown> });
  return errors.map(({ extensions }) => extensions['code']);
}

test.each([-1, 1001, 2 ** 31, -(2 ** 31) - 1, 1.5, '10', true, [1, 2], {}])(
  'V04 first %j is refused without a call',
  async (first) => {
    expect(await refusal({ first })).toEqual(['BAD_USER_INPUT']);
    expect(await refusal({ last: first })).toEqual(['BAD_USER_INPUT']);
    expect(await setting.upstream.paths()).toEqual([]);
  },
);

test('V04 first 0 is an empty page without a call, null and missing are 20', async () => {
  const count = async (variables: object): Promise<number> =>
    (await setting.api.ask(paged, { variables: variables as Record<string, unknown> })).data.billingAccount
      .invoices.nodes.length;
  expect(await count({ first: 0 })).toBe(0);
  expect(await setting.upstream.paths()).toEqual([]);
  expect([await count({ first: null }), await count({})]).toEqual([20, 20]);
});

test('V04 a negative size beside a sibling changes nothing for the sibling', async () => {
  const sibling = `s: ${accountField('cus_sample', 'ws_sample')} { invoices(first: 1) { nodes { number } } }`;
  const { data, errors } = await setting.api.ask(
    `{ ${sibling} ${acme} { invoices(first: -1000) { nodes { number } } } }`,
  );
  expect(data).toEqual({ s: { invoices: { nodes: [{ number: 'AB123-001' }] } }, billingAccount: null });
  expect(errors).toMatchObject([
    { path: ['billingAccount', 'invoices'], extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('V05 a document first seen with a small size is measured again with a large one', async () => {
  expect([
    await refusal({ first: 1 }),
    await refusal({ first: 1_000_000 }),
    await refusal({ first: 1 }),
  ]).toEqual([[], ['BAD_USER_INPUT'], []]);
});

test.each([
  [{ first: 1, last: 1 }],
  [{ first: 1, before: 'x' }],
  [{ last: 1, after: 'x' }],
  [{ first: 1, last: 1, after: 'x', before: 'x' }],
  [{ before: 'x' }],
])('V07 %j is refused without a call', async (variables) => {
  expect(await refusal(variables)).toEqual(['BAD_USER_INPUT']);
  expect(await setting.upstream.paths()).toEqual([]);
});

async function cursorOf(account: string): Promise<string> {
  const { data } = await setting.api.ask(`{ ${account} { invoices(first: 1) { edges { cursor } } } }`);
  await setting.upstream.forget();
  return data.billingAccount.invoices.edges[0].cursor;
}

test('V06 no damaged or foreign cursor reaches the provider', async () => {
  const own = await cursorOf(acme);
  const foreign = await cursorOf(accountField('cus_acme_eu', 'ws_acme'));
  const made = [
    'in_1',
    'in_1&limit=9999',
    'in_1\r\nx: y',
    '',
    ' ',
    '__proto__',
    '\ud800',
    'x'.repeat(100_000),
    Buffer.from('["in_1",null]').toString('base64url'),
    `${own}=`,
    ` ${own}`,
    own + own,
  ];
  for (const cursor of [foreign, ...made]) {
    expect([cursor, await refusal({ first: 1, after: cursor })]).toEqual([cursor, ['INVALID_CURSOR']]);
    expect([cursor, await refusal({ last: 1, before: cursor })]).toEqual([cursor, ['INVALID_CURSOR']]);
  }
  const character = fc.constantFrom(...'ABCXYZabcxyz059-_');
  await fc.assert(
    fc.asyncProperty(fc.nat(own.length - 1), character, async (at, other) => {
      fc.pre(own[at] !== other);
      const tampered = own.slice(0, at) + other + own.slice(at + 1);
      expect(await refusal({ first: 1, after: tampered })).toEqual(['INVALID_CURSOR']);
    }),
  );
  expect(await setting.upstream.paths()).toEqual([]);
});
