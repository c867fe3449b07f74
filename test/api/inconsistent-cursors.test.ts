import type { FaultRule } from '../../sandbox/start-sandbox.js';
import { askPage, invoicesPath, readPage, type TestAccount } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** A provider whose cursors and `has_more` are not what they should be. The account has 400 invoices: ordinal 400 is the newest. */

const account: TestAccount = { workspaceId: 'ws_test', accountId: 'cus_odd' };

startSystem();
beforeEach(async () => {
  await upstream.reset();
  await upstream.createAccount({ ...account, invoices: 400 });
});

async function expectCalls(...queries: string[]): Promise<void> {
  expect(await upstream.paths()).toEqual(queries.map((query) => invoicesPath(account, query)));
}

async function codesOf(paging: string): Promise<readonly unknown[]> {
  const { errors } = await askPage(api, account, paging);
  return errors.map(({ extensions }) => extensions['code']);
}

const LAST_ID = 'limit=100&after=in_odd_000201';
test.each([
  ['null', { next_cursor: null }, LAST_ID],
  ['empty', { next_cursor: '' }, LAST_ID],
  ['a number', { next_cursor: 7 }, LAST_ID],
  ['65,536 characters', { next_cursor: 'x'.repeat(65_536) }, LAST_ID],
  ['one with a line break', { next_cursor: 'x\r\nx-evil: 1' }, LAST_ID],
  ['one with a space', { next_cursor: 'in_odd 000201' }, LAST_ID],
  ['the last id', { next_cursor: 'in_odd_000201' }, LAST_ID],
  ['one that needs escaping', { next_cursor: 'a&limit=1#?' }, 'limit=100&after=a%26limit%3D1%23%3F'],
])('P02 has_more with %s for a cursor goes on at a usable one', async (_, page, query) => {
  await upstream.fault({ fault: { kind: 'patch', page }, times: 1 });
  await askPage(api, account, 'first: 300');
  await expectCalls('limit=200', query);
});

test('P02 has_more with a megabyte for a cursor is an answer that is not read', async () => {
  await upstream.fault({ fault: { kind: 'patch', page: { next_cursor: 'x'.repeat(1_000_000) } } });
  expect(await codesOf('first: 300')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  await expectCalls('limit=200');
});

test('P02 without the cursor key the walk goes on at the last id, and nothing is lost', async () => {
  await upstream.fault({ fault: { kind: 'patch', pageUnset: ['next_cursor'] } });
  expect((await readPage(api, account, 'first: 300')).ids).toHaveLength(300);
  await expectCalls('limit=200', LAST_ID);
});

test('P02 a cursor without has_more is the end: no further call', async () => {
  await upstream.fault({ fault: { kind: 'patch', page: { has_more: false, next_cursor: 'in_odd_000201' } } });
  const page = await readPage(api, account, 'first: 300');
  expect([page.ids.length, page.hasNextPage]).toEqual([200, false]);
  await expectCalls('limit=200');
});

test.each<[string, FaultRule['fault']]>([
  ['missing', { kind: 'patch', pageUnset: ['has_more'] }],
  ['the text "true"', { kind: 'patch', page: { has_more: 'true' } }],
  ['the number 1', { kind: 'patch', page: { has_more: 1 } }],
  ['null', { kind: 'patch', page: { has_more: null } }],
])('P02 a has_more that is %s is an invalid answer, not an end', async (_, fault) => {
  await upstream.fault({ fault });
  expect(await codesOf('first: 300')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  await expectCalls('limit=200');
});

test('P06 pages shorter than asked for are filled up, and end only where the provider says so', async () => {
  await upstream.fault({ fault: { kind: 'patch', removeRow: 0 } });
  const page = await readPage(api, account, 'first: 399');
  expect(page.ids).toHaveLength(398);
  expect(page.hasNextPage).toBe(false);
  await expectCalls('limit=200', 'limit=200&after=in_odd_000201');
});
