import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { parseConfig, type Config } from '../../src/server/config.js';
import { createHttpServer, type HttpServer } from '../../src/server/http/http.js';
import { createProviders } from '../../src/server/create-providers.js';
import { createLogger } from '../../src/server/logger.js';
import { Metrics } from '../../src/server/metrics.js';
import { createServedGraph } from '../../src/server/schema/schema.js';
import { defineLedger, type LedgerEntry } from '../support/ledger-provider.js';

/** The whole server over a provider that it has never heard of: only the list of providers differs. */

const entries = Array.from({ length: 10 }, (_, index): LedgerEntry => {
  return { number: `L-${10 - index}`, cents: (10 - index) * 100 + 5 };
});
const broken: LedgerEntry = { number: 'L-2', cents: 0.5 };
const ledger = defineLedger({ 'book-1': entries, 'book-2': [{ number: 'L-3', cents: 1 }, broken] });
const { credentialHeader: ledgerHeader } = ledger;

let server: HttpServer;
let url: string;

beforeAll(async () => {
  const config = parseConfig({ PORT: '0', GRAPHIQL: 'off', CALL_COST: 'off' }) as Config;
  const sandboxUrl = new URL('http://127.0.0.1:9');
  server = await createHttpServer({
    config,
    endpoints: [{ path: '/graphql', schema: createServedGraph([ledger]) }],
    subgraphSdl: () => '',
    providers: createProviders([ledger], {
      config,
      sandboxUrl,
      onCall: () => undefined,
      onCacheLookup: () => undefined,
    }),
    logger: createLogger({ level: 'silent', destination: process.stdout }),
    metrics: new Metrics(),
    graphiql: { headers: {}, asksForIds: false },
    graphiqlDirectory: '',
  });
  url = await server.listen();
});
afterAll(async () => server?.close());

// Tests read into answers of any shape; a wrong path fails the assertion that follows.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function ask(query: string, token: string | null = 'any', header = ledgerHeader): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { [header]: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const account = (id = 'book-1'): string => `billingAccount(provider: LEDGER, accountId: "${id}")`;
const numbers = (from: number, to: number): string[] => entries.slice(from, to).map(({ number }) => number);

async function page(paging: string): Promise<{ numbers: string[]; cursors: string[]; facts: unknown }> {
  const { data, errors } = await ask(
    `{ ${account()} { invoices(${paging}) { edges { cursor node { number } } pageInfo { hasNextPage hasPreviousPage } } } }`,
  );
  expect(errors).toBeUndefined();
  const { edges, pageInfo } = data.billingAccount.invoices;
  return {
    numbers: edges.map(({ node }: { node: { number: string } }) => node.number),
    cursors: edges.map(({ cursor }: { cursor: string }) => cursor),
    facts: pageInfo,
  };
}

test('F50 a provider of under a hundred lines is all that it takes', async () => {
  const text = await readFile(new URL('../support/ledger-provider.ts', import.meta.url), 'utf8');
  expect(text.split('\n').length - 1).toBeLessThan(100);
});

test('F50 A01 its credential comes in the header that it names, which answers vary by, and in no other', async () => {
  const query = `{ ${account()} { invoices(first: 1) { nodes { number } } } }`;
  const { errors } = await ask(query, 'any', 'northflank-authorization');
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'LEDGER needs the header "ledger-authorization: Bearer <token>", got none.',
    }),
  ]);
  expect((await ask(query)).errors).toBeUndefined();
  const { headers } = await fetch(`${url}/graphql?query={__typename}`);
  expect(headers.get('vary')).toBe('accept, ledger-authorization, router-authorization');
});

test("F25 F50 its workspaces are nobody else's: it has none, and nobody is asked", async () => {
  const { data, errors } = await ask(
    '{ workspace(id: "ws_1") { id name billingAccount(accountId: "cus_1") { id } } }',
  );
  expect(data).toEqual({ workspace: { id: 'ws_1', name: null, billingAccount: null } });
  const codes = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
  expect(codes).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
});

test('F50 its invoices have the figures that it states, and null for the others', async () => {
  const { data, errors } = await ask(
    `{ ${account()} { currency subscriptions { nodes { status } } invoices(first: 1) { nodes { number status total { decimal } tax { decimal } usage { resource } lines { nodes { description } } reconciliation { ok } } } } }`,
  );
  expect(errors).toBeUndefined();
  const figures = {
    total: { decimal: '10.05' },
    tax: null,
    usage: null,
    lines: null,
    reconciliation: { ok: true },
  };
  expect(data.billingAccount).toEqual({
    currency: 'USD',
    subscriptions: { nodes: [] },
    invoices: { nodes: [{ number: 'L-10', status: 'OPEN', ...figures }] },
  });
});

test('F50 its list is paged both ways, over pages of three', async () => {
  const first = await page('first: 4');
  expect(first).toMatchObject({
    numbers: numbers(0, 4),
    facts: { hasNextPage: true, hasPreviousPage: false },
  });
  const rest = await page(`first: 20, after: "${first.cursors[3]}"`);
  expect(rest).toMatchObject({
    numbers: numbers(4, 10),
    facts: { hasNextPage: false, hasPreviousPage: true },
  });
  const back = await page(`last: 5, before: "${rest.cursors[3]}"`);
  expect(back).toMatchObject({ numbers: numbers(2, 7), facts: { hasNextPage: true, hasPreviousPage: true } });
  expect((await page('last: 2')).numbers).toEqual(numbers(8, 10));
  expect(back.cursors.slice(0, 2)).toEqual(first.cursors.slice(2));
});

