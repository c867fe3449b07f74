/**
 * Writes schema/billing.graphql, the whole graph as SDL, from the built code. With --check it writes nothing and fails
 * where the committed file differs.
 *
 *   node scripts/emit-schema.mjs [--check]
 */
import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { createSchema, printGraph } from '../dist/server/schema.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'schema/billing.graphql');
const name = relative(root, target);

const sdl = printGraph(createSchema());
refuseMisread(sdl);
await (process.argv.includes('--check') ? check() : write());

async function write() {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, sdl);
  console.log(`${name}: written`);
}

async function check() {
  const committed = await readFile(target, 'utf8').catch(() => undefined);
  if (committed === sdl) return console.log(`${name}: up to date`);
  console.error(`${name}: ${describe(committed)}. Run "npm run schema" and commit the file.`);
  process.exitCode = 1;
}

function describe(committed) {
  if (committed === undefined) return 'missing';
  const [was, is] = [committed.split('\n'), sdl.split('\n')];
  const line = is.findIndex((text, index) => text !== was[index]);
  return `differs from the code, first at line ${(line < 0 ? is.length : line) + 1}`;
}

/** The type `Subscription` is no root; only an explicit `schema` block tells that to those who read the file. */
function refuseMisread(text) {
  const root = buildSchema(text).getSubscriptionType();
  if (root) throw new Error(`${name}: readers would take the type ${root.name} for a root type.`);
}
