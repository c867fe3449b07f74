import { acmeUs, idsOf, invoicesPath, readPage, walk, type TestAccount } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Whole walks over real HTTP: nobody lost, nobody repeated. */

startSystem();
beforeEach(async () => upstream.reset());

const all = idsOf(acmeUs, 1200, 1);

test('F02 1,200 invoices are the same forward and backward, each exactly once', async () => {
  const forward = (await walk(api, acmeUs, 'forward', [200])).flat();
  expect(await upstream.paths()).toHaveLength(6);
  await upstream.forget();
  const oldest = (await readPage(api, acmeUs, 'last: 1')).cursors[0];
  await upstream.forget();
  const backward = (await walk(api, acmeUs, 'backward', [200], oldest)).toReversed().flat();
  expect(await upstream.paths()).toHaveLength(6);
  expect(forward).toEqual(all);
  expect([...backward, all.at(-1)]).toEqual(all);
});

test('F09 page sizes that change on the way lose and repeat nobody, in either direction', async () => {
  const sizes = [1, 7, 200, 333, 20, 201];
  expect((await walk(api, acmeUs, 'forward', sizes)).flat()).toEqual(all);
  expect((await walk(api, acmeUs, 'backward', sizes)).toReversed().flat()).toEqual(all);
});

test('F09 turning round in the middle leads back over the same invoices', async () => {
  const there = await readPage(api, acmeUs, 'first: 250');
  const further = await readPage(api, acmeUs, `first: 30, after: "${there.cursors[99]}"`);
  const back = await readPage(api, acmeUs, `last: 130, before: "${further.cursors[29]}"`);
  expect(back.ids).toEqual(idsOf(acmeUs, 1200, 1072).slice(-130));
  expect(back.ids).toHaveLength(129);
  expect(back.hasPreviousPage).toBe(false);
});

test.each(['ids', 'omitted', 'empty', 'opaque'])(
  'F01 walks are the same where the provider gives %s for cursors',
  async (cursors) => {
    await upstream.control('PATCH', '/accounts/cus_acme_us', { cursors });
    expect((await walk(api, acmeUs, 'forward', [450, 1])).flat()).toEqual(all);
    expect((await walk(api, acmeUs, 'backward', [450, 1])).toReversed().flat()).toEqual(all);
  },
);

test("F01 within one page the provider's own cursor goes on, from page to page the invoice's id", async () => {
  await upstream.control('PATCH', '/accounts/cus_acme_us', { cursors: 'opaque' });
  await walk(api, acmeUs, 'forward', [300, 1000]);
  const opaque = (id: string): string => Buffer.from(`invoice:${id}`).toString('base64url');
  const [, second, third] = await upstream.paths();
  expect(second).toBe(invoicesPath(acmeUs, `limit=100&after=${opaque('in_acme_us_001001')}`));
  expect(third).toBe(invoicesPath(acmeUs, 'limit=200&after=in_acme_us_000901'));
});

test('F08 invoices that come in at the head while someone pages move nobody', async () => {
  const seen: string[] = [];
  let after = '';
  for (let turn = 0; turn < 4; turn++) {
    const page = await readPage(api, acmeUs, `first: 300${after}`);
    seen.push(...page.ids);
    after = `, after: "${page.cursors.at(-1)}"`;
    await upstream.control('POST', '/accounts/cus_acme_us/invoices', { invoices: 3 });
  }
  expect(seen).toEqual(all);
});

test('F08 the new invoices are found before the first one seen', async () => {
  const { cursors } = await readPage(api, acmeUs, 'first: 1');
  expect(await readPage(api, acmeUs, `last: 10, before: "${cursors[0]}"`)).toMatchObject({
    ids: [],
    hasPreviousPage: false,
  });
  await upstream.control('POST', '/accounts/cus_acme_us/invoices', { invoices: 3 });
  const fresh = await readPage(api, acmeUs, `last: 10, before: "${cursors[0]}"`);
  expect(fresh).toMatchObject({ ids: idsOf(acmeUs, 1203, 1201), hasPreviousPage: false, hasNextPage: true });
});

test('F01 two invoices of the same instant are both there, whichever page ends between them', async () => {
  const edge: TestAccount = { workspaceId: 'ws_sample', accountId: 'cus_edge' };
  const ids = (await readPage(api, edge, 'first: 100')).ids;
  expect((await walk(api, edge, 'forward', [1])).flat()).toEqual(ids);
  expect((await walk(api, edge, 'backward', [1])).toReversed().flat()).toEqual(ids);
});
