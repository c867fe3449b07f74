import { acme, acmeId, altostrat, askEntities } from '../support/entities.js';
import { api, startSystem, upstream } from '../support/system.js';

/** References are searched for together: per account the cheaper of reading on and of going to each one's neighbour. */

startSystem({ MAX_UPSTREAM_CALLS: '6', LOG_LEVEL: 'debug' });
beforeEach(async () => upstream.reset());

const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from - index);
const calls = async (): Promise<number> => (await upstream.paths()).length;

async function find(representations: readonly object[]): Promise<(string | null)[]> {
  const { data } = await askEntities(api, representations, '... on Invoice { invoiceId }');
  return data._entities.map((entity: { invoiceId: string } | null) => entity?.invoiceId ?? null);
}

test.each([
  ['100 of the newest page', range(1200, 100), 1],
  ['200 of the newest page', range(1200, 200), 1],
  ['the first and the last row of the newest page', [1200, 1001], 1],
  ['two that lie on the second page, beside each other', [1000, 999], 3],
  ['one at the far end', [1], 2],
  ['one on the newest page and one at the far end', [1200, 1], 3],
  ['as many as the newest two pages hold', range(1200, 200).map((ordinal) => ordinal - 100), 2],
])('F48 %s', async (_, ordinals, cost) => {
  expect(await find(ordinals.map(acme))).toEqual(ordinals.map(acmeId));
  expect(await calls()).toBe(cost);
});

test('F48 neither the order, nor the key, nor a repetition changes the price', async () => {
  const ordinals = range(1200, 60);
  const { data } = await askEntities(api, ordinals.map(acme), '... on Invoice { id }');
  await upstream.forget();
  const mixed = ordinals.flatMap((ordinal, index) => [
    acme(ordinal),
    { __typename: 'Invoice', id: data._entities[index].id },
  ]);
  const shuffled = mixed.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  expect(new Set(await find(shuffled))).toEqual(new Set(ordinals.map(acmeId)));
  expect(await calls()).toBe(1);
});

test('F48 two accounts and two providers are searched at once, one call each', async () => {
  const listed = await api.ask(
    '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 8) { nodes { id } } } }',
    { headers: { 'northflank-authorization': 'Bearer sandbox-northflank' } },
  );
  await upstream.forget();
  const northflank = listed.data.billingAccount.invoices.nodes.map(({ id }: { id: string }) => ({
    __typename: 'Invoice',
    id,
  }));
  const european = range(240, 5).map((ordinal) =>
    altostrat('Invoice', 'ws_acme', 'cus_acme_eu', `in_acme_eu_${String(ordinal).padStart(6, '0')}`),
  );
  const found = await find([...range(1200, 5).map(acme), ...european, ...northflank]);
  expect(found).toHaveLength(18);
  expect(found).not.toContain(null);
  expect(await calls()).toBe(3);
});

test('F48 where the calls end first, what was found stands, and the rest says that nobody looked so far', async () => {
  const ids = ['003000', '000001', '001500', '002500', '000500'].map((ordinal) => `in_globex_${ordinal}`);
  const references = ids.map((id) => altostrat('Invoice', 'ws_globex', 'cus_globex', id));
  const { data, errors } = await askEntities(api, references, '... on Invoice { invoiceId }');
  expect(await calls()).toBe(6);
  const found = data._entities.map((entity: { invoiceId: string } | null) => entity?.invoiceId);
  expect(found).toEqual([ids[0], undefined, undefined, ids[3], undefined]);
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual(
    [1, 2, 4].map((index) => [['_entities', index], 'PAGINATION_TOO_DEEP']),
  );
});

test('F48 the plan is in the debug log: what is read and why, and no id of a tenant', async () => {
  const before = api.output().length;
  await find([1200, 1].map(acme));
  const steps = api
    .output()
    .slice(before)
    .split('\n')
    .filter((line) => line.includes('"search step"'))
    .map((line) => JSON.parse(line));
  expect(steps).toMatchObject([
    { provider: 'ALTOSTRAT', read: 'page', wanted: 2, missing: 2, callsLeft: 6 },
    { provider: 'ALTOSTRAT', read: 'hop', wanted: 2, missing: 1, callsLeft: 5 },
  ]);
  expect(JSON.stringify(steps)).not.toMatch(/acme|sandbox|Bearer/);
});
