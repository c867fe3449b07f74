import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Relay's own compiler reads the committed schema and the fragments that its users write. */

const require = createRequire(import.meta.url);
const COMPILER = require.resolve('relay-compiler/cli.js');
const SCHEMA = join(import.meta.dirname, '../../schema/billing.graphql');

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'relay-'));
  await mkdir(join(directory, 'src'));
  await writeFile(
    join(directory, 'relay.config.json'),
    JSON.stringify({ src: 'src', schema: 'billing.graphql', language: 'javascript', eagerEsModules: true }),
  );
  await copyFile(SCHEMA, join(directory, 'billing.graphql'));
});
afterEach(async () => rm(directory, { recursive: true }));

interface Compiled {
  readonly code: number;
  readonly output: string;
  /** Names of the artifacts without their endings, in order. */
  readonly artifacts: readonly string[];
}

/** Compiles one module per fragment; its name begins with the module's, as Relay wants it. */
async function compile(modules: Readonly<Record<string, string>>): Promise<Compiled> {
  for (const [name, text] of Object.entries(modules)) {
    await writeFile(join(directory, 'src', `${name}.js`), `graphql\`${text}\`;\n`);
  }
  const [code, output] = await new Promise<[number, string]>((resolve) => {
    execFile(
      process.execPath,
      // Directory traversal in place of watchman, which few machines have.
      [COMPILER, '--noWatchman', 'relay.config.json'],
      { cwd: directory, env: {} },
      (error, stdout, stderr) => resolve([error ? Number(error.code) : 0, stdout + stderr]),
    );
  });
  const files = await readdir(join(directory, 'src/__generated__')).catch(() => []);
  return { code, output, artifacts: files.map((file) => file.replace('.graphql.js', '')).sort() };
}

const forward = (name: string, type: string, field: string, node: string) => `
  fragment ${name} on ${type}
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "${name.split('_')[0]}PaginationQuery") {
    ${field}(first: $count, after: $cursor) @connection(key: "${name}_${field}") { edges { node { ${node} } } }
  }`;

const invoicesBothWays = `
  fragment invoices_account on BillingAccount
  @argumentDefinitions(
    first: { type: "Int" }, after: { type: "String" }, last: { type: "Int" }, before: { type: "String" }
  )
  @refetchable(queryName: "invoicesPaginationQuery") {
    invoices(first: $first, after: $after, last: $last, before: $before) @connection(key: "invoices_account_invoices") {
      edges { node { id number total { amountMinor currency } } }
    }
  }`;

const backward = `
  fragment newer_account on BillingAccount
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "newerPaginationQuery") {
    invoices(last: $count, before: $cursor) @connection(key: "newer_account_invoices") { edges { node { id } } }
  }`;

test('F01 F02 F15 pagination fragments over every list compile', async () => {
  const compiled = await compile({
    invoices: invoicesBothWays,
    older: forward('older_account', 'BillingAccount', 'invoices', 'id status'),
    newer: backward,
    lines: forward('lines_invoice', 'Invoice', 'lines', 'lineId amount { decimal }'),
    subscriptions: forward(
      'subscriptions_account',
      'BillingAccount',
      'subscriptions',
      'subscriptionId status',
    ),
    accounts: `
      query accountsQuery($id: ID!, $count: Int!, $cursor: String) {
        workspace(id: $id) {
          billingAccounts(first: $count, after: $cursor) @connection(key: "accounts_billingAccounts") {
            edges { node { id ...older_account ...subscriptions_account } }
          }
        }
      }`,
  });
  expect(compiled).toEqual({
    code: 0,
    output: expect.stringContaining('Compilation completed.'),
    artifacts: [
      'accountsQuery',
      'invoicesPaginationQuery',
      'invoices_account',
      'linesPaginationQuery',
      'lines_invoice',
      'newerPaginationQuery',
      'newer_account',
      'olderPaginationQuery',
      'older_account',
      'subscriptionsPaginationQuery',
      'subscriptions_account',
    ],
  });
});

/** A fragment that its component fetches again by itself, through `node`. */
const refetchable = (name: string, type: string, fields: string) => `
  fragment ${name} on ${type} @refetchable(queryName: "${name.split('_')[0]}RefetchQuery") { ${fields} }`;

test('F46 fragments on every type that is a Node can be refetched by its id', async () => {
  const compiled = await compile({
    account: refetchable('account_node', 'BillingAccount', 'name'),
    invoice: refetchable('invoice_node', 'Invoice', 'number'),
    subscription: refetchable('subscription_node', 'BillingSubscription', 'subscriptionId status'),
    workspace: refetchable('workspace_node', 'Workspace', 'name'),
  });
  expect(compiled).toMatchObject({ code: 0, output: expect.stringContaining('Compilation completed.') });
  const names = ['account', 'invoice', 'subscription', 'workspace'];
  expect(compiled.artifacts).toEqual(names.flatMap((name) => [`${name}RefetchQuery`, `${name}_node`]));
  for (const name of names) {
    const file = join(directory, `src/__generated__/${name}RefetchQuery.graphql.js`);
    expect(await readFile(file, 'utf8')).toContain(
      `{\\n  node(id: $id) {\\n    __typename\\n    ...${name}_node\\n`,
    );
  }
});

test('F01 the same compiler refuses the schema once its connections have no pageInfo', async () => {
  const sdl = await readFile(SCHEMA, 'utf8');
  await writeFile(
    join(directory, 'billing.graphql'),
    sdl.replaceAll('pageInfo: PageInfo!', 'page: PageInfo!'),
  );
  const compiled = await compile({ older: forward('older_account', 'BillingAccount', 'invoices', 'id') });
  expect(compiled).toMatchObject({ code: 1, artifacts: [] });
  expect(compiled.output).toContain('pageInfo');
});
