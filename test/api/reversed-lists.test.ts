import fc from 'fast-check';
import { readPage as readTeamPage } from './northflank-paging.js';
import { acmeUs, readPage, type InvoicePage } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Backward is forward reversed, wherever one begins and however large the page is; and counts move nothing. */

startSystem();
beforeEach(async () => upstream.reset());

type Read = (paging: string) => Promise<InvoicePage>;
const TEAM = 'team-n3';
const altostrat: Read = async (paging) => readPage(api, acmeUs, paging);
const northflank: Read = async (paging) => readTeamPage(api, TEAM, paging);

test.each([
  ['Altostrat', altostrat, ['first: 1000'], 1000],
  ['Northflank', northflank, ['first: 1000'], 340],
] as const)(
  'P08 %s: from 100 places and in 100 sizes, a page backward is the one forward',
  async (_name, read, [all], count) => {
    const whole = await read(all);
    expect(whole.ids).toHaveLength(count);
    const place = fc.record({ start: fc.nat(count - 3), size: fc.integer({ min: 1, max: 300 }) });
    await fc.assert(
      fc.asyncProperty(place, async ({ start, size }) => {
        const end = Math.min(start + 1 + size, count - 1);
        const expected = {
          ids: whole.ids.slice(start + 1, end),
          cursors: whole.cursors.slice(start + 1, end),
        };
        const sizes = end - start - 1;
        const [forward, backward] = await Promise.all([
          read(`first: ${sizes}, after: "${whole.cursors[start]}"`),
          read(`last: ${sizes}, before: "${whole.cursors[end]}"`),
        ]);
        expect(forward).toEqual({ ...expected, hasNextPage: true, hasPreviousPage: true });
        expect(backward).toEqual(forward);
      }),
      { numRuns: 100 },
    );
  },
);

test.each<readonly [string, object]>([
  ['a count of none', { count: 0 }],
  ['a count of a million', { count: 1_000_000 }],
  ['a count that is negative', { count: -1 }],
  ['a count that is text', { count: 'many' }],
  ['no count', { count: null }],
  ['a page that is another', { page: 7, per_page: 3, perPage: 9 }],
  ['a page that is the last', { page: 4, pages: 4, total: 100, totalPages: 1 }],
])('P07 %s beside the rows and the cursor changes nothing', async (_what, page) => {
  const whole = await northflank('first: 400');
  await upstream.forget();
  await upstream.fault({ fault: { kind: 'patch', page: { ...page } } });
  expect(await northflank('first: 400')).toEqual(whole);
  expect(await northflank(`last: 30, before: "${whole.cursors[250]}"`)).toMatchObject({
    ids: whole.ids.slice(220, 250),
  });
  expect(await upstream.paths()).toHaveLength(4 + 3);
});

test('P07 where a page number is all that there is, the page ends and says that more follows', async () => {
  await upstream.fault({ fault: { kind: 'patch', page: { page: 1 }, pageUnset: ['cursor'] } });
  expect(await northflank('first: 150')).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(await upstream.paths()).toEqual([`/v1/teams/${TEAM}/billing/invoices?per_page=100&perPage=100`]);
});

test('P07 a cursor that leads to a page with rows of the one before shows each of them once', async () => {
  const whole = await northflank('first: 400');
  const [head, , third] = whole.ids;
  await upstream.forget();
  // Of the second page, the first row is one that the first page had.
  const body = await (
    await fetch(`${upstream.url}/v1/teams/${TEAM}/billing/invoices?per_page=3`, {
      headers: { authorization: 'Bearer sandbox-northflank' },
    })
  ).text();
  await upstream.fault({ match: { path: 'cursor=' }, fault: { kind: 'raw', body }, times: 1 });
  const page = await northflank('first: 200');
  expect(page.ids).toEqual([...new Set(page.ids)]);
  expect(page.ids.slice(0, 100)).toEqual(whole.ids.slice(0, 100));
  expect([page.ids.includes(head as string), page.ids.filter((id) => id === third)]).toEqual([true, [third]]);
});
