import { Kind, visit } from 'graphql';
import { acme, altostrat, askEntities } from '../support/entities.js';
import { directivesOf, document, fieldOf, sdl, typeOf, typesOf } from './subgraph-sdl.js';
import { api, startSystem } from '../support/system.js';

/** The checks of the public federation subgraph compatibility suite that apply here, by its names, on our graph. */

startSystem({ ROUTER_SECRET: 'a-secret-of-the-router' });

const headers = { 'router-authorization': 'a-secret-of-the-router' };
const find = async (representation: object, fields: string): Promise<unknown> => {
  const { data, errors } = await askEntities(api, [representation], fields, { headers });
  expect(errors).toEqual([]);
  return data._entities[0];
};

test('F47 introspection: both addresses serve the SDL that is committed', async () => {
  for (const path of ['/graphql', '/subgraph']) {
    const response = await fetch(api.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
    });
    expect(await response.json()).toEqual({ data: { _service: { sdl } } });
  }
});

test('F47 @link: the federation, with exactly the directives that are applied', () => {
  const applied = new Set<string>();
  visit(document, { Directive: ({ name }) => void applied.add(name.value) });
  const [link] = document.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION ? directivesOf(node as never) : [],
  );
  const imports = [...(link ?? '').matchAll(/"@(\w+)"/g)].map(([, name]) => name);
  expect(link).toMatch(/^link\(url: "https:\/\/specs\.apollo\.dev\/federation\/v2\.9", import: /);
  expect(imports).toEqual(
    [...applied].filter((name) => name !== 'link' && name !== 'specifiedBy').toSorted(),
  );
  expect(sdl).not.toMatch(/federation__/);
});

test('F47 @key single, multiple and composite', async () => {
  expect(directivesOf(typeOf('Workspace'))).toEqual(['key(fields: "id")']);
  const natural = 'provider workspaceId accountId';
  expect(directivesOf(typeOf('BillingAccount'))).toEqual(['key(fields: "id")', `key(fields: "${natural}")`]);
  expect(directivesOf(typeOf('Invoice'))).toEqual([
    'key(fields: "id")',
    `key(fields: "${natural} invoiceId")`,
  ]);
  expect(await find({ __typename: 'Workspace', id: 'ws_acme' }, '... on Workspace { name }')).toEqual({
    name: 'Acme Networks',
  });
  const account = await find(
    altostrat('BillingAccount', 'ws_acme', 'cus_acme_us'),
    '... on BillingAccount { __typename id }',
  );
  expect(await find(account as object, '... on BillingAccount { accountId }')).toEqual({
    accountId: 'cus_acme_us',
  });
  const invoice = await find(acme(1200), '... on Invoice { __typename id }');
  expect(await find(invoice as object, '... on Invoice { number }')).toEqual({ number: 'ACMEUS-1200' });
});

test('F47 @shareable: value types that other subgraphs have too', async () => {
  for (const name of ['Money', 'PageInfo']) expect(directivesOf(typeOf(name))).toEqual(['shareable']);
  expect(fieldOf('Workspace', 'name')).toContain('shareable');
  expect(fieldOf('Query', 'workspace')).toContain('shareable');
  const page =
    '... on BillingAccount { invoices(first: 1) { pageInfo { hasPreviousPage } nodes { total { currency } } } }';
  expect(await find(altostrat('BillingAccount', 'ws_acme', 'cus_acme_us'), page)).toEqual({
    invoices: { pageInfo: { hasPreviousPage: false }, nodes: [{ total: { currency: 'USD' } }] },
  });
});

test('F47 @tag: what a contract may want to leave out', () => {
  for (const name of ['name', 'email'])
    expect(fieldOf('BillingAccount', name)).toContain('tag(name: "personal-data")');
  for (const name of ['hostedInvoiceUrl', 'pdfUrl'])
    expect(fieldOf('Invoice', name)).toContain('tag(name: "secret-link")');
});

test('F47 @inaccessible: a field for other subgraphs, which the subgraph answers', async () => {
  expect(fieldOf('Invoice', 'hasDerivedId')).toEqual(['inaccessible']);
  expect(await find(acme(1200), '... on Invoice { hasDerivedId }')).toEqual({ hasDerivedId: false });
});

test('F47 ftv1: a string, for the router that asks', async () => {
  const asking = { ...headers, 'apollo-federation-include-trace': 'ftv1' };
  const { text } = await api.ask('{ __typename }', { headers: asking });
  expect(JSON.parse(text)).toEqual({
    data: { __typename: 'Query' },
    extensions: { ftv1: expect.stringMatching(/^[\w+/]+=*$/) },
  });
});

test('F22 @listSize on every connection, and @cost on what makes an upstream call by itself', () => {
  const connections = typesOf(document).flatMap((type) =>
    (type.fields ?? [])
      .filter((field) => field.arguments?.some(({ name }) => name.value === 'first'))
      .map((field) => [`${type.name.value}.${field.name.value}`, directivesOf(field as never)] as const),
  );
  const size =
    'listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)';
  expect(Object.fromEntries(connections)).toEqual({
    'BillingAccount.invoices': [size, 'cost(weight: 10)'],
    'BillingAccount.subscriptions': [size, 'cost(weight: 10)'],
    'Invoice.lines': [size],
    'InvoicePreview.lines': [size],
    'Query.billingAccounts': [size, 'cost(weight: 10)'],
    'Query.invoices': [size, 'cost(weight: 10)'],
    'Query.workspaces': [size, 'cost(weight: 10)'],
    'Workspace.billingAccounts': [size, 'cost(weight: 10)'],
  });
  expect(fieldOf('Query', 'invoice')).toEqual(['cost(weight: 20)']);
  expect(fieldOf('Mutation', 'previewInvoice')).toEqual(['cost(weight: 10)']);
  expect(fieldOf('Query', 'billingAccount')).toEqual([]);
});
