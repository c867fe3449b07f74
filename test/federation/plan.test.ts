import { acme, acmeId, altostrat, askEntities, tokens } from '../support/entities.js';
import { lineOf, logLines } from '../support/log-lines.js';
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

/** References to invoices of a Northflank team, by their places in its list. */
async function listNorthflank(team: string, places: readonly number[]): Promise<object[]> {
  const { data } = await api.ask(
    `{ billingAccount(provider: NORTHFLANK, accountId: "${team}") { invoices(first: 300) { nodes { id } } } }`,
    { headers: tokens },
  );
  await upstream.forget();
  return places.map((place) => ({ __typename: 'Invoice', id: data.billingAccount.invoices.nodes[place].id }));
}

test.each([
  ['one by its id', [130], 'number', ['/{id}']],
  ['several of the newest page by that page', [0, 40, 99], 'number', ['']],
  ['what is not on the newest page by its id', [0, 130], 'number', ['', '/{id}']],
  ['as many as two pages hold by these pages', range(139, 80), 'number', ['', '']],
  ['those whose listed subtotal is wanted by their page', [0, 40, 99], 'subtotal { decimal }', ['']],
  [
    'those whose lines are wanted by their ids',
    [0, 40, 99],
    'lines { complete }',
    ['/{id}', '/{id}', '/{id}'],
  ],
])('F48 Northflank reads %s', async (_, places, field, routes) => {
  const references = await listNorthflank('team-n3', places);
  const { data, errors } = await askEntities(api, references, `... on Invoice { id ${field} }`);
  expect([data._entities.map(({ id }: { id: string }) => id), errors]).toEqual([
    references.map((reference) => (reference as { id: string }).id),
    [],
  ]);
  const asked = (await upstream.paths()).map((path) => path.replace(/^.*invoices/, '').replace(/\?.*$/, ''));
  expect(asked.map((path) => path.replace(/^\/.+/, '/{id}'))).toEqual(routes);
});

test('F48 two accounts and two providers are searched at once, one call each', async () => {
  const northflank = await listNorthflank('team-n3', range(7, 8));
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
  // Three pages of a list of unknown length, a hop with what is left, and one more page.
  expect(found).toEqual([ids[0], ids[1], undefined, ids[3], undefined]);
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual(
    [2, 4].map((index) => [['_entities', index], 'PAGINATION_TOO_DEEP']),
  );
});

test('F48 the plan is in the debug log: what is read and why, and no id of a tenant', async () => {
  const headers = { ...tokens, 'x-request-id': 'planned' };
  await askEntities(api, [1200, 1].map(acme), '... on Invoice { invoiceId }', { headers });
  // The last line of a request is that of its answer.
  await lineOf(api, 'planned');
  const steps = logLines(api).filter(
    ({ msg, requestId }) => msg === 'search step' && requestId === 'planned',
  );
  expect(steps).toMatchObject([
    { provider: 'ALTOSTRAT', read: 'page', wanted: 2, missing: 2, callsLeft: 6 },
    { provider: 'ALTOSTRAT', read: 'hop', wanted: 2, missing: 1, callsLeft: 5 },
  ]);
  expect(JSON.stringify(steps)).not.toMatch(/acme|sandbox|Bearer/);
});
