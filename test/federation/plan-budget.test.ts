import { acme, altostrat, askEntities } from '../support/entities.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Many references in one operation of 25 calls: none fails as long as the calls suffice. */

startSystem();
beforeEach(async () => upstream.reset());

const globex = (ordinal: number): object =>
  altostrat('Invoice', 'ws_globex', 'cus_globex', `in_globex_${String(ordinal).padStart(6, '0')}`);

/** How many of the references were found, were gone, and failed with which codes, and the calls that it took. */
async function outcome(references: readonly object[]): Promise<object> {
  await upstream.forget();
  const { data, errors } = await askEntities(api, references, '... on Invoice { invoiceId }');
  const found = data._entities.filter((entity: object | null) => entity !== null).length;
  const codes = errors.map(({ extensions }) => extensions['code']);
  const calls = (await upstream.paths()).length;
  return { found, gone: references.length - found - codes.length, codes, calls };
}

async function createAccounts(count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `many${index}`);
  for (const name of names) {
    await upstream.createAccount({ workspaceId: 'ws_many', accountId: `cus_${name}`, invoices: 1500 });
  }
  return names;
}

const invoiceOf = (name: string, ordinal: string): object =>
  altostrat('Invoice', 'ws_many', `cus_${name}`, `in_${name}_${ordinal}`);

test.each([
  [8, 16],
  [12, 24],
])('F48 one invoice far down in each of %i accounts: two calls each', async (count, calls) => {
  const names = await createAccounts(count);
  const references = names.map((name) => invoiceOf(name, '000300'));
  expect(await outcome(references)).toEqual({ found: count, gone: 0, codes: [], calls });
});

test('F48 of more accounts than the calls can serve, as many as they can are served', async () => {
  const names = await createAccounts(20);
  const references = names.map((name) => invoiceOf(name, '000300'));
  const { found, codes, calls } = (await outcome(references)) as {
    found: number;
    codes: string[];
    calls: number;
  };
  expect([found, codes.length, calls]).toEqual([12, 8, 25]);
});

test('F48 the newest and one far down in each of 8 accounts: three calls each', async () => {
  const names = await createAccounts(8);
  const references = names.flatMap((name) => [invoiceOf(name, '001500'), invoiceOf(name, '000300')]);
  expect(await outcome(references)).toEqual({ found: 16, gone: 0, codes: [], calls: 24 });
});

// The whole list of 3,000 is fifteen pages.
test.each([1, 2, 4, 5, 6, 7])('F48 one that is gone beside %i that lie far apart is null', async (count) => {
  const far = Array.from({ length: count }, (_, index) => globex(2750 - index * 250));
  for (const references of [
    [globex(9000), ...far],
    [...far, globex(9000)],
  ]) {
    expect(await outcome(references)).toMatchObject({ found: count, gone: 1, codes: [] });
  }
});

test('F48 many references to one provider take no call from the other', async () => {
  const { data } = await api.ask(
    '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 25) { nodes { id } } } }',
    { headers: { 'northflank-authorization': 'Bearer sandbox-northflank' } },
  );
  const northflank = data.billingAccount.invoices.nodes.map(({ id }: { id: string }) => {
    return { __typename: 'Invoice', id };
  });
  const altostrat = Array.from({ length: 100 }, (_, index) => acme(1200 - index));
  for (const references of [
    [...northflank, ...altostrat],
    [...altostrat, ...northflank],
  ])
    expect(await outcome(references)).toEqual({ found: 125, gone: 0, codes: [], calls: 2 });
});
