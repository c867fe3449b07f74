import { ACME_US, idsOf, openSandbox, plantNine, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

test.each([
  ['limit=3', 'i9 i8 i7', true],
  ['limit=3&after=i7', 'i6 i5 i4', true],
  ['limit=3&after=i4', 'i3 i2 i1', false],
  ['limit=3&after=i1', '', false],
  ['limit=3&before=i4', 'i7 i6 i5', true],
  ['limit=3&before=i7', 'i9 i8', false],
  ['limit=3&before=i8', 'i9', false],
  ['limit=3&before=i9', '', false],
  ['limit=9', 'i9 i8 i7 i6 i5 i4 i3 i2 i1', false],
  ['', 'i9 i8 i7 i6 i5 i4 i3 i2 i1', false],
])('F60 list ?%s gives [%s] and has_more %s, in the direction of travel', async (query, ids, hasMore) => {
  const reply = await sandbox.altostrat(`${await plantNine(sandbox)}?${query}`);
  expect([reply.status, idsOf(reply), reply.json.has_more]).toEqual([200, ids, hasMore]);
});

test.each([
  ['limit=3', 'i7', null],
  ['limit=3&after=i7', 'i4', 'i6'],
  ['limit=3&after=i4', null, 'i3'],
  ['limit=3&after=i1', null, null],
  ['limit=3&before=i4', 'i5', 'i7'],
  ['limit=3&before=i7', 'i8', null],
])('F60 list ?%s offers next %s and previous %s', async (query, next, previous) => {
  const { json } = await sandbox.altostrat(`${await plantNine(sandbox)}?${query}`);
  expect([json.next_cursor, json.previous_cursor]).toEqual([next, previous]);
});

test('F60 cursor mode omitted leaves both keys out', async () => {
  const { json } = await sandbox.altostrat(`${await plantNine(sandbox, 'omitted')}?limit=3`);
  expect(Object.keys(json)).toEqual(['data', 'has_more']);
});

test('F60 cursor mode empty answers empty texts', async () => {
  const { json } = await sandbox.altostrat(`${await plantNine(sandbox, 'empty')}?limit=3`);
  expect([json.next_cursor, json.previous_cursor]).toEqual(['', '']);
});

test('F60 cursor mode opaque takes its own cursors and ids', async () => {
  const path = await plantNine(sandbox, 'opaque');
  const { json } = await sandbox.altostrat(`${path}?limit=3`);
  expect(json.next_cursor).not.toContain('i7');
  const byCursor = await sandbox.altostrat(`${path}?limit=3&after=${json.next_cursor}`);
  const byId = await sandbox.altostrat(`${path}?limit=3&after=i7`);
  expect([idsOf(byCursor), byId.text]).toEqual(['i6 i5 i4', byCursor.text]);
});

test('F60 cursor mode strict-opaque refuses ids', async () => {
  const path = await plantNine(sandbox, 'strict-opaque');
  const { json } = await sandbox.altostrat(`${path}?limit=3`);
  const byCursor = await sandbox.altostrat(`${path}?limit=3&after=${json.next_cursor}`);
  const byId = await sandbox.altostrat(`${path}?limit=3&after=i7`);
  expect([idsOf(byCursor), byId.status, byId.json.param]).toEqual(['i6 i5 i4', 400, 'after']);
});

test.each([
  ['limit=0', 'The limit field must be at least 1.'],
  ['limit=-1', 'The limit field must be at least 1.'],
  ['limit=201', 'The limit field must not be greater than 200.'],
  ['limit=ten', 'The limit field must be an integer.'],
  ['limit=1.5', 'The limit field must be an integer.'],
])('F60 list ?%s is refused with 422', async (query, message) => {
  const reply = await sandbox.altostrat(`${ACME_US}/invoices?${query}`);
  expect([reply.status, reply.json]).toEqual([422, { message, errors: { limit: [message] } }]);
});

test('F60 limits 1 and 200 are taken, and 100 is the default', async () => {
  const count = async (query: string) =>
    (await sandbox.altostrat(`${ACME_US}/invoices${query}`)).json.data!.length;
  expect([await count('?limit=1'), await count('?limit=200'), await count('')]).toEqual([1, 200, 100]);
});

test('F60 after and before together are refused with 400', async () => {
  const reply = await sandbox.altostrat(`${await plantNine(sandbox)}?after=i7&before=i4`);
  expect([reply.status, reply.json.type]).toEqual([400, 'invalid_request_error']);
});

test.each(['after', 'before'])('F60 an unknown %s cursor is refused with 400, flat', async (param) => {
  const reply = await sandbox.altostrat(`${await plantNine(sandbox)}?${param}=i0`);
  expect([reply.status, reply.json]).toEqual([
    400,
    { type: 'invalid_request_error', code: 'resource_missing', message: "No such invoice: 'i0'", param },
  ]);
});

test('F60 a cursor of another account is unknown', async () => {
  const reply = await sandbox.altostrat(`${ACME_US}/invoices?after=in_1KbSample`);
  expect([reply.status, reply.json.code]).toEqual([400, 'resource_missing']);
});

test('F60 walking by next_cursor meets every invoice once, newest first', async () => {
  const ids: string[] = [];
  const times: string[] = [];
  let query = '?limit=170';
  for (;;) {
    const { json } = await sandbox.altostrat(`${ACME_US}/invoices${query}`);
    ids.push(...json.data!.map(({ id }) => String(id)));
    times.push(...json.data!.map(({ created_at: createdAt }) => String(createdAt)));
    if (!json.has_more) break;
    query = `?limit=170&after=${json.next_cursor}`;
  }
  expect([ids.length, new Set(ids).size]).toEqual([1200, 1200]);
  expect(times).toEqual([...times].sort().reverse());
});

test('F60 an invoice made while paging is neither repeated nor in the way', async () => {
  const path = await plantNine(sandbox);
  await sandbox.altostrat(`${path}?limit=3`);
  const made = await sandbox.control('POST', '/accounts/cus_nine/invoices', { invoices: [{ id: 'i10' }] });
  expect(made.json).toEqual({ ids: ['i10'], invoices: 10 });
  expect(idsOf(await sandbox.altostrat(`${path}?limit=3&after=i7`))).toBe('i6 i5 i4');
  expect(idsOf(await sandbox.altostrat(`${path}?limit=3&before=i9`))).toBe('i10');
});

test('F60 deleting the invoice a cursor names invalidates the cursor', async () => {
  const path = await plantNine(sandbox);
  expect((await sandbox.control('DELETE', '/accounts/cus_nine/invoices/i7')).status).toBe(204);
  expect((await sandbox.altostrat(`${path}?limit=3&after=i7`)).status).toBe(400);
  expect(idsOf(await sandbox.altostrat(`${path}?limit=3&after=i8`))).toBe('i6 i5 i4');
});

test('F60 made-up invoices go in at the head or at an index, in order', async () => {
  const path = `${ACME_US}/invoices?limit=4`;
  await sandbox.control('POST', '/accounts/cus_acme_us/invoices', { invoices: 2 });
  await sandbox.control('POST', '/accounts/cus_acme_us/invoices', { invoices: 1, index: 1 });
  const reply = await sandbox.altostrat(path);
  expect(idsOf(reply)).toBe('in_acme_us_001202 in_acme_us_001203 in_acme_us_001201 in_acme_us_001200');
  const times = reply.json.data!.map(({ created_at: createdAt }) => String(createdAt));
  expect(times).toEqual([...times].sort().reverse());
});
