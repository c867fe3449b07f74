import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, stop } from 'esbuild';
import { buildSchema, isScalarType, isSpecifiedScalarType } from 'graphql';
import { billingConfig } from '../../schema/codegen.js';
import { createProject, ROOT, type Project } from './support/documented.js';
import { startProcess } from '../support/api.js';
import { until } from '../support/until.js';
import { startUpstream } from '../support/upstream.js';

/** Types, and the list of trusted documents, as a client's own codegen makes them. */

const run = promisify(execFile);

let project: Project;
beforeAll(() => {
  project = createProject();
});
afterAll(async () => {
  project?.remove();
  await stop();
});

test('F68 the configuration for codegen names every scalar of the schema, and ours uses the same', () => {
  const schema = buildSchema(readFileSync(join(ROOT, 'schema/billing.graphql'), 'utf8'));
  const scalars = Object.values(schema.getTypeMap()).filter(
    (type) => isScalarType(type) && !isSpecifiedScalarType(type),
  );
  expect(Object.keys(billingConfig.scalars)).toEqual(scalars.map(({ name }) => name).toSorted());
  const own = readFileSync(join(ROOT, 'codegen.yml'), 'utf8');
  for (const [name, type] of Object.entries(billingConfig.scalars))
    expect(own).toContain(`\n    ${name}: ${type}\n`);
});

test('F52 F68 docs/clients.md: what codegen writes is the list of a server that answers nothing else', async () => {
  project.write('typed/', '');
  const codegen = join(ROOT, 'node_modules/@graphql-codegen/cli/cjs/bin.js');
  await run(process.execPath, [codegen, '--config', 'typed/codegen.js'], { cwd: project.folder });
  const upstream = await startUpstream();
  const api = await startProcess({
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    TRUSTED_DOCUMENTS: join(project.folder, 'typed/src/gql/persisted-documents.json'),
    TRUSTED_DOCUMENTS_ONLY: 'on',
  });
  try {
    project.write('typed/', api.url);
    const typed = join(project.folder, 'typed');
    await build({
      absWorkingDir: typed,
      entryPoints: ['src/program.ts'],
      outfile: join(typed, 'program.cjs'),
      bundle: true,
      platform: 'node',
      logLevel: 'silent',
    });
    const { stdout } = await run(process.execPath, ['program.cjs'], { cwd: typed });
    expect(stdout).toBe('122178 cents\n');
    expect(await upstream.paths()).toEqual([
      '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=3',
    ]);
    const line = '"method":"GET","route":"/graphql","operationName":"Totals","status":200';
    await until(() => api.output().includes(line));
    const { errors } = await api.ask('{ __typename }');
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['PERSISTED_QUERY_ID_REQUIRED']);
  } finally {
    await api.stop();
    await upstream.close();
  }
}, 60_000);
