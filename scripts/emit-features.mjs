/**
 * Writes docs/features.md: every row of feature-list.mjs beside the tests whose names begin with it. With --check it writes
 * nothing and fails where the committed file differs. Either way it fails where a row that is served has no test, or a
 * test names a row that the list does not have.
 *
 *   node scripts/emit-features.mjs [--check]
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostile, planned, served } from './feature-list.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const TARGET = 'docs/features.md';
const TEST_FILE = /\.(test|e2e)\.ts$/;
/** The rows at the beginning of a name. A name may stand in a table of cases, so every text of a test file counts. */
const NAME = /['"`]((?:(?:[A-Z]\d{1,2}|CFG) )+)/g;

const HEAD = `# Features and hostile cases

What holds, row by row, and which tests prove it; \`npm test -- -t F07\` runs those of one row. Written by \`npm run features\` from
[\`scripts/feature-list.mjs\`](../scripts/feature-list.mjs) and the names of the tests; \`npm run check\` fails where a row that is
served has no test, or a test names a row that is not listed.

| Row | What holds | Tests |
| --- | --- | --- |
`;

/** Rows that a page names, one by one or as `H01-H05`. */
const NAMED = /\b([A-Z])(\d{1,2})(?:-\1(\d{1,2}))?\b/g;

const testsByRow = await findTests();
const problems = [...findProblems(), ...(await findUnproven('docs/security.md'))];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
await (process.argv.includes('--check') ? check(render()) : write(render()));

/** File names, without the folder of all tests, by row. */
async function findTests() {
  const names = await readdir(join(root, 'test'), { recursive: true });
  const found = new Map();
  for (const name of names.filter((each) => TEST_FILE.test(each)).sort()) {
    const text = await readFile(join(root, 'test', name), 'utf8');
    for (const [, rows] of text.matchAll(NAME)) {
      for (const row of rows.trim().split(' ')) found.set(row, (found.get(row) ?? new Set()).add(name));
    }
  }
  return found;
}

function findProblems() {
  const listed = { ...served, ...planned, ...hostile };
  const unproven = Object.keys(served).filter((row) => !testsByRow.has(row));
  const unlisted = [...testsByRow].filter(([row]) => !Object.hasOwn(listed, row));
  return [
    ...unproven.map((row) => `${row} is served and has no test: ${served[row]}`),
    ...unlisted.map(
      ([row, files]) => `${row} is no row of scripts/feature-list.mjs: ${[...files].join(', ')}`,
    ),
  ];
}

/** Claims of a page whose rows no test has. */
async function findUnproven(page) {
  const text = await readFile(join(root, page), 'utf8');
  const named = [...text.matchAll(NAMED)].flatMap(([, letter, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => {
      return letter + String(Number(first) + index).padStart(first.length, '0');
    }),
  );
  const unproven = new Set(named.filter((row) => !testsByRow.has(row)));
  return [...unproven].map((row) => `${page} names ${row}, which no test proves`);
}

function render() {
  const features = Object.entries({ ...served, ...planned }).sort(([a], [b]) => a.localeCompare(b));
  const cases = Object.entries(hostile).filter(([row]) => testsByRow.has(row));
  const lines = [...features, ...cases].map(([row, sentence]) => {
    const tests = [...(testsByRow.get(row) ?? [])].map(
      (name) =>
        `[${name.replace(TEST_FILE, '').replaceAll('\\', '/')}](../test/${name.replaceAll('\\', '/')})`,
    );
    const status = Object.hasOwn(planned, row) ? `not served yet${tests.length > 0 ? '; so far: ' : ''}` : '';
    return `| ${row} | ${sentence} | ${status}${tests.join(', ')} |`;
  });
  return `${HEAD}${lines.join('\n')}\n`;
}

async function write(text) {
  await writeFile(join(root, TARGET), text);
  console.log(`${TARGET}: written`);
}

async function check(text) {
  const committed = await readFile(join(root, TARGET), 'utf8').catch(() => undefined);
  if (committed === text) return console.log(`${TARGET}: up to date`);
  console.error(`${TARGET}: differs from the tests. Run "npm run features" and commit the file.`);
  process.exitCode = 1;
}
