import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, startSystem, upstream } from '../support/system.js';

/** The examples are GraphiQL's tabs and codegen's documents: each works on a fresh start, at the cost it states. */

const DIRECTORY = join(import.meta.dirname, '../../examples');
const STATED_COST = /^# Costs (\d+) upstream calls?\b/gm;

startSystem();
beforeEach(async () => upstream.forget());

const names = readdirSync(DIRECTORY)
  // The live one is a stream: live-example.test.ts.
  .filter((file) => file.endsWith('.graphql') && !file.includes('-live-'))
  .map((file) => file.replace('.graphql', ''));

function read(name: string) {
  const variables = join(DIRECTORY, `${name}.json`);
  return {
    query: readFileSync(join(DIRECTORY, `${name}.graphql`), 'utf8'),
    variables: existsSync(variables)
      ? (JSON.parse(readFileSync(variables, 'utf8')) as Record<string, unknown>)
      : {},
  };
}

async function run(name: string) {
  const { query, variables } = read(name);
  return api.ask(query, { variables, headers: { 'northflank-authorization': 'Bearer sandbox-northflank' } });
}

/** All that a preview was refused for, anywhere in the answer. */
function refusals(data: unknown): unknown[] {
  const found: unknown[] = [];
  JSON.stringify(data, (key, value: unknown) => {
    if (key === 'userErrors') found.push(...(value as unknown[]));
    return value;
  });
  return found;
}

test.each(names)('F59 example %s answers without errors and makes the calls that it states', async (name) => {
  const stated = [...read(name).query.matchAll(STATED_COST)].map(([, count]) => Number(count));
  const { status, data, errors } = await run(name);
  expect(status).toBe(200);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(
    name.startsWith('10-') ? ['BAD_USER_INPUT'] : [],
  );
  expect(refusals(data)).toEqual([]);
  expect(Object.values(data).every((field) => field !== null)).toBe(!name.startsWith('10-'));
  expect([(await upstream.paths()).length]).toEqual(stated);
});

const acmeUs = { workspaceId: 'ws_acme', accountId: 'cus_acme_us' };
const acmeEu = { workspaceId: 'ws_acme', accountId: 'cus_acme_eu' };

test('F59 the next page begins where the first one ends, and the node is its last invoice', async () => {
  const { edges, pageInfo } = (await run('01-first-page')).data.billingAccount.invoices;
  expect(read('02-next-page').variables).toEqual({ ...acmeUs, after: pageInfo.endCursor });
  expect(read('06-node-by-id').variables).toEqual({ id: edges.at(-1).node.id });
  const { node } = (await run('06-node-by-id')).data;
  expect(node).toMatchObject({
    __typename: 'Invoice',
    id: edges.at(-1).node.id,
    number: edges.at(-1).node.number,
  });
});

test('F59 the error on purpose names its place and leaves the neighbour readable', async () => {
  const { data, errors } = await run('10-an-error-on-purpose');
  expect(errors.map(({ path }) => path)).toEqual([['refused', 'invoices']]);
  expect(data).toMatchObject({
    refused: null,
    answered: { invoices: { edges: [{ node: { number: 'ACMEZA-0035' } }] } },
  });
});

test('F59 with no more variables than they need, and with those that the comments name, the examples work as well', async () => {
  const unset = await api.ask(read('02-next-page').query, { variables: acmeUs });
  expect([unset.errors, unset.data.billingAccount.invoices.edges[0].node.number]).toEqual([
    [],
    'ACMEUS-1200',
  ]);
  const fresh = await api.ask(read('07-preview-a-change').query, {
    variables: { ...acmeEu, subscriptionId: null },
  });
  expect([fresh.errors, refusals(fresh.data)]).toEqual([[], []]);
  await upstream.forget();
  const account = unset.data.billingAccount.id as string;
  const node = await api.ask(read('06-node-by-id').query, { variables: { id: account } });
  expect(node.data.node).toMatchObject({ __typename: 'BillingAccount', accountId: 'cus_acme_us' });
  expect(await upstream.paths()).toEqual([]);
  const { data } = await run('09-subscriptions-and-upcoming');
  const { id } = data.billingAccount.subscriptions.edges[0].node as { id: string };
  const subscription = await api.ask(read('06-node-by-id').query, { variables: { id } });
  expect(subscription.data.node).toMatchObject({ id, subscriptionId: 'sub_acme_eu' });
  const workspace = await api.ask(read('06-node-by-id').query, { variables: { id: 'ws_acme' } });
  expect(workspace.data.node).toMatchObject({ id: 'ws_acme', name: 'Acme Networks' });
});

test('F03 backward from a cursor costs the page, as the example says', async () => {
  const { query, variables } = read('03-page-backward');
  const { data } = await api.ask(query, { variables });
  await upstream.forget();
  const { startCursor: before } = data.billingAccount.invoices.pageInfo;
  const newer = await api.ask(query, { variables: { ...acmeEu, before } });
  expect(newer.data.billingAccount.invoices.edges).toHaveLength(20);
  expect(newer.data.billingAccount.invoices.pageInfo).toMatchObject({
    hasNextPage: true,
    hasPreviousPage: true,
  });
  expect(await upstream.paths()).toEqual([
    '/workspaces/ws_acme/billing-accounts/cus_acme_eu/invoices?limit=20&before=in_acme_eu_000020',
  ]);
  expect(variables).toEqual({ ...acmeEu, before: null });
});
