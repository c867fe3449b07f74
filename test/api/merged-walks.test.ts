import fc from 'fast-check';
import { freshToken } from '../support/fresh-token.js';
import {
  asBoth,
  idsOfAccounts,
  idsOnPage,
  readMerged,
  type MergedPage,
  type NamedAccount,
} from '../support/merged-list.js';
import { plantList, plantedList } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { fetchRows } from './northflank-paging.js';

/** Walks over the lists of six accounts as one, held against a plain list that is sorted. */

startSystem();

/** An invoice of the plain list. */
interface Placed {
  readonly id: string;
  readonly at: string;
  readonly isOpen: boolean;
}

/** So many a day apart that days are shared by invoices of several accounts, and by two of one. */
const SHAPES = [
  ['cus_merge_a', 400],
  ['cus_merge_b', 250],
  ['cus_merge_c', 90],
] as const;
const TEAMS = ['team-n1', 'team-n2', 'team-n3'] as const;

let accountIds: readonly string[];
let oracle: readonly Placed[];

beforeAll(async () => {
  const lists: Placed[][] = [];
  for (const [accountId, count] of SHAPES) {
    const list = plantedList(count).map((invoice, index) => ({
      ...invoice,
      id: `in_${accountId.at(-1)}_${String(index).padStart(4, '0')}`,
      created_at: plantedList(count)[index - (index % 2)]?.created_at as string,
    }));
    await plantList(upstream, accountId, list);
    lists.push(list.map(({ id, created_at, status }) => ({ id, at: created_at, isOpen: status === 'open' })));
  }
  for (const team of TEAMS) {
    const rows = await fetchRows(upstream, team);
    const ids = await fetchIds(team);
    lists.push(
      rows.map(({ period }, index) => ({
        id: ids[index] as string,
        at: new Date(period.end * 1000).toISOString().replace('Z', '000Z'),
        isOpen: false,
      })),
    );
  }
  // Accounts in the order of their keys, which is that of this file; each keeps its own order.
  oracle = lists.flat().sort((one, other) => (one.at > other.at ? -1 : one.at < other.at ? 1 : 0));
  accountIds = await idsOfAccounts(api, [
    ...SHAPES.map(([accountId]): NamedAccount => ({
      provider: 'ALTOSTRAT',
      workspaceId: 'ws_rows',
      accountId,
    })),
    ...TEAMS.map((accountId): NamedAccount => ({ provider: 'NORTHFLANK', accountId })),
  ]);
});

beforeEach(async () => upstream.clearFaults());

async function fetchIds(team: string): Promise<readonly string[]> {
  const [id] = await idsOfAccounts(api, [{ provider: 'NORTHFLANK', accountId: team }]);
  const page = await readMerged(api, [id as string], 'first: 1000');
  return idsOnPage(page);
}

/** How one page is asked for, and which account's provider fails at it, if one does. */
interface Step {
  readonly size: number;
  readonly fails: string | null;
}

const steps = fc.array(
  fc.record({
    size: fc.integer({ min: 15, max: 300 }),
    fails: fc.option(fc.constantFrom('cus_merge_a', 'cus_merge_c', 'team-n2'), { freq: 3 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Pages in the order of the list, by tokens that nobody has used: a quota is no matter here. */
async function walk(
  argument: 'first' | 'last',
  path: readonly Step[],
  { filter = '', faults = false, ids = accountIds } = {},
): Promise<readonly MergedPage[]> {
  const pages: MergedPage[] = [];
  let anchor = '';
  for (;;) {
    const step = path[pages.length % path.length] as Step;
    await upstream.clearFaults();
    if (faults && step.fails)
      await upstream.fault({ match: { path: step.fails }, fault: { kind: 'status', status: 400 }, times: 1 });
    const asking = asBoth('sandbox-altostrat', await freshToken(upstream, 'northflank'));
    const ask = async (): Promise<MergedPage> =>
      readMerged(api, ids, `${argument}: ${step.size}${anchor}${filter}`, asking);
    // Where the one account that is left fails, the page is an error, and the next try finds the fault gone.
    const page = await (faults ? ask().catch(ask) : ask());
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(argument === 'first' ? hasNextPage : hasPreviousPage)) break;
    anchor = argument === 'first' ? `, after: "${endCursor}"` : `, before: "${startCursor}"`;
  }
  return argument === 'first' ? pages : pages.toReversed();
}

function idsOfPages(pages: readonly MergedPage[]): readonly string[] {
  return pages.flatMap(idsOnPage);
}

test('F16 walks in either direction, in pages of any sizes, are the sorted list of all accounts, ties included', async () => {
  const expected = oracle.map(({ id }) => id);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('first' as const, 'last' as const), steps, async (argument, path) => {
      const pages = await walk(argument, path);
      expect(idsOfPages(pages)).toEqual(expected);
      expect(pages.every(({ coverage }) => coverage.complete)).toBe(true);
    }),
    { numRuns: 6 },
  );
}, 180_000);

test('F16 where accounts fail on the way, each invoice is met exactly once all the same, in the order of its own list', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('first' as const, 'last' as const), steps, async (argument, path) => {
      const met = idsOfPages(await walk(argument, path, { faults: true }));
      expect([...met].sort()).toEqual(oracle.map(({ id }) => id).sort());
      for (const prefix of ['in_a', 'in_b', 'in_c']) {
        const own = (ids: readonly string[]): readonly string[] => ids.filter((id) => id.startsWith(prefix));
        expect(own(met)).toEqual(own(oracle.map(({ id }) => id)));
      }
    }),
    { numRuns: 6 },
  );
}, 180_000);

test('F16 F13 a filtered walk is the filtered list', async () => {
  const expected = oracle.filter(({ isOpen }) => isOpen).map(({ id }) => id);
  const ids = accountIds.slice(0, SHAPES.length);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('first' as const, 'last' as const), steps, async (argument, path) => {
      const pages = await walk(argument, path, { filter: ', filter: { status: [OPEN] }', ids });
      expect(idsOfPages(pages)).toEqual(expected);
    }),
    { numRuns: 6 },
  );
}, 180_000);

test('F16 thirty accounts, of which one operation may read twenty-five, are all met in the end', async () => {
  const few = Array.from({ length: 30 }, (_, index) => `cus_few_${String(index).padStart(2, '0')}`);
  for (const [index, accountId] of few.entries()) {
    const list = plantedList(3).map((invoice, at) => ({ ...invoice, id: `in_few_${index}_${at}` }));
    await plantList(upstream, accountId, list);
  }
  const ids = await idsOfAccounts(
    api,
    few.map((accountId) => ({ provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId })),
  );
  const one = await readMerged(api, [...ids, ...accountIds.slice(0, 3), ...ids], 'first: 10');
  expect(one.sources).toHaveLength(33);
  const met = idsOfPages(await walk('first', [{ size: 40, fails: null }], { ids }));
  expect(met).toHaveLength(90);
  expect(new Set(met).size).toBe(90);
}, 60_000);
