/**
 * Writes the tables of docs/settings.md from the settings of the built server and of its sandbox. With --check it writes nothing
 * and fails where the committed file differs.
 *
 *   node scripts/emit-settings.mjs [--check]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { listSandboxSettings } from '../dist/embedded-sandbox.js';
import { settings } from '../dist/server/settings.js';

const TARGET = 'docs/settings.md';
const path = fileURLToPath(new URL(`../${TARGET}`, import.meta.url));
const STYLE = fileURLToPath(new URL('../.prettierrc.json', import.meta.url));

/** Stands above each table. */
const NOTE = /^<!-- Written by "npm run settings" from (\S+)\. -->$/;

const sources = {
  'src/server/variables.ts': settings,
  'sandbox/environment.ts': await listSandboxSettings(),
};
const committed = await readFile(path, 'utf8');
const style = JSON.parse(await readFile(STYLE, 'utf8'));
const text = await format(withTables(committed), { parser: 'markdown', ...style });

await (process.argv.includes('--check') ? check() : writeFile(path, text));

/** The page with each table in place of the one that was there. */
function withTables(page) {
  const isRow = (line) => line.startsWith('|');
  const lines = page.split('\n').filter((line) => !isRow(line));
  return lines
    .map((line) => (NOTE.test(line) ? `${line}\n\n${toTable(sources[NOTE.exec(line)[1]])}` : line))
    .join('\n');
}

function toTable(listed) {
  return `| Variable | Default | Meaning |\n| --- | --- | --- |\n${listed.map(toRow).join('\n')}\n`;
}

function toRow({ name, default: usual, inProduction, meaning }) {
  const elsewhere = usual === undefined ? 'unset' : `\`${usual}\``;
  const value = inProduction === undefined ? elsewhere : `${elsewhere}; in production \`${inProduction}\``;
  return `| \`${name}\` | ${value} | ${meaning.replaceAll('|', '\\|')} |`;
}

function check() {
  if (committed === text) return console.log(`${TARGET}: up to date`);
  console.error(`${TARGET}: differs from the settings. Run "npm run settings" and commit the file.`);
  process.exitCode = 1;
}
