import fc from 'fast-check';
import { readPage as readTeamPage } from './northflank-paging.js';
import { readPage, type InvoicePage, type TestAccount } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Lists that change between any two pages: what was there all the time is met exactly once, in its order. */

startSystem();
beforeEach(async () => upstream.reset());

const account: TestAccount = { workspaceId: 'ws_test', accountId: 'cus_moving' };
const TEAM = 'team-moving';
const INVOICES = 60;

/** One provider's list that can be changed. */
interface ChangingList {
  readonly name: string;
  readonly path: string;
  readonly create: () => Promise<unknown>;
  readonly read: (paging: string) => Promise<InvoicePage>;
}

const lists: readonly ChangingList[] = [
  {
    name: 'Altostrat',
    path: `/accounts/${account.accountId}/invoices`,
    create: async () => upstream.createAccount({ ...account, invoices: INVOICES }),
    read: async (paging) => readPage(api, account, paging),
  },
  {
    name: 'Northflank',
    path: `/northflank/${TEAM}/invoices`,
    create: async () =>
      upstream.control('PATCH', `/northflank/${TEAM}`, { generation: 'N3', invoices: INVOICES }),
    read: async (paging) => readTeamPage(api, TEAM, paging),
  },
];

/** What happens between two pages: so many new invoices at a place, or the invoice at a place is deleted. */
type Change = { readonly insert: number; readonly at: number } | { readonly remove: number };
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ insert: fc.integer({ min: 1, max: 5 }), at: fc.nat(INVOICES) }),
  fc.record({ insert: fc.integer({ min: 1, max: 3 }), at: fc.constant(0) }),
  fc.record({ remove: fc.nat(INVOICES - 1) }),
);
const plan = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 4 }),
  changes: fc.array(change, { minLength: 1, maxLength: 20 }),
});

test.each(
  lists.flatMap((list) => (['forward', 'backward'] as const).map((way) => [list.name, way, list] as const)),
)(
  'P04 %s, %s: while invoices come and go, each that stays is met once and in order',
  async (_name, way, list) => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ sizes, changes }) => {
        await list.create();
        const { ids } = await list.read('first: 100');
        const gone = new Set<string>();
        let page = await list.read(way === 'forward' ? `first: ${sizes[0]}` : `last: ${sizes[0]}`);
        const met = [page.ids];
        const waiting = [...changes];
        for (let turn = 1; way === 'forward' ? page.hasNextPage : page.hasPreviousPage; turn += 1) {
          const anchor = way === 'forward' ? page.ids.length - 1 : 0;
          const next = waiting.shift();
          if (next)
            await make(
              next,
              list,
              ids.filter((id) => id !== page.ids[anchor] && !gone.has(id)),
              gone,
            );
          const size = sizes[turn % sizes.length];
          const from = page.cursors[anchor];
          page = await list.read(
            way === 'forward' ? `first: ${size}, after: "${from}"` : `last: ${size}, before: "${from}"`,
          );
          met.push(page.ids);
        }
        const all = (way === 'forward' ? met : met.toReversed()).flat();
        expect(new Set(all).size).toBe(all.length);
        const stays = (id: string): boolean => ids.includes(id) && !gone.has(id);
        expect(all.filter(stays)).toEqual(ids.filter(stays));
      }),
      { numRuns: 15 },
    );
  },
);

/** Of those that are there, one may be deleted. */
async function make(
  what: Change,
  { path }: ChangingList,
  there: readonly string[],
  gone: Set<string>,
): Promise<void> {
  if ('insert' in what) {
    await upstream.control('POST', path, { invoices: what.insert, index: what.at });
    return;
  }
  const id = there[what.remove % there.length];
  if (id === undefined) return;
  gone.add(id);
  await upstream.control('DELETE', `${path}/${id}`);
}

test('P04 F11 the cursor of an invoice that has been deleted leads on, as its neighbours do', async () => {
  for (const list of lists) {
    await list.create();
    const { ids, cursors } = await list.read('first: 100');
    await upstream.control('DELETE', `${list.path}/${ids[10]}`);
    expect((await list.read(`first: 3, after: "${cursors[10]}"`)).ids).toEqual(ids.slice(11, 14));
    expect((await list.read(`last: 3, before: "${cursors[10]}"`)).ids).toEqual(ids.slice(7, 10));
    expect((await list.read(`first: 2, after: "${cursors[9]}"`)).ids).toEqual(ids.slice(11, 13));
    expect((await list.read(`last: 2, before: "${cursors[11]}"`)).ids).toEqual(ids.slice(8, 10));
  }
});
