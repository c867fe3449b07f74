import { accountField } from '../support/invoice-row.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';

/** Ids that are not what they should be: refused here, and nobody is called. */

let setting: HostileSetting;

beforeAll(async () => {
  setting = await startHostile();
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const byIds = `query ($ws: ID!, $cus: ID!) {
  billingAccount(provider: ALTOSTRAT, workspaceId: $ws, accountId: $cus) { name invoices(first: 1) { nodes { id } } } }`;

const anywhere = [
  '..',
  '.',
  '../../admin',
  '%2e%2e',
  '..%2f',
  '..\\',
  '//evil',
  '\\\\evil',
  '@evil',
  '',
  ' ',
  '\t',
  '\0',
  '\r\n',
  'é',
  '\ud800',
  '\u202e',
  'x'.repeat(10_240),
];
const inside = [
  '/',
  '?x=1',
  '#b',
  '/..',
  '%2e',
  '\\',
  '@',
  ':',
  '|',
  '"',
  ' ',
  '\t',
  '\0',
  '\r\nx: y',
  'é',
  '\ud800',
  '\u202e',
  'x'.repeat(300),
];
const hostileIds = (prefix: string): string[] => [
  ...anywhere,
  ...inside.map((text) => `${prefix}a${text}`),
  ...inside.map((text) => `${prefix}${text}a`),
  `${prefix}`,
  prefix.toUpperCase() + 'a',
];

async function codeOf(ws: string, cus: string): Promise<unknown[]> {
  const { data, errors } = await setting.api.ask(byIds, { variables: { ws, cus } });
  return [data, errors.map(({ extensions }) => extensions['code'])];
}

test('V01 T6 T12 no id that is not one reaches anybody, in either place', async () => {
  const evil = new URL(setting.evil.url);
  const urls = [`${setting.evil.url}/`, `//${evil.host}/`, `@${evil.host}`];
  const cases = [
    ...[...hostileIds('ws_'), ...urls].map((ws) => [ws, 'cus_a'] as const),
    ...[...hostileIds('cus_'), ...urls].map((cus) => ['ws_a', cus] as const),
  ];
  for (const [ws, cus] of cases) {
    expect([ws, cus, await codeOf(ws, cus)]).toEqual([
      ws,
      cus,
      [{ billingAccount: null }, ['BAD_USER_INPUT']],
    ]);
  }
  for (const id of [...hostileIds('ws_'), ...urls]) {
    const { data, errors } = await setting.api.ask('query ($id: ID!) { workspace(id: $id) { name } }', {
      variables: { id },
    });
    expect([id, data, errors[0]?.extensions['code']]).toEqual([id, { workspace: null }, 'BAD_USER_INPUT']);
  }
  expect(await setting.upstream.paths()).toEqual([]);
});

test('V01 T6 dots inside an id are a name, not a way up', async () => {
  await codeOf('ws_..', 'cus_...');
  const base = '/workspaces/ws_../billing-accounts/cus_...';
  expect((await setting.upstream.paths()).toSorted()).toEqual([base, `${base}/invoices?limit=1`]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'V02 the id %s names nothing',
  async (id) => {
    expect(await codeOf(id, 'cus_a')).toEqual([{ billingAccount: null }, ['BAD_USER_INPUT']]);
    expect(await codeOf('ws_a', id)).toEqual([{ billingAccount: null }, ['BAD_USER_INPUT']]);
    const { errors } = await setting.api.ask(`{ node(id: "${id}") { id } }`);
    expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(await setting.upstream.paths()).toEqual([]);
  },
);

test('V03 ids that could be cut in another place are two accounts and two calls', async () => {
  const [a, b] = [accountField('cus_c', 'ws_a.cus_b'), accountField('cus_b.cus_c', 'ws_a')];
  await setting.api.ask(`{ a: ${a} { name } b: ${b} { name } }`);
  expect((await setting.upstream.paths()).toSorted()).toEqual([
    '/workspaces/ws_a.cus_b/billing-accounts/cus_c',
    '/workspaces/ws_a/billing-accounts/cus_b.cus_c',
  ]);
});
