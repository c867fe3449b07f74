import { ACME_US, idsOf, openSandbox, plantNine, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

test('F60 the overview shows seed, clock, tokens, workspaces and accounts with counts', async () => {
  const { json } = await sandbox.control('GET', '');
  expect(json).toMatchObject({ seed: 1, clock: '2026-01-01T00:00:00Z', latencyMs: 0, faults: 0, calls: 0 });
  const counts = (json.accounts as { id: string; invoices: number }[]).map(({ id, invoices }) => [
    id,
    invoices,
  ]);
  expect(counts).toEqual([
    ['cus_acme_us', 1200],
    ['cus_acme_eu', 240],
    ['cus_acme_za', 35],
    ['cus_acme_uk', 0],
    ['cus_globex', 3000],
    ['cus_sample', 9],
    ['cus_edge', 26],
    ['cus_initech', 12],
  ]);
});

test('F60 a browser gets the overview as a page', async () => {
  const response = await fetch(`${sandbox.url}/_sandbox/`, { headers: { accept: 'text/html' } });
  expect([response.headers.get('content-type'), (await response.text()).slice(0, 15)]).toEqual([
    'text/html; charset=utf-8',
    '<!doctype html>',
  ]);
});

test('F60 a new account opens its workspace for the main token, or for the tokens named', async () => {
  await plantNine(sandbox);
  await sandbox.control('POST', '/tokens', { token: 'mine', provider: 'altostrat' });
  await sandbox.control('POST', '/accounts', {
    workspaceId: 'ws_mine',
    accountId: 'cus_mine',
    invoices: 3,
    tokens: ['mine'],
  });
  const path = '/ws_mine/billing-accounts/cus_mine/invoices';
  expect((await sandbox.altostrat('/ws_nine')).status).toBe(200);
  expect((await sandbox.altostrat('/ws_nine', {}, 'mine')).status).toBe(403);
  expect((await sandbox.altostrat(path)).status).toBe(403);
  expect(idsOf(await sandbox.altostrat(path, {}, 'mine'))).toBe(
    'in_mine_000003 in_mine_000002 in_mine_000001',
  );
});

test('F60 planted rows come back exactly as they were given', async () => {
  const rows = [{ id: 'in_odd', total: '12', lines: null, unheard_of: { deep: [1.5] } }, { total: 3 }];
  await sandbox.control('POST', '/accounts', { workspaceId: 'ws_odd', accountId: 'cus_odd', invoices: rows });
  const { json } = await sandbox.altostrat('/ws_odd/billing-accounts/cus_odd/invoices');
  expect(json.data).toEqual(rows);
});

test('F60 planted subscriptions are listed and previewed', async () => {
  await sandbox.control('POST', '/accounts', {
    workspaceId: 'ws_subs',
    accountId: 'cus_subs',
    currency: 'gbp',
    subscriptions: [
      {
        id: 'sub_1',
        status: 'active',
        product_quantities: { users: { price_id: 'p', quantity: 4, interval: 'month' } },
      },
    ],
  });
  const path = '/ws_subs/billing-accounts/cus_subs';
  const { json } = await sandbox.preview(path, {});
  expect([(await sandbox.altostrat(`${path}/subscriptions`)).json.data![0]!.id, json.total]).toEqual([
    'sub_1',
    1752,
  ]);
});

test('F60 switches of an account can be changed', async () => {
  const path = await plantNine(sandbox);
  await sandbox.control('PATCH', '/accounts/cus_nine', { cursors: 'omitted' });
  expect(Object.keys((await sandbox.altostrat(path)).json)).toEqual(['data', 'has_more']);
});

test('F60 a token can be registered to be refused with 403', async () => {
  await sandbox.control('POST', '/tokens', { token: 'barred', provider: 'altostrat', status: 403 });
  expect((await sandbox.altostrat('', {}, 'barred')).status).toBe(403);
});

test('F60 a reset goes back to the seed', async () => {
  const before = await sandbox.altostrat(`${ACME_US}/invoices`);
  await plantNine(sandbox);
  await sandbox.control('POST', '/accounts/cus_acme_us/invoices', { invoices: 5 });
  await sandbox.control('POST', '/faults', { fault: { kind: 'html', status: 500 } });
  expect((await sandbox.control('POST', '/reset')).status).toBe(204);
  expect((await sandbox.altostrat(`${ACME_US}/invoices`)).text).toBe(before.text);
  expect((await sandbox.altostrat('/ws_nine')).status).toBe(404);
  expect((await sandbox.control('GET', '/calls')).json.total).toBe(2);
});

test.each([
  [
    'POST',
    '/accounts',
    { workspaceId: 1, wrong: 1 },
    400,
    [
      'workspaceId must be a text, got 1.',
      'accountId is required.',
      'wrong is not known; known are workspaceId, accountId, currency, name, invoices, subscriptions, overusedSubscriptions, cursors, tokens.',
    ],
  ],
  ['POST', '/accounts', [], 400, ['The body must be an object, got [].']],
  [
    'POST',
    '/tokens',
    { token: 'a b', provider: 'altostrat', status: 402 },
    400,
    ['token must be a text without spaces, got "a b".', 'status must be 401 or 403, got 402.'],
  ],
  [
    'POST',
    '/accounts/cus_globex/invoices',
    { invoices: [1], index: 0.5 },
    400,
    [
      'invoices must be an integer from 0 to 1000000 or an array of objects, got [1].',
      'index must be an integer of at least 0, got 0.5.',
    ],
  ],
  [
    'PATCH',
    '/northflank/team-n1',
    { form: 'list', rateLimit: { limit: '9' } },
    400,
    [
      'form must be one of object, array, got "list".',
      'rateLimit.limit must be an integer of at least 0, got "9".',
    ],
  ],
  [
    'POST',
    '/accounts',
    { workspaceId: 'ws_x', accountId: 'cus_globex' },
    409,
    ['accountId belongs to ws_globex.'],
  ],
  ['PATCH', '/accounts/cus_x', {}, 404, ['There is no billing account cus_x.']],
  ['PATCH', '/accounts/cus_globex', { cursor: 'ids' }, 400, ['cursor is not known; known are cursors.']],
  ['DELETE', '/accounts/cus_globex/invoices/in_x', undefined, 404, ['There is no invoice in_x.']],
  ['POST', '/nothing', {}, 404, ['There is no control call /_sandbox/nothing.']],
  ['PUT', '/reset', {}, 405, ['Allowed: POST.']],
])('F60 control %s %s with %j is refused with the reasons', async (method, path, body, status, problems) => {
  const reply = await sandbox.control(method, path, body);
  expect([reply.status, reply.json]).toEqual([status, { problems }]);
});

test('F60 a path of neither provider is 404', async () => {
  const response = await fetch(`${sandbox.url}/elsewhere`);
  expect([response.status, await response.json()]).toEqual([
    404,
    { message: 'Neither provider has /elsewhere.' },
  ]);
});

test('F60 an account of a hundred thousand invoices pages to any place at once', async () => {
  await sandbox.control('POST', '/accounts', {
    workspaceId: 'ws_big',
    accountId: 'cus_big',
    invoices: 100_000,
  });
  const reply = await sandbox.altostrat(
    '/ws_big/billing-accounts/cus_big/invoices?limit=2&after=in_big_050000',
  );
  expect(idsOf(reply)).toBe('in_big_049999 in_big_049998');
});

test('F60 members of an invoice are set, and the others stay as they are', async () => {
  const path = '/accounts/cus_acme_us/invoices';
  const before = (await sandbox.altostrat(`${ACME_US}/invoices?limit=1`)).json.data![0]!;
  const changed = await sandbox.control('PATCH', `${path}/${before.id}`, { status: 'void' });
  expect([changed.status, changed.json]).toEqual([200, { ...before, status: 'void' }]);
  expect((await sandbox.altostrat(`${ACME_US}/invoices?limit=1`)).json.data![0]).toEqual(changed.json);
  expect((await sandbox.control('PATCH', `${path}/in_none`, {})).status).toBe(404);
  expect((await sandbox.control('PATCH', `${path}/${before.id}`, [])).status).toBe(400);
});
