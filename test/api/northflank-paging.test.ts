import fc from 'fast-check';
import { encodeCursor } from '../../src/relay/cursor.js';
import { startApi, type Api } from '../support/api.js';
import { askPage, billsPath, codesOf, GENERATIONS, readPage, walk, type Team } from './northflank-paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Paging both ways over a list that the provider only reads forward, 100 rows to a call. */

startSystem();
beforeEach(async () => upstream.reset());

/** The team has 340 invoices: three whole pages of the provider and 40 more. */
const team = 'team-n3';

async function countCalls(read: () => Promise<unknown>): Promise<number> {
  await upstream.forget();
  await read();
  return (await upstream.paths()).length;
}

const ACCOUNTS: readonly (readonly [string, Team, number])[] = [...GENERATIONS, ['N2', null, 180]];

test.each(ACCOUNTS)(
  'F09 %s, %s: walks of changing page sizes give each of %i invoices once, in the same order and with the same cursors',
  async (_, account, count) => {
    const whole = await readPage(api, account, 'first: 400');
    const calls = await upstream.paths();
    expect(calls).toHaveLength(Math.ceil(count / 100));
    expect(new Set(whole.ids).size).toBe(count);
    expect(new Set(whole.cursors).size).toBe(count);
    const { ids, cursors } = whole;
    expect(await walk(api, account, 'forward', [1, 7, 100, 33, 101])).toEqual({ ids, cursors });
    expect(await walk(api, account, 'backward', [90, 1, 100, 33])).toEqual({ ids, cursors });
  },
);

test.each(ACCOUNTS.filter(([, , count]) => count <= 120))(
  'F08 %s, %s: the cursor of every one of %i edges resumes right there, in one call',
  async (_, account, count) => {
    const { ids, cursors } = await readPage(api, account, 'first: 400');
    await upstream.forget();
    for (const [index, cursor] of cursors.entries()) {
      const page = await readPage(api, account, `first: 1, after: "${cursor}"`);
      expect(page.ids).toEqual(ids.slice(index + 1, index + 2));
      expect([page.hasNextPage, page.hasPreviousPage]).toEqual([index + 2 < count, true]);
    }
    expect(await upstream.paths()).toHaveLength(count);
  },
);

test.each([0, 98, 99, 100, 199, 200, 250, 299, 300, 338, 339])(
  'F03 edge %i of 340 leads on and back, whichever page of the provider it lies on',
  async (at) => {
    const { ids, cursors } = await readPage(api, team, 'first: 400');
    const after = await readPage(api, team, `first: 5, after: "${cursors[at]}"`);
    expect(after.ids).toEqual(ids.slice(at + 1, at + 6));
    expect(after).toMatchObject({ hasNextPage: at + 6 < 340, hasPreviousPage: true });
    await upstream.forget();
    const before = await readPage(api, team, `last: 5, before: "${cursors[at]}"`);
    expect(before.ids).toEqual(ids.slice(Math.max(0, at - 5), at));
    expect(before).toMatchObject({ hasNextPage: true, hasPreviousPage: at > 5 });
    expect(await upstream.paths()).toHaveLength(Math.floor(at / 100) + 1);
  },
);

test.each([
  [1, 1],
  [100, 1],
  [101, 2],
  [200, 2],
  [339, 4],
  [340, 4],
  [1000, 4],
])('F04 the first %i of 340 invoices cost %i calls', async (size, calls) => {
  expect(await countCalls(() => readPage(api, team, `first: ${size}`))).toBe(calls);
});

test('F17 a call asks for 100 rows, and goes on with the cursor that the provider gave', async () => {
  const base = `${billsPath(team)}?per_page=100&perPage=100`;
  const { cursors } = await readPage(api, team, 'first: 150');
  const [first, second] = await upstream.paths();
  expect(first).toBe(base);
  expect(second).toMatch(new RegExp(`^${base.replace('?', '\\?')}&cursor=[\\w-]+$`));
  await upstream.forget();
  await readPage(api, team, `first: 1, after: "${cursors[99]}"`);
  await readPage(api, team, `first: 1, after: "${cursors[120]}"`);
  await readPage(api, team, `first: 1, after: "${cursors[98]}"`);
  expect(await upstream.paths()).toEqual([second, second, first]);
});

