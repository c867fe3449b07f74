import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installConsumer, type Consumer } from './consumer.js';

/** The package as others have it: packed, installed elsewhere, compiled against with everything checked, and run. */

interface Snippet {
  readonly name: string;
  readonly code: string;
  readonly output: string;
}

const SNIPPET = /^```ts\n([^]*?)^```\n\n```text\n([^]*?)^```/gm;

/** For machines that have something else to do as well. */
const INSTALL_MS = 300_000;

let snippets: readonly Snippet[];
let consumer: Consumer;
beforeAll(async () => {
  const page = await readFile(new URL('../../docs/library.md', import.meta.url), 'utf8');
  snippets = Array.from(page.matchAll(SNIPPET), ([, code = '', output = ''], index) => {
    return { name: `snippet-${index + 1}`, code, output };
  });
  consumer = await installConsumer('examples/provider');
  const writing = snippets.map(async ({ name, code }) =>
    writeFile(join(consumer.directory, `${name}.ts`), code),
  );
  await Promise.all(writing);
  // Every line of every declaration that is reachable is checked: `skipLibCheck` is off.
  await consumer.run('node_modules/.bin/tsc');
}, INSTALL_MS);
afterAll(async () => consumer?.remove());

test('F70 it installs without a warning, with one graphql and one TypeGraphQL for everybody', async () => {
  expect(consumer.installed).not.toMatch(/EBADENGINE|warn/i);
  const listed = await consumer.run('npm', 'ls', '--all', '--parseable', 'graphql', 'type-graphql');
  const places = new Set(
    listed
      .trim()
      .split('\n')
      .filter((path) => /\/(?:type-)?graphql$/.test(path)),
  );
  expect(places.size).toBe(2);
});

test('F50 a provider of under 150 lines, which knows the package from outside, conforms and is served', async () => {
  const code = await readFile(join(consumer.directory, 'tally.ts'), 'utf8');
  expect(code.split('\n').length - 1).toBeLessThan(150);
  const report = await consumer.run('node', '--test', '--test-reporter=tap', 'dist/tally.test.js');
  expect(report).toMatch(/^# pass 10$[^]*^# fail 0$/m);
});

test('F60 F70 the programs of docs/library.md print what stands below them', async () => {
  expect(snippets).toHaveLength(4);
  const printed = snippets.map(async ({ name }) => (await consumer.run('node', `dist/${name}.js`)).trimEnd());
  expect(await Promise.all(printed)).toEqual(snippets.map(({ output }) => output.trimEnd()));
});

test('F70 what is not exported cannot be imported', async () => {
  const code = `await import('billing-graphql/dist/server/start-server.js').catch(({ code }) => console.log(code))`;
  expect(await consumer.run('node', '--input-type=module', '--eval', code)).toBe(
    'ERR_PACKAGE_PATH_NOT_EXPORTED\n',
  );
});

test('F70 the program is there as well', async () => {
  expect(await consumer.run('node_modules/.bin/billing-graphql', '--version')).toBe('0.1.0\n');
});