test('F50 node and nodes find its invoices and its account', async () => {
  const { data: listed } = await ask(`{ ${account()} { id invoices { nodes { id } } } }`);
  const { id, invoices } = listed.billingAccount;
  const ids = [9, 0, 5].map((index) => invoices.nodes[index].id);
  const { data, errors } = await ask(
    `{ one: node(id: "${ids[2]}") { ... on Invoice { number } } account: node(id: "${id}") { ... on BillingAccount { accountId } } nodes(ids: ${JSON.stringify(ids)}) { ... on Invoice { number } } }`,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    one: { number: 'L-5' },
    account: { accountId: 'book-1' },
    nodes: [{ number: 'L-1' }, { number: 'L-10' }, { number: 'L-5' }],
  });
});

test('F50 it previews what is billed next, and what a change would cost', async () => {
  const figures = '{ status total { decimal } tax { decimal } reconciliation { ok } }';
  const input =
    'provider: LEDGER, accountId: "book-1", items: [{ productType: "users", quantity: 3 }, { productType: "seats", quantity: 1 }]';
  const answer = await ask(
    `mutation { previewInvoice(input: { ${input} }) { preview ${figures} userErrors { code } } }`,
  );
  const preview = { status: 'DRAFT', tax: null, reconciliation: { ok: true } };
  expect(answer).toEqual({
    data: { previewInvoice: { preview: { ...preview, total: { decimal: '2.50' } }, userErrors: [] } },
  });
  expect(await ask(`{ ${account()} { upcomingInvoice ${figures} } }`)).toEqual({
    data: { billingAccount: { upcomingInvoice: { ...preview, total: { decimal: '1.25' } } } },
  });
});

test.each([
  [
    'no credential',
    `{ a: ${account()} { invoices { nodes { id } } } }`,
    null,
    'UNAUTHENTICATED',
    ['a', 'invoices'],
  ],
  [
    'an account it has not',
    `{ a: ${account('book-9')} { invoices { nodes { id } } } }`,
    'any',
    'NOT_FOUND',
    ['a', 'invoices'],
  ],
  ['an account it cannot have', `{ a: ${account('cus_1')} { id } }`, 'any', 'BAD_USER_INPUT', ['a']],
])('F50 %s is the error that it is for every provider', async (_what, query, token, code, path) => {
  const { errors } = await ask(query, token);
  expect(errors).toEqual([expect.objectContaining({ path, extensions: expect.objectContaining({ code }) })]);
});

test('F50 the enum of its graph names it alone, and a provider that is not served is refused', async () => {
  const { data } = await ask('{ __type(name: "BillingProvider") { enumValues { name description } } }');
  expect(data.__type.enumValues).toEqual([{ name: 'LEDGER', description: 'The ledger: a list in memory.' }]);
  const unserved = await ask(
    '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_1", accountId: "cus_1") { id } }',
  );
  expect(unserved.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  const named = await ask(
    '{ _entities(representations: [{ __typename: "BillingAccount", provider: "ALTOSTRAT", workspaceId: "ws_1", accountId: "cus_1" }]) { __typename } }',
  );
  expect(named.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test('F50 a row that it cannot read is an error at its place, its neighbour stands', async () => {
  const { data, errors } = await ask(`{ ${account('book-2')} { invoices { nodes { number } } } }`);
  expect(data.billingAccount.invoices.nodes).toEqual([{ number: 'L-3' }, null]);
  expect(errors).toEqual([
    expect.objectContaining({
      path: ['billingAccount', 'invoices', 'nodes', 1],
      extensions: expect.objectContaining({ code: 'UPSTREAM_INVALID_RESPONSE' }),
    }),
  ]);
});

test('F22 its calls count against the budget of the operation', async () => {
  const fields = Array.from(
    { length: 30 },
    (_, index) => `a${index}: ${account(`book-${index + 10}`)} { invoices { nodes { id } } }`,
  );
  const { errors } = await ask(`{ ${fields.join(' ')} }`);
  const codes = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
  expect(codes.filter((code: string) => code === 'NOT_FOUND')).toHaveLength(25);
  expect(codes.filter((code: string) => code === 'QUERY_TOO_COSTLY')).toHaveLength(5);
});

test('F50 other subgraphs refer to its accounts and invoices by both of their keys', async () => {
  const natural =
    '__typename: "Invoice", provider: "LEDGER", workspaceId: null, accountId: "book-1", invoiceId';
  const { data } = await ask(`{ ${account()} { id invoices(first: 1) { nodes { id } } } }`);
  const { id, invoices } = data.billingAccount;
  const answer = await ask(`{ _entities(representations: [
    { ${natural}: "L-4" }, { ${natural}: "L-404" }, { __typename: "Invoice", id: "${invoices.nodes[0].id}" },
    { __typename: "BillingAccount", id: "${id}" }, { ${natural}: "" }
  ]) { ... on Invoice { number total { decimal } } ... on BillingAccount { accountId } } }`);
  expect(answer.data._entities).toEqual([
    { number: 'L-4', total: { decimal: '4.05' } },
    null,
    { number: 'L-10', total: { decimal: '10.05' } },
    { accountId: 'book-1' },
    null,
  ]);
  expect(answer.errors).toMatchObject([{ path: ['_entities', 4], extensions: { code: 'BAD_USER_INPUT' } }]);
});