test.each(GENERATIONS)(
  'F02 %s, %s: a backward page is the forward page that ends where it does, newest first',
  async (_, account) => {
    const forward = await readPage(api, account, 'first: 40');
    const backward = await readPage(api, account, `last: 12, before: "${forward.cursors[30]}"`);
    expect(backward).toEqual({
      ids: forward.ids.slice(18, 30),
      cursors: forward.cursors.slice(18, 30),
      hasNextPage: true,
      hasPreviousPage: true,
    });
    const head = await readPage(api, account, `last: 31, before: "${forward.cursors[30]}"`);
    expect(head.ids).toEqual(forward.ids.slice(0, 30));
    expect(head.hasPreviousPage).toBe(false);
  },
);

test('F03 last without before has the oldest ones, by a walk of four calls', async () => {
  const { ids, cursors } = await readPage(api, team, 'first: 400');
  await upstream.forget();
  expect(await readPage(api, team, 'last: 45')).toEqual({
    ids: ids.slice(-45),
    cursors: cursors.slice(-45),
    hasNextPage: false,
    hasPreviousPage: true,
  });
  expect(await upstream.paths()).toHaveLength(4);
  expect(await readPage(api, team, 'last: 340')).toMatchObject({ ids, hasPreviousPage: false });
});

test.each([
  ['first: 0', false, true],
  ['last: 0', true, false],
])('F05 %s without an anchor has no edges, and its facts are true', async (paging, hasPrevious, hasNext) => {
  expect(await countCalls(() => readPage(api, team, paging))).toBe(1);
  expect(await readPage(api, team, paging)).toEqual({
    ids: [],
    cursors: [],
    hasNextPage: hasNext,
    hasPreviousPage: hasPrevious,
  });
});

test('F07 an empty account has no page on either side, in one call', async () => {
  const empty = { ids: [], cursors: [], hasNextPage: false, hasPreviousPage: false };
  expect(await readPage(api, 'team-empty', 'first: 5')).toEqual(empty);
  expect(await readPage(api, 'team-empty', 'last: 5')).toEqual(empty);
  expect(await upstream.paths()).toHaveLength(2);
});

test("F10 a team's cursor is refused for another team and for the own account, without a call", async () => {
  const { cursors } = await readPage(api, team, 'first: 1');
  await upstream.forget();
  for (const other of ['team-n4', null]) {
    expect(await codesOf(api, other, `first: 1, after: "${cursors[0]}"`)).toEqual(['INVALID_CURSOR']);
  }
  expect(await upstream.paths()).toEqual([]);
});

describe('where an operation may make two calls', () => {
  let small: Api;
  beforeAll(async () => {
    const urls = { ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url };
    small = await startApi({ ...urls, MAX_UPSTREAM_CALLS: '2' });
  });
  afterAll(async () => small?.stop());

  test('F03 the end of a longer list is PAGINATION_TOO_DEEP, and so is a row beyond reach', async () => {
    const { cursors } = await readPage(api, team, 'first: 400');
    await upstream.forget();
    expect(await codesOf(small, team, 'last: 1')).toEqual(['PAGINATION_TOO_DEEP']);
    expect(await codesOf(small, team, `last: 1, before: "${cursors[300]}"`)).toEqual(['PAGINATION_TOO_DEEP']);
    expect(await upstream.paths()).toHaveLength(4);
    expect((await readPage(small, team, `last: 1, before: "${cursors[199]}"`)).cursors).toEqual([
      cursors[198],
    ]);
    expect((await readPage(small, 'team-n2', 'last: 1')).hasPreviousPage).toBe(true);
  });

  test('F22 a forward page is cut short, says that more follows, and goes on from there', async () => {
    const { ids } = await readPage(api, team, 'first: 400');
    const page = await readPage(small, team, 'first: 400');
    expect(page).toMatchObject({ ids: ids.slice(0, 200), hasNextPage: true });
    expect(await walk(small, team, 'forward', [400])).toMatchObject({ ids });
  });
});

test('V06 whatever somebody packs into a cursor, a row that is in the list leads on from there', async () => {
  const { ids } = await readPage(api, team, 'first: 4');
  const scope = `invoices of ${JSON.stringify(['NORTHFLANK', null, team])}`;
  const part = fc.oneof(fc.constantFrom('length', '0', '__proto__', null), fc.integer({ min: -9, max: 200 }));
  const forged = fc.array(part, { maxLength: 5 }).filter(([, index]) => index !== -1);
  await fc.assert(
    fc.asyncProperty(forged, async (hint) => {
      const cursor = encodeCursor(scope, { id: ids[2] as string, createdAt: null, offset: 0, hint });
      const { data, errors } = await askPage(api, team, `first: 1, after: "${cursor}"`);
      expect(errors).toEqual([]);
      expect(data.billingAccount.invoices.edges[0].node.invoiceId).toBe(ids[3]);
    }),
    { numRuns: 60 },
  );
});
