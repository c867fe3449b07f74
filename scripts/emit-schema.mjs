/**
 * Writes the SDL files from the built code: schema/billing.graphql, the whole graph, and schema/subgraph.graphql, what
 * a router composes with. With --check it writes nothing and fails where a committed file differs.
 *
 *   node scripts/emit-schema.mjs [--check]
 */
import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGraph, printGraph } from '../dist/server/schema/schema.js';
import { printSubgraph, subgraphDefaults, toSubgraph } from '../dist/server/schema/subgraph.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const graph = createGraph();
const files = {
  'schema/billing.graphql': printGraph(graph),
  'schema/subgraph.graphql': printSubgraph(toSubgraph(graph, subgraphDefaults), subgraphDefaults),
};

for (const [name, sdl] of Object.entries(files)) {
  await (process.argv.includes('--check') ? check(name, sdl) : write(name, sdl));
}

async function write(name, sdl) {
  const target = join(root, name);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, sdl);
  console.log(`${name}: written`);
}

async function check(name, sdl) {
  const committed = await readFile(join(root, name), 'utf8').catch(() => undefined);
  if (committed === sdl) return console.log(`${name}: up to date`);
  console.error(`${name}: ${describe(sdl, committed)}. Run "npm run schema" and commit the file.`);
  process.exitCode = 1;
}

function describe(sdl, committed) {
  if (committed === undefined) return 'missing';
  const [was, is] = [committed.split('\n'), sdl.split('\n')];
  const line = is.findIndex((text, index) => text !== was[index]);
  return `differs from the code, first at line ${(line < 0 ? is.length : line) + 1}`;
}
