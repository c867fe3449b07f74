import { accountField, askPage, invoicesPath, readPage, type TestAccount } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** A provider whose pages contradict themselves. The account has 400 invoices: ordinal 400 is the newest. */

const account: TestAccount = { workspaceId: 'ws_test', accountId: 'cus_odd' };

startSystem();
beforeEach(async () => {
  await upstream.reset();
  await upstream.createAccount({ ...account, invoices: 400 });
});

function pageOf(
  ids: readonly string[],
  rest: object,
): { kind: 'raw'; headers: Record<string, string>; body: string } {
  const data = ids.map((id) => ({ id, customer_id: 'cus_odd', currency: 'usd', total: 100 }));
  return {
    kind: 'raw',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data, ...rest }),
  };
}

async function expectCalls(...queries: string[]): Promise<void> {
  expect(await upstream.paths()).toEqual(queries.map((query) => invoicesPath(account, query)));
}

async function codesOf(paging: string): Promise<readonly unknown[]> {
  const { errors } = await askPage(api, account, paging);
  return errors.map(({ extensions }) => extensions['code']);
}

test('P01 a cursor that leads to its own page again ends the walk after two calls', async () => {
  await upstream.fault({ fault: pageOf(['a', 'b'], { has_more: true, next_cursor: 'same' }) });
  expect(await readPage(api, account, 'first: 100')).toMatchObject({ ids: ['a', 'b'], hasNextPage: true });
  await expectCalls('limit=100', 'limit=98&after=same');
});

test('P01 two pages in a circle end the walk after three calls', async () => {
  const a = pageOf(['a', 'b'], { has_more: true, next_cursor: 'to-b' });
  const b = pageOf(['c', 'd'], { has_more: true, next_cursor: 'to-a' });
  await upstream.fault({ fault: { kind: 'sequence', faults: [a, b, a, b, a, b] } });
  expect(await readPage(api, account, 'first: 100')).toMatchObject({
    ids: ['a', 'b', 'c', 'd'],
    hasNextPage: true,
  });
  await expectCalls('limit=100', 'limit=98&after=to-b', 'limit=96&after=to-a');
});

test('P01 ever new cursors with the same rows end the walk after two calls', async () => {
  const faults = Array.from({ length: 30 }, (_, turn) =>
    pageOf(['a'], { has_more: true, next_cursor: `c${turn}` }),
  );
  await upstream.fault({ fault: { kind: 'sequence', faults } });
  expect((await readPage(api, account, 'first: 100')).ids).toEqual(['a']);
  await expectCalls('limit=100', 'limit=99&after=c0');
});

test('P01 ever new cursors with empty pages are an invalid answer after one call, in either direction', async () => {
  await upstream.fault({ fault: pageOf([], { has_more: true, next_cursor: 'c', previous_cursor: 'c' }) });
  expect(await codesOf('first: 100')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  expect(await codesOf('last: 100')).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  await expectCalls('limit=100', 'limit=200');
});

test('P01 ever new cursors with ever new rows end with the call budget, and go on from there', async () => {
  const faults = Array.from({ length: 30 }, (_, turn) =>
    pageOf([`r${turn}`], { has_more: true, next_cursor: `c${turn}` }),
  );
  await upstream.fault({ fault: { kind: 'sequence', faults } });
  const page = await readPage(api, account, 'first: 100');
  expect(page).toMatchObject({ ids: Array.from({ length: 25 }, (_, turn) => `r${turn}`), hasNextPage: true });
  expect(await upstream.paths()).toHaveLength(25);
});

test('P03 an invoice repeated across pages is shown once, and the page is filled up', async () => {
  const first = pageOf(['a', 'b', 'c'], { has_more: true, next_cursor: 'n1' });
  const second = pageOf(['c', 'd'], { has_more: true, next_cursor: 'n2' });
  const third = pageOf(['e'], { has_more: false, next_cursor: null });
  await upstream.fault({ fault: { kind: 'sequence', faults: [first, second, third] } });
  const page = await readPage(api, account, 'first: 5');
  expect(page).toMatchObject({ ids: ['a', 'b', 'c', 'd', 'e'], hasNextPage: false });
  await expectCalls('limit=5', 'limit=2&after=n1', 'limit=1&after=n2');
});

test('P03 an invoice repeated within a page is shown once', async () => {
  await upstream.fault({ fault: pageOf(['a', 'a', 'b', 'a'], { has_more: false }) });
  expect(await readPage(api, account, 'first: 5')).toMatchObject({ ids: ['a', 'b'], hasNextPage: false });
});

test('P03 the same id with other figures is an error in its place, and its neighbours stand', async () => {
  const row = { id: 'a', customer_id: 'cus_odd', currency: 'usd' };
  const data = [
    { ...row, total: 100 },
    { ...row, id: 'b', total: 5 },
    { ...row, total: 200 },
  ];
  const body = JSON.stringify({ data, has_more: false });
  await upstream.fault({ fault: { kind: 'raw', headers: { 'content-type': 'application/json' }, body } });
  const { data: answer, errors } = await api.ask(
    `{ ${accountField(account)} { invoices { nodes { invoiceId total { decimal } } } } }`,
  );
  expect(answer.billingAccount.invoices.nodes).toEqual([
    null,
    { invoiceId: 'b', total: { decimal: '0.05' } },
  ]);
  expect(errors.map(({ message, path, extensions }) => [message, path, extensions['code']])).toEqual([
    [
      'The provider sent the row a twice, with different contents.',
      ['billingAccount', 'invoices', 'nodes', 0],
      'UPSTREAM_INVALID_RESPONSE',
    ],
  ]);
});

test('P06 more rows than asked for are cut off, and the next page begins with the first one cut', async () => {
  await upstream.fault({ fault: pageOf(['a', 'b', 'c'], { has_more: false }), times: 1 });
  expect(await readPage(api, account, 'first: 2')).toMatchObject({ ids: ['a', 'b'], hasNextPage: true });
  await expectCalls('limit=2');
});
