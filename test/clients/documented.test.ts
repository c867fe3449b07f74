import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, stop } from 'esbuild';
import { buildSchema, getNamedType, isObjectType, type GraphQLSchema } from 'graphql';
import { createProject, printed, ROOT, textOf, type Printed, type Project } from './support/documented.js';
import { startProcess, type Api } from '../support/api.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { until } from '../support/until.js';

/** Each file of docs/clients.md, written out as it is printed and run, and what it then prints. */

const isLive = ({ name }: Printed): boolean => name.endsWith('/live.js');
const programs = printed.filter(({ answer }) => answer !== undefined);

let upstream: Upstream;
let api: Api;
let project: Project;
beforeAll(async () => {
  upstream = await startUpstream();
  api = await startProcess({
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    LIVE_POLL_MS: '100',
    LIVE_POLLS_PER_MINUTE: '10000',
  });
  project = createProject();
  for (const start of ['apollo/', 'urql/', 'relay/']) project.write(start, api.url);
}, 60_000);
afterAll(async () => {
  await stop();
  project?.remove();
  await api?.stop();
  await upstream?.close();
});

async function run({ name }: Printed): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [name], {
    cwd: project.folder,
    timeout: 50_000,
  });
  expect(stderr).toBe('');
  return stdout;
}

test.each(programs.filter((file) => !isLive(file)).map((file) => [file.name, file] as const))(
  'F68 docs/clients.md: %s prints what stands under it',
  async (_name, file) => {
    expect(await run(file)).toBe(file.answer);
  },
  60_000,
);

test.each(printed.filter(isLive).map((file) => [file.name, file] as const))(
  'F68 docs/clients.md: %s is told of a new invoice, and leaves',
  async (_name, file) => {
    const streams = async (): Promise<string> => (await fetch(`${api.url}/metrics`)).text();
    await upstream.forget();
    const running = run(file);
    await until(async () => (await upstream.paths()).length > 0);
    await upstream.control('POST', '/accounts/cus_acme_eu/invoices', { invoices: 1 });
    expect(await running).toBe(file.answer);
    await until(async () => (await streams()).includes('\nbilling_live_streams 0\n'));
  },
  60_000,
);

/** Two pages of the list, by the queries that the compiler made of its fragment, and what the store then has of it. */
const RELAY_PROGRAM = `
import { createOperationDescriptor, fetchQuery, getSelector } from 'relay-runtime';
import { environment } from './environment.js';
import Page from './__generated__/listsInvoicesQuery.graphql.js';
import List from './__generated__/lists_invoices.graphql.js';

const id = 'Aai1pzXcnFsiQmlsbGluZ0FjY291bnQiLCJBTFRPU1RSQVQiLCJ3c19hY21lIiwiY3VzX2FjbWVfdXMiXQ';
const first = createOperationDescriptor(Page, { id, count: 3 });
const read = () => {
  const { node } = environment.lookup(first.fragment).data;
  return environment.lookup(getSelector(List, node)).data.invoices;
};
const load = async (variables) => fetchQuery(environment, Page, { id, count: 3, ...variables }).toPromise();
load({})
  .then(() => load({ cursor: read().pageInfo.endCursor }))
  .then(() => read().edges.forEach(({ node }) => console.log(node.number, node.total.formatted)));
`;

test('F68 docs/clients.md: Relay compiles a fragment of every list, and its store merges their pages', async () => {
  const cwd = join(project.folder, 'relay');
  const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
  // Directory traversal in place of watchman, which few machines have.
  const words = [compiler, '--noWatchman', 'relay.config.json'];
  await promisify(execFile)(process.execPath, words, { cwd, env: {} });
  const sources = readFileSync(join(cwd, 'src/lists.js'), 'utf8');
  const schema = buildSchema(readFileSync(join(ROOT, 'schema/billing.graphql'), 'utf8'));
  for (const list of listsOf(schema))
    expect(sources).toMatch(new RegExp(`on ${list.type}\\s[^\`]*\\s${list.field}\\(`));
  writeFileSync(join(cwd, 'src/program.js'), RELAY_PROGRAM);
  await build({
    absWorkingDir: cwd,
    entryPoints: ['src/program.js'],
    outfile: join(cwd, 'program.cjs'),
    bundle: true,
    platform: 'node',
    logLevel: 'silent',
  });
  const { stdout } = await promisify(execFile)(process.execPath, ['program.cjs'], { cwd });
  expect(stdout).toBe(printed.find(({ name }) => name === 'apollo/list.js')?.answer);
}, 60_000);

/** Every field that is a connection, but those of a preview, which is no Node. */
function listsOf(schema: GraphQLSchema): { type: string; field: string }[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && type.name !== 'InvoicePreview'
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
          .map((field) => ({ type: type.name, field: field.name }))
      : [],
  );
}

test('F68 docs/clients.md: graphcache is told of every type without an id that is no part of a list', () => {
  const schema = buildSchema(readFileSync(join(ROOT, 'schema/billing.graphql'), 'utf8'));
  const isRoot = (name: string): boolean => ['Query', 'Mutation', 'Subscription'].includes(name);
  const withoutId = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isObjectType(type) &&
      !type.name.startsWith('__') &&
      !isRoot(type.name) &&
      !/(?:Connection|Edge|PageInfo)$/.test(type.name) &&
      !('id' in type.getFields()),
  );
  const text = textOf('urql/client.js');
  const named = [...text.matchAll(/^ {6}'(\w+)',$/gm)].map(([, name]) => name);
  expect(named).toEqual(withoutId.map(({ name }) => name).toSorted());
});
