import { api, startSystem, upstream } from '../support/system.js';

/** Lists that the provider gives in one call: whole, or cut short with no way to ask for the rest. */

startSystem();
beforeEach(async () => upstream.reset());

const codesOf = (errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]): unknown[] =>
  errors.map(({ extensions }) => extensions['code']);

/** Each under an account or workspace of ten rows. */
const LISTS = [
  {
    name: 'subscriptions',
    parent: 'billingAccount(provider: ALTOSTRAT, workspaceId: "ws_ten", accountId: "cus_ten_0")',
    key: 'subscriptionId',
    path: '/subscriptions',
    ids: Array.from({ length: 10 }, (_, index) => `sub_ten_${index}`),
  },
  {
    name: 'billingAccounts',
    parent: 'workspace(id: "ws_ten")',
    key: 'accountId',
    path: '/ws_ten/billing-accounts',
    ids: Array.from({ length: 10 }, (_, index) => `cus_ten_${index}`),
  },
] as const;
type List = (typeof LISTS)[number];

async function createTen(): Promise<void> {
  const subscriptions = LISTS[0].ids.map((id) => ({ id, status: 'active', currency: 'usd' }));
  for (const accountId of LISTS[1].ids)
    await upstream.createAccount({ workspaceId: 'ws_ten', accountId, subscriptions });
}

async function page({ name, parent, key }: List, paging: string) {
  const { data, errors } = await api.ask(
    `{ at: ${parent} { list: ${name}(${paging}) { edges { cursor node { key: ${key} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
  );
  return { list: data?.at?.list ?? null, errors };
}

/** Follows `pageInfo` as a client does, which takes null for "from the beginning". */
async function follow(
  list: List,
  size: number,
  direction: 'forward' | 'backward',
  from: string | null = null,
) {
  const rows: string[] = [];
  let cursor = from;
  for (let turn = 0; turn < 15; turn += 1) {
    const at = cursor === null ? 'null' : `"${cursor}"`;
    const { list: found, errors } = await page(
      list,
      direction === 'forward' ? `first: ${size}, after: ${at}` : `last: ${size}, before: ${at}`,
    );
    if (found === null) return { rows, end: codesOf(errors) };
    const keys = found.edges.map(({ node }: { node: { key: string } }) => node.key) as string[];
    const { pageInfo } = found;
    if (direction === 'forward') rows.push(...keys);
    else rows.unshift(...keys);
    if (!(direction === 'forward' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage))
      return { rows, end: 'end' };
    cursor = direction === 'forward' ? pageInfo.endCursor : pageInfo.startCursor;
  }
  return { rows, end: 'never' };
}

const SIZES = [1, 3, 5, 10, 20];
const cases = LISTS.flatMap((list) => SIZES.map((size) => [list.name, size, list] as const));

test.each(cases)('F07 %s of ten, %i at a time, end in both directions', async (_, size, list) => {
  await createTen();
  expect(await follow(list, size, 'forward')).toEqual({ rows: list.ids, end: 'end' });
  expect(await follow(list, size, 'backward')).toEqual({ rows: list.ids, end: 'end' });
});

test.each(cases)(
  'F07 %s cut short by the provider, %i at a time: each row once, then an error',
  async (_, size, list) => {
    await createTen();
    await upstream.fault({ match: { path: list.path }, fault: { kind: 'patch', page: { has_more: true } } });
    expect(await follow(list, size, 'forward')).toEqual({ rows: list.ids, end: ['PAGINATION_TOO_DEEP'] });
    expect(await follow(list, size, 'backward')).toEqual({ rows: [], end: ['PAGINATION_TOO_DEEP'] });
    const last = (await page(list, 'first: 10')).list.pageInfo.endCursor as string;
    expect(await follow(list, size, 'backward', last)).toEqual({ rows: list.ids.slice(0, 9), end: 'end' });
  },
);

test.each(LISTS.map((list) => [list.name, list] as const))(
  'F05 no rows of %s cut short by the provider: a fact where there is one, else an error',
  async (_, list) => {
    await createTen();
    await upstream.fault({ match: { path: list.path }, fault: { kind: 'patch', page: { has_more: true } } });
    const { list: all } = await page(list, 'first: 10');
    expect((await page(list, 'first: 0')).list.pageInfo).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: false,
    });
    expect((await page(list, `first: 0, after: "${all.edges[8].cursor}"`)).list.pageInfo).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: true,
    });
    const beyond = await page(list, `first: 0, after: "${all.edges[9].cursor}"`);
    expect([beyond.list, [...new Set(codesOf(beyond.errors))]]).toEqual([null, ['PAGINATION_TOO_DEEP']]);
  },
);

test('F07 a list of which the provider keeps back every row is an error, not an empty page without end', async () => {
  await upstream.fault({ fault: { kind: 'raw', body: '{"data":[],"has_more":true}' } });
  for (const list of LISTS) {
    const { list: found, errors } = await page(list, 'first: 5');
    expect([found, codesOf(errors)]).toEqual([null, ['PAGINATION_TOO_DEEP']]);
  }
});
