import fc from 'fast-check';
import { accountField } from '../support/invoice-row.js';
import { idsOf, plantList, plantedList, type PlantedInvoice } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { askTeam, fetchRows } from './northflank-paging.js';

/** Walks over filtered lists with few calls, pages of changing sizes and faults on the way, held against a plain list. */

startSystem({ MAX_UPSTREAM_CALLS: '3' });

const list = plantedList(500);
const PAGE =
  'edges { node { invoiceId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } coverage { complete }';

/** A filter as the graph takes it, and as a plain list does. */
interface Wanted {
  readonly filter: string;
  readonly isWanted: (invoice: PlantedInvoice) => boolean;
}

const statuses = ['PAID', 'OPEN', 'VOID', 'UNCOLLECTIBLE', 'DRAFT'];
const wanteds: fc.Arbitrary<Wanted> = fc
  .record({
    status: fc.option(fc.subarray(statuses, { minLength: 1 })),
    currency: fc.option(fc.subarray(['USD', 'EUR', 'JPY'], { minLength: 1 })),
    dates: fc.option(fc.tuple(fc.nat({ max: 499 }), fc.integer({ min: 1, max: 200 }))),
    total: fc.option(fc.tuple(fc.integer({ min: 900, max: 1600 }), fc.integer({ min: 1, max: 400 }))),
  })
  .map(({ status, currency, dates, total }) => {
    const before = dates && list[dates[0]]?.created_at;
    const from = dates && list[Math.min(499, dates[0] + dates[1])]?.created_at;
    const parts = [
      status && `status: [${status.join(', ')}]`,
      currency && `currency: ${JSON.stringify(currency)}`,
      from && from !== before && `createdFrom: "${from}"`,
      before && `createdBefore: "${before}"`,
      total && `totalAtLeast: "${total[0]}", totalBelow: "${total[0] + total[1]}"`,
    ];
    return {
      filter: `filter: { ${parts.filter(Boolean).join(', ')} }`,
      isWanted: (each) =>
        (!status || status.includes(each.status.toUpperCase())) &&
        (!currency || currency.includes(each.currency.toUpperCase())) &&
        (!before || each.created_at < before) &&
        (!from || from === before || each.created_at >= from) &&
        (!total || (each.total >= total[0] && each.total < total[0] + total[1])),
    };
  });

interface Page {
  readonly edges: readonly { readonly node: { readonly invoiceId: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** How one page is asked for, and at which call of it the provider fails, if at all. */
interface Step {
  readonly size: number;
  readonly failsAt: number | null;
}

const steps = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 300 }),
    failsAt: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 2 }),
  }),
  { minLength: 1, maxLength: 4 },
);

async function readPage(paging: string, { failsAt }: Step): Promise<Page> {
  await upstream.clearFaults();
  if (failsAt !== null) {
    const fault = { kind: 'status', status: 400 } as const;
    await upstream.fault({ match: { path: 'cus_list' }, fault, skip: failsAt, times: 1 });
  }
  const query = `{ ${accountField('cus_list')} { invoices(${paging}) { ${PAGE} } } }`;
  const { data } = await api.ask(query);
  if (data.billingAccount) return data.billingAccount.invoices as Page;
  // A fault on the first call leaves nothing to go on from, and is over now.
  await upstream.clearFaults();
  return (await api.ask(query)).data.billingAccount.invoices as Page;
}

async function walk(
  argument: 'first' | 'last',
  rest: string,
  path: readonly Step[],
): Promise<readonly string[]> {
  const pages: Page[] = [];
  let anchor = '';
  for (;;) {
    const step = path[pages.length % path.length] as Step;
    const page = await readPage(`${argument}: ${step.size}${anchor}, ${rest}`, step);
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(argument === 'first' ? hasNextPage : hasPreviousPage)) break;
    expect(argument === 'first' ? endCursor : startCursor).not.toBeNull();
    anchor = argument === 'first' ? `, after: "${endCursor}"` : `, before: "${startCursor}"`;
  }
  return (argument === 'first' ? pages : pages.toReversed()).flatMap(({ edges }) =>
    edges.map(({ node }) => node.invoiceId),
  );
}

/** The walk whose first page is at the newest end, and the one whose first page is at the other. */
const ways = fc.constantFrom(
  { argument: 'first', order: 'NEWEST_FIRST' },
  { argument: 'last', order: 'NEWEST_FIRST' },
  { argument: 'first', order: 'OLDEST_FIRST' },
  { argument: 'last', order: 'OLDEST_FIRST' },
) as fc.Arbitrary<{ argument: 'first' | 'last'; order: string }>;

test('F13 F14 walks over a filtered list, in either order and direction, meet each match exactly once, faults or not', async () => {
  await plantList(upstream, 'cus_list', list);
  await fc.assert(
    fc.asyncProperty(wanteds, ways, steps, async ({ filter, isWanted }, { argument, order }, path) => {
      const wanted = idsOf(list.filter(isWanted));
      const expected = order === 'NEWEST_FIRST' ? wanted : wanted.toReversed();
      expect(await walk(argument, `orderBy: ${order}, ${filter}`, path)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('F13 NORTHFLANK: whatever is asked of the end of a period, the list holds what a plain one does', async () => {
  const rows = await fetchRows(upstream, 'team-n1');
  const ends = rows.map(({ period }) => new Date(period.end * 1000).toISOString());
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: rows.length - 2 }), fc.nat({ max: 20 }), async (index, span) => {
      const [before, from] = [ends[index] ?? '', ends[Math.min(rows.length - 1, index + 1 + span)] ?? ''];
      fc.pre(from < before);
      const { data, errors } = await askTeam(
        api,
        'team-n1',
        `invoices(first: 100, filter: { createdFrom: "${from}", createdBefore: "${before}" }) { nodes { period { end } } count { value precision } }`,
      );
      expect(errors).toEqual([]);
      const wanted = ends.filter((end) => end >= from && end < before);
      const { nodes, count } = data.billingAccount.invoices;
      expect(nodes.map(({ period }: { period: { end: string } }) => Date.parse(period.end))).toEqual(
        wanted.map(Date.parse),
      );
      expect(count).toEqual({ value: wanted.length, precision: 'EXACT' });
    }),
    { numRuns: 30 },
  );
});
