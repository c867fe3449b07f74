import { startApi, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { accountField, acmeUs, bothFacts, invoicesPath, readPage } from './paging.js';

/** Pages that ask for no edge: what they cost, and what they tell. */

let upstream: Upstream;
let api: Api;
/** Cursors of the newest invoices, newest first. */
let cursors: readonly string[];

beforeAll(async () => {
  upstream = await startUpstream();
  api = await startApi({ ALTOSTRAT_URL: upstream.url });
  ({ cursors } = await readPage(api, acmeUs, 'first: 10'));
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
beforeEach(async () => upstream.forget());

async function expectPaths(...queries: string[]): Promise<void> {
  expect(await upstream.paths()).toEqual(queries.map((query) => invoicesPath(acmeUs, query)));
}

test.each([
  ['first: 0', '', []],
  ['first: 0', 'nodes { invoiceId } edges { cursor } pageInfo { startCursor endCursor }', []],
  ['first: 0', 'pageInfo { hasPreviousPage }', []],
  ['last: 0', 'pageInfo { hasNextPage }', []],
  ['first: 0', 'pageInfo { hasNextPage }', ['limit=1']],
  ['first: 0', bothFacts, ['limit=1']],
  ['last: 0', bothFacts, ['limit=1']],
  ['first: 0, after: CURSOR', 'pageInfo { hasNextPage }', ['limit=1&after=in_acme_us_001195']],
  ['first: 0, after: CURSOR', bothFacts, ['limit=1&after=in_acme_us_001195']],
  ['last: 0, before: CURSOR', bothFacts, ['limit=1&before=in_acme_us_001195']],
])('F05 %s with %j costs %j', async (paging, selection, queries) => {
  const args = paging.replace('CURSOR', `"${cursors[5]}"`);
  const { data, errors } = await api.ask(
    `{ ${accountField(acmeUs)} { invoices(${args}) { __typename ${selection} } } }`,
  );
  expect(errors).toEqual([]);
  for (const key of ['nodes', 'edges']) expect(data.billingAccount.invoices[key] ?? []).toEqual([]);
  await expectPaths(...queries);
});

test('F05 the facts of an empty page are exact at both ends of the list', async () => {
  const { cursors: oldest } = await readPage(api, acmeUs, 'last: 1');
  const facts = async (paging: string): Promise<object> => {
    const { hasNextPage, hasPreviousPage } = await readPage(api, acmeUs, paging);
    return { hasNextPage, hasPreviousPage };
  };
  const empty = { workspaceId: 'ws_acme', accountId: 'cus_acme_uk' };
  expect(await facts('first: 0')).toEqual({ hasNextPage: true, hasPreviousPage: false });
  expect(await facts('last: 0')).toEqual({ hasNextPage: false, hasPreviousPage: true });
  expect(await facts(`first: 0, after: "${oldest[0]}"`)).toEqual({
    hasNextPage: false,
    hasPreviousPage: true,
  });
  expect(await facts(`last: 0, before: "${cursors[0]}"`)).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
  });
  expect(await readPage(api, empty, 'first: 0')).toMatchObject({
    hasNextPage: false,
    hasPreviousPage: false,
  });
});
