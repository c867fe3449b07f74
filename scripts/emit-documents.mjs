/**
 * Writes schema/trusted-documents.json: each document of examples/ under its SHA-256, as TRUSTED_DOCUMENTS wants it. With
 * --check it writes nothing and fails where the committed file differs.
 *
 *   node scripts/emit-documents.mjs [--check]
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse, print } from 'graphql';

const TARGET = 'schema/trusted-documents.json';
const root = fileURLToPath(new URL('../', import.meta.url));

const names = (await readdir(`${root}examples`)).filter((name) => name.endsWith('.graphql')).sort();
const entries = await Promise.all(names.map(toEntry));
const text = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;

await (process.argv.includes('--check') ? check() : write());

/** Printed as clients print documents: without comments. */
async function toEntry(name) {
  const document = print(parse(await readFile(`${root}examples/${name}`, 'utf8')));
  return [createHash('sha256').update(document).digest('hex'), document];
}

async function write() {
  await writeFile(`${root}${TARGET}`, text);
  console.log(`${TARGET}: written`);
}

async function check() {
  const committed = await readFile(`${root}${TARGET}`, 'utf8').catch(() => undefined);
  if (committed === text) return console.log(`${TARGET}: up to date`);
  console.error(`${TARGET}: differs from the examples. Run "npm run documents" and commit the file.`);
  process.exitCode = 1;
}
