/**
 * The long runs: load, faults, memory, isolation. Tells how far it is, and writes docs/reliability/soak.md with its plots: what
 * was not run this time stands there as it was. Ends with `N passed, N failed`.
 *
 *   node scripts/soak.mjs [--short] [--only O3,O10]
 *
 * `--short` runs each for some seconds, judges what can be counted and only prints what is timed, since other work on the
 * machine moves that; it writes no report.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../bench/report.mjs';
import { parts } from './soak/parts.mjs';
import { plotMemory, plotOverload, toMarkdown } from './soak/report.mjs';

const TARGET = fileURLToPath(new URL('../docs/reliability/', import.meta.url));

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const wanted = values.only?.split(',');
const chosen = parts.filter(({ id }) => wanted === undefined || wanted.includes(id));
const isLong = !values.short;

const done = [];
for (const part of chosen) {
  done.push(await runPart(part));
  if (isLong) await writeReport();
}
const failed = done.filter(({ holds }) => !holds).length;
console.log(`${done.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || done.length === 0 ? 1 : 0;

async function runPart({ id, title, bar, run }) {
  console.log(`${id} ${title}`);
  const startedAtMs = performance.now();
  const outcome = await run({ isLong, onProgress: tellProgress }).catch(toFailed);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const seconds = (performance.now() - startedAtMs) / 1000;
  const holds = outcome.counts && (outcome.times || !isLong);
  const inTime = outcome.times ? '' : ', not in time';
  console.log(`  ${holds ? 'holds' : 'fails'}${inTime} (${Math.round(seconds)} s): ${tell(outcome.figures)}`);
  const date = new Date().toISOString().slice(0, 10);
  return { id, title, bar, date, machine: describeMachine(), ...outcome, seconds, holds };
}

/** The others are run all the same. */
function toFailed(error) {
  console.error(error);
  return { figures: { failure: String(error) }, counts: false, times: false };
}

function tellProgress(share) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K  ${Math.round(share * 100)} %`);
}

/** Plain figures in one line; series are for the plots. */
function tell(figures) {
  return Object.entries(figures)
    .filter(([, value]) => typeof value !== 'object')
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(3)) : value}`)
    .join(', ');
}

/** After each part, so that a run that is ended has its parts so far. */
async function writeReport() {
  const before = await readFile(`${TARGET}soak.json`, 'utf8').then(JSON.parse, () => []);
  const latest = new Map([...before, ...done].map((part) => [part.id, part]));
  const all = parts.flatMap(({ id }) => latest.get(id) ?? []);
  await mkdir(TARGET, { recursive: true });
  await writeFile(`${TARGET}soak.md`, toMarkdown(all, tell));
  await writeFile(`${TARGET}soak.json`, `${JSON.stringify(all, undefined, 2)}\n`);
  await writeFile(`${TARGET}overload.svg`, plotOverload(all));
  await writeFile(`${TARGET}memory.svg`, plotMemory(all));
}
