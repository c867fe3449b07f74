import fc from 'fast-check';
import { accountField } from '../support/invoice-row.js';
import { asBoth, askMerged, idsOfAccounts } from '../support/merged-list.js';
import { idsOf, plantList, plantedList } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { fetchRows } from './northflank-paging.js';

/** Walks whose cursors lose their invoices on the way: what is still there is met once, and in its order. */

startSystem();
beforeEach(async () => upstream.reset());

const ROWS = 60;
const TEAM = 'team-lost';

/** A list that loses invoices. */
interface Losing {
  readonly name: string;
  /** Makes it, and tells what is in it. */
  create(): Promise<readonly string[]>;
  remove(id: string): Promise<unknown>;
  readonly read: (paging: string) => Promise<Page>;
}

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly invoiceId: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly recovered: boolean;
}

const PAGE =
  'edges { cursor node { invoiceId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } recovered';
const planted = plantedList(ROWS);
const FILTER = 'filter: { status: [OPEN, PAID] }';
const wanted = idsOf(planted.filter(({ status }) => status === 'open' || status === 'paid'));

async function readAccount(account: string, paging: string): Promise<Page> {
  const { data, errors } = await api.ask(`{ ${account} { invoices(${paging}) { ${PAGE} } } }`, asBoth());
  if (errors.length > 0) throw new Error(`invoices(${paging}): ${JSON.stringify(errors)}`);
  return data.billingAccount.invoices as Page;
}

async function plantAltostrat(): Promise<readonly string[]> {
  await plantList(upstream, 'cus_list', planted);
  return idsOf(planted);
}

async function plantTeam(): Promise<readonly string[]> {
  await upstream.control('PATCH', `/northflank/${TEAM}`, { generation: 'N3', invoices: ROWS });
  return (await fetchRows(upstream, TEAM)).map(({ id }) => String(id));
}

const removeAltostrat = async (id: string): Promise<unknown> =>
  upstream.control('DELETE', `/accounts/cus_list/invoices/${id}`);
const removeOfTeam = async (id: string): Promise<unknown> =>
  upstream.control('DELETE', `/northflank/${TEAM}/invoices/${id}`);

const accounts = [
  { provider: 'ALTOSTRAT', workspaceId: 'ws_rows', accountId: 'cus_list' },
  { provider: 'NORTHFLANK', accountId: TEAM },
] as const;

/** Both lists as one; those of the team go by the end of their period, which two of three share. */
async function createMerged(): Promise<readonly string[]> {
  await plantAltostrat();
  const ids = await plantTeam();
  const rows = await fetchRows(upstream, TEAM);
  const ends = rows.map(({ period }, index) => ({
    id: ids[index] as string,
    at: new Date(period.end * 1000).toISOString(),
  }));
  const all = [...planted.map(({ id, created_at }) => ({ id, at: created_at })), ...ends];
  return all.sort((one, other) => (one.at > other.at ? -1 : one.at < other.at ? 1 : 0)).map(({ id }) => id);
}

const lists: readonly Losing[] = [
  {
    name: 'Altostrat',
    create: plantAltostrat,
    remove: removeAltostrat,
    read: async (paging) => readAccount(accountField('cus_list'), paging),
  },
  {
    name: 'Altostrat, oldest first',
    create: async () => (await plantAltostrat()).toReversed(),
    remove: removeAltostrat,
    read: async (paging) => readAccount(accountField('cus_list'), `${paging}, orderBy: OLDEST_FIRST`),
  },
  {
    name: 'Altostrat, filtered',
    create: async () => plantAltostrat().then(() => wanted),
    remove: removeAltostrat,
    read: async (paging) => readAccount(accountField('cus_list'), `${paging}, ${FILTER}`),
  },
  {
    name: 'Northflank, whose invoices share periods',
    create: plantTeam,
    remove: removeOfTeam,
    read: async (paging) => readAccount(`billingAccount(provider: NORTHFLANK, accountId: "${TEAM}")`, paging),
  },
  {
    name: 'both as one',
    create: createMerged,
    remove: async (id) => (id.startsWith('in_') ? removeAltostrat(id) : removeOfTeam(id)),
    read: async (paging) => {
      const { data, errors } = await askMerged(api, await idsOfAccounts(api, accounts), {
        paging,
        fields: PAGE,
      });
      if (errors.length > 0) throw new Error(`invoices(${paging}): ${JSON.stringify(errors)}`);
      return data.invoices as Page;
    },
  },
];

/** Between two pages the invoice under the cursor is deleted, or not, and some others are. */
const plan = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 3 }),
  losses: fc.array(fc.record({ own: fc.boolean(), others: fc.array(fc.nat(2 * ROWS), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 12,
  }),
});

test.each(
  lists.flatMap((list) =>
    (['first', 'last'] as const).map((argument) => [list.name, argument, list] as const),
  ),
)(
  'F11 %s, %s: invoices are deleted at random, that under the cursor among them, and each that stays is met once and in order',
  async (_name, argument, list) => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ sizes, losses }) => {
        const ids = await list.create();
        const gone = new Set<string>();
        const met: (readonly string[])[] = [];
        let anchor = '';
        let isOwnGone = false;
        for (let turn = 0; ; turn += 1) {
          const page = await list.read(`${argument}: ${sizes[turn % sizes.length]}${anchor}`);
          // The cursor of a merged list stands at a row of the other account, too.
          if (isOwnGone || list.name !== 'both as one') expect(page.recovered).toBe(isOwnGone);
          met.push(page.edges.map(({ node }) => node.invoiceId));
          const isForward = argument === 'first';
          if (!(isForward ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage)) break;
          anchor = isForward
            ? `, after: "${page.pageInfo.endCursor}"`
            : `, before: "${page.pageInfo.startCursor}"`;
          const own = met.at(-1)?.at(isForward ? -1 : 0) as string;
          const { own: isLost, others } = losses[turn % losses.length] ?? { own: false, others: [] };
          for (const at of isLost ? [ids.indexOf(own), ...others] : others) {
            const id = ids[at % ids.length] as string;
            if (gone.has(id) || (!isLost && id === own)) continue;
            gone.add(id);
            await list.remove(id);
          }
          isOwnGone = gone.has(own);
        }
        const all = (argument === 'first' ? met : met.toReversed()).flat();
        expect(new Set(all).size).toBe(all.length);
        const stays = (id: string): boolean => !gone.has(id);
        expect(all.filter(stays)).toEqual(ids.filter(stays));
      }),
      { numRuns: Number(process.env['RECOVERED_RUNS'] ?? 4) },
    );
  },
);
