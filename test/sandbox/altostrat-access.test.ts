import { ACME_US, type JsonReply, openSandbox, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const INITECH = '/ws_initech/billing-accounts';

test.each([
  ['an unknown token', 'who', ACME_US, 401, 'Invalid token.'],
  ['an expired token', 'sandbox-altostrat-expired', ACME_US, 401, 'Expired token.'],
  ['a Northflank token', 'sandbox-northflank', ACME_US, 401, 'Invalid token.'],
  ['a foreign workspace', 'sandbox-altostrat', INITECH, 403, 'This action is unauthorized.'],
  ['a foreign workspace', 'sandbox-altostrat-initech', ACME_US, 403, 'This action is unauthorized.'],
  ['an unknown workspace', 'sandbox-altostrat', '/ws_x/billing-accounts', 404, 'Workspace not found.'],
  [
    'an unknown account',
    'sandbox-altostrat',
    '/ws_acme/billing-accounts/cus_x',
    404,
    'Billing account not found.',
  ],
  [
    'an account of another workspace',
    'sandbox-altostrat',
    '/ws_acme/billing-accounts/cus_globex/invoices',
    404,
    'Billing account not found.',
  ],
])('F60 %s (%s) is refused', async (_what, token, path, status, message) => {
  const reply = await sandbox.altostrat(path, {}, token);
  expect([reply.status, reply.json]).toEqual([status, { message }]);
});

test('F60 a call without a token is refused with 401 and a message only', async () => {
  const response = await fetch(`${sandbox.url}/workspaces`);
  expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthenticated.' }]);
});

test('F60 each token sees its own workspaces', async () => {
  const ids = async (token: string) =>
    (await sandbox.altostrat('', {}, token)).json.data!.map(({ id }) => String(id));
  expect(await ids('sandbox-altostrat')).toEqual(['ws_acme', 'ws_globex', 'ws_sample']);
  expect(await ids('sandbox-altostrat-initech')).toEqual(['ws_initech']);
});

test('F60 billing accounts and subscriptions come whole, with has_more and no cursor', async () => {
  const accounts = await sandbox.altostrat('/ws_acme/billing-accounts');
  const subscriptions = await sandbox.altostrat(`${ACME_US}/subscriptions`);
  expect(Object.keys(accounts.json)).toEqual(['data', 'has_more']);
  expect(accounts.json.data!.map(({ id, currency }) => `${id} ${currency}`)).toEqual([
    'cus_acme_us usd',
    'cus_acme_eu eur',
    'cus_acme_za zar',
    'cus_acme_uk gbp',
  ]);
  expect(subscriptions.json.data!.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'sub_acme_us_monthly active',
    'sub_acme_us_yearly active',
    'sub_acme_us_canceled canceled',
  ]);
});

test('F60 one subscription can be read, an unknown one is 404', async () => {
  const known = await sandbox.altostrat(`${ACME_US}/subscriptions/sub_acme_us_yearly`);
  const unknown = await sandbox.altostrat(`${ACME_US}/subscriptions/sub_x`);
  expect([known.json.id, unknown.status]).toEqual(['sub_acme_us_yearly', 404]);
});

test('F60 an unknown path is 404 and another method 405 with the allowed ones', async () => {
  const unknown = await sandbox.altostrat('/ws_acme/nothing');
  const other = await sandbox.altostrat(`${ACME_US}/invoices`, { method: 'DELETE' });
  expect([unknown.status, other.status, other.headers.get('allow')]).toEqual([404, 405, 'GET']);
});

test('F60 currencies all adds yen and dinar, whose amounts end in 0', async () => {
  const all = await openSandbox({ currencies: 'all' });
  try {
    const path = '/ws_currencies/billing-accounts';
    const { json } = await all.altostrat(`${path}/cus_kuwait/invoices`);
    const tokyo = await all.altostrat(`${path}/cus_tokyo/invoices`);
    const isKuwaiti = ({ currency, total, tax, discount_amount: discount, lines }: JsonReply) =>
      currency === 'kwd' &&
      [total, tax ?? 0, discount ?? 0, ...lines!.map(({ amount }) => amount)].every(
        (n) => Number(n) % 10 === 0,
      );
    expect([json.data!.length, json.data!.every(isKuwaiti)]).toEqual([30, true]);
    expect(tokyo.json.data!.map(({ currency }) => currency)).toEqual(Array(30).fill('jpy'));
  } finally {
    await all.close();
  }
});
