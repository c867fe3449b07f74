import { startApi, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { acmeUs, idsOf, invoicesPath, readPage } from './paging.js';

/** `cus_acme_us` has 1,200 invoices: ordinal 1200 is the newest. */

let upstream: Upstream;
let api: Api;
/** Cursors of the 500 newest invoices, newest first. */
let cursors: readonly string[];

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url });
  ({ cursors } = await readPage(api, acmeUs, 'first: 500'));
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => upstream.forget());

async function expectPaths(...queries: string[]): Promise<void> {
  expect(await upstream.paths()).toEqual(queries.map((query) => invoicesPath(acmeUs, query)));
}

test('F01 the first page has the newest invoices, and no page before it', async () => {
  const page = await readPage(api, acmeUs, 'first: 3');
  expect(page).toMatchObject({ ids: idsOf(acmeUs, 1200, 1198), hasNextPage: true, hasPreviousPage: false });
  await expectPaths('limit=3');
});

test('F01 without arguments a page has 20', async () => {
  const page = await readPage(api, acmeUs, 'first: null');
  expect(page.ids).toEqual(idsOf(acmeUs, 1200, 1181));
  await expectPaths('limit=20');
});

test('F02 backward from a cursor come the nearest newer ones, newest first, in one call', async () => {
  const page = await readPage(api, acmeUs, `last: 3, before: "${cursors[100]}"`);
  expect(page).toMatchObject({ ids: idsOf(acmeUs, 1103, 1101), hasNextPage: true, hasPreviousPage: true });
  await expectPaths('limit=3&before=in_acme_us_001100');
});

test('F02 backward to the head there is no page before, and one after', async () => {
  const page = await readPage(api, acmeUs, `last: 3, before: "${cursors[2]}"`);
  expect(page).toMatchObject({ ids: idsOf(acmeUs, 1200, 1199), hasNextPage: true, hasPreviousPage: false });
  await expectPaths('limit=3&before=in_acme_us_001198');
});

test('F03 last without before has the oldest ones, by a walk from the head', async () => {
  const page = await readPage(api, acmeUs, 'last: 3');
  expect(page).toMatchObject({ ids: idsOf(acmeUs, 3, 1), hasNextPage: false, hasPreviousPage: true });
  const lastOfPages = [1001, 801, 601, 401, 201];
  await expectPaths(
    'limit=200',
    ...lastOfPages.map((n) => `limit=200&after=in_acme_us_${String(n).padStart(6, '0')}`),
  );
});

test('F04 first: 500 is 200 + 200 + 100 in exactly 3 calls', async () => {
  const page = await readPage(api, acmeUs, 'first: 500');
  expect(page).toMatchObject({ ids: idsOf(acmeUs, 1200, 701), hasNextPage: true });
  await expectPaths('limit=200', 'limit=200&after=in_acme_us_001001', 'limit=100&after=in_acme_us_000801');
});

test('F04 last: 500 is 200 + 200 + 100 as well', async () => {
  const page = await readPage(api, acmeUs, `last: 500, before: "${cursors[499]}"`);
  expect(page).toMatchObject({ ids: idsOf(acmeUs, 1200, 702), hasPreviousPage: false, hasNextPage: true });
  await expectPaths(
    'limit=200&before=in_acme_us_000701',
    'limit=200&before=in_acme_us_000901',
    'limit=100&before=in_acme_us_001101',
  );
});

test('F04 the largest page is 1000, in 5 calls', async () => {
  expect((await readPage(api, acmeUs, 'first: 1000')).ids).toEqual(idsOf(acmeUs, 1200, 201));
  expect(await upstream.paths()).toHaveLength(5);
});

test('F07 an empty list has no page on either side, in one call', async () => {
  const empty = { workspaceId: 'ws_acme', accountId: 'cus_acme_uk' };
  const page = { ids: [], cursors: [], hasNextPage: false, hasPreviousPage: false };
  expect(await readPage(api, empty, 'first: 5')).toEqual(page);
  expect(await readPage(api, empty, 'last: 5')).toEqual(page);
  expect(await upstream.paths()).toHaveLength(2);
});

test('F07 a page that ends exactly at the end of the list says so', async () => {
  const { cursors: near } = await readPage(api, acmeUs, 'last: 6');
  const after = async (size: number): Promise<object> =>
    readPage(api, acmeUs, `first: ${size}, after: "${near[0]}"`);
  expect(await after(4)).toMatchObject({
    ids: idsOf(acmeUs, 5, 2),
    hasNextPage: true,
    hasPreviousPage: true,
  });
  expect(await after(5)).toMatchObject({
    ids: idsOf(acmeUs, 5, 1),
    hasNextPage: false,
    hasPreviousPage: true,
  });
  expect(await after(6)).toMatchObject({
    ids: idsOf(acmeUs, 5, 1),
    hasNextPage: false,
    hasPreviousPage: true,
  });
});

test.each([0, 7, 199, 200, 201, 399, 400, 499])(
  'F08 the cursor of edge %i of 500 resumes right there',
  async (at) => {
    const forward = await readPage(api, acmeUs, `first: 2, after: "${cursors[at]}"`);
    expect(forward.ids).toEqual(idsOf(acmeUs, 1199 - at, 1198 - at));
    const backward = await readPage(api, acmeUs, `last: 2, before: "${cursors[at]}"`);
    expect(backward.ids).toEqual(idsOf(acmeUs, Math.min(1200, 1202 - at), 1201 - at));
    expect(await upstream.paths()).toHaveLength(2);
  },
);

test('F08 the same edge has the same cursor in every answer, and no two edges share one', async () => {
  const { cursors: backward } = await readPage(api, acmeUs, `last: 37, before: "${cursors[240]}"`);
  const { cursors: single } = await readPage(api, acmeUs, `first: 1, after: "${cursors[202]}"`);
  expect(backward).toEqual(cursors.slice(203, 240));
  expect(single).toEqual([cursors[203]]);
  expect(new Set(cursors).size).toBe(500);
});
