/**
 * Compares the committed schemas with those of the last release. Fails where a change breaks clients, or may surprise them, and
 * schema/waivers.json does not say why it is made; and where an operation of examples/ or schema/consumers/ is not valid any more.
 *
 *   node scripts/check-schema-changes.mjs             after a change of the schema
 *   node scripts/check-schema-changes.mjs --release   with a release: from now on, these are the schemas to compare with
 */
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgeChanges } from './schema-changes/judge.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What clients ask of, and what routers compose. */
const [CLIENTS, ROUTERS] = ['billing.graphql', 'subgraph.graphql'];
const WAIVERS = join(root, 'schema/waivers.json');
/** What clients ask: our own examples, and what others have handed in. */
const CONSUMERS = ['examples', 'schema/consumers'];

if (process.argv.includes('--release')) await release();
else await check();

async function release() {
  for (const name of [CLIENTS, ROUTERS])
    await copyFile(join(root, 'schema', name), join(root, 'schema/released', name));
  await writeFile(WAIVERS, '[]\n');
  console.log('schema/released: the schemas of this release; schema/waivers.json is empty again');
}

async function check() {
  const waivers = JSON.parse(await readFile(WAIVERS, 'utf8'));
  const operations = (await Promise.all(CONSUMERS.map(readOperations))).flat();
  for (const name of [CLIENTS, ROUTERS]) {
    const [released, current] = await Promise.all(
      ['schema/released', 'schema'].map(async (folder) => readFile(join(root, folder, name), 'utf8')),
    );
    const wrong = await judgeChanges({
      released,
      current,
      waivers: waivers.filter((waiver) => waiver.schema === name),
      operations: name === CLIENTS ? operations : [],
    });
    for (const each of wrong) console.error(`schema/${name}: ${each}`);
    if (wrong.length > 0) process.exitCode = 1;
    else console.log(`schema/${name}: nothing that breaks clients of the last release`);
  }
}

async function readOperations(folder) {
  const directory = join(root, folder);
  if (!existsSync(directory)) return [];
  const names = (await readdir(directory)).filter((name) => name.endsWith('.graphql'));
  return Promise.all(
    names.map(async (name) => ({
      name: `${folder}/${name}`,
      text: await readFile(join(directory, name), 'utf8'),
    })),
  );
}
