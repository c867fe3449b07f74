/**
 * Runs every hostile case in both settings, tells how far it is, and writes docs/reliability/hostile.md with its plot. Ends
 * with `N passed, N failed`, and fails where a row fails or has no test.
 *
 *   node scripts/hostile.mjs [--profile alone|replicas]   one setting alone writes no report
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../bench/report.mjs';
import { profiles } from './hostile/profiles.mjs';
import { allRows, holdingOf, plot, testedOf, toMarkdown } from './hostile/report.mjs';
import { namePattern, outcomes } from './hostile/rows.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const TARGET = join(root, 'docs/reliability');

const { values } = parseArgs({ options: { profile: { type: 'string' } } });
const chosen = values.profile === undefined ? Object.keys(profiles) : [values.profile];
const unknown = chosen.find((name) => !Object.hasOwn(profiles, name));
if (unknown !== undefined) {
  console.error(`Expected --profile ${Object.keys(profiles).join(' or ')}, got ${unknown}.`);
  process.exit(1);
}

const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
const done = [];
let [passed, failed] = [0, 0];
for (const name of chosen) done.push(await runProfile(profiles[name]));
await rm(folder, { recursive: true });

const missing = chosen.includes('alone') ? allRows.filter((row) => !done[0].outcomes.has(row)) : [];
for (const row of missing) console.error(`${row} has no test.`);
if (values.profile === undefined) await writeReport();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 || missing.length > 0 ? 1 : 0;

async function runProfile({ title, environment, runs }) {
  console.log(`Hostile cases: ${title}`);
  const startedAt = performance.now();
  const results = [];
  for (const run of runs) results.push(...(await runJest(run, environment)));
  const profile = { title, outcomes: outcomes(results), seconds: (performance.now() - startedAt) / 1000 };
  count(results);
  console.log(`  ${holdingOf(profile)} of ${testedOf(profile)} rows hold`);
  return profile;
}

/** Jest's results, one a file. What it prints itself would hide how far it is. */
async function runJest(run, environment) {
  const results = join(folder, `${performance.now()}.json`);
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const reporter = join(root, 'scripts/hostile/reporter.mjs');
  const child = spawn(
    process.execPath,
    [
      ...flags,
      'node_modules/jest/bin/jest.js',
      ...run,
      '-t',
      namePattern,
      '--reporters',
      reporter,
      '--forceExit',
    ],
    {
      cwd: root,
      env: { ...process.env, ...environment, HOSTILE_RESULTS: results },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  await once(child, 'exit');
  return JSON.parse(await readFile(results, 'utf8'));
}

/** Adds to the sum, and tells of what failed. */
function count(results) {
  for (const { file, isBroken, testResults } of results) {
    if (isBroken) console.error(`  failed: ${relative(root, file)}: it could not be run.`);
    failed += isBroken ? 1 : 0;
    for (const { status, fullName, failureMessages } of testResults) {
      if (status === 'passed') passed += 1;
      if (status !== 'failed') continue;
      failed += 1;
      console.error(`  failed: ${relative(root, file)}: ${fullName}\n${failureMessages.join('\n')}`);
    }
  }
}

async function writeReport() {
  const report = { date: new Date().toISOString(), machine: describeMachine(), profiles: done };
  await mkdir(TARGET, { recursive: true });
  await writeFile(join(TARGET, 'hostile.md'), toMarkdown(report));
  await writeFile(join(TARGET, 'hostile.svg'), plot(report));
  console.log(`Written: docs/reliability/hostile.md, hostile.svg`);
}
