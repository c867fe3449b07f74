/**
 * Counts what a request costs that does not depend on the machine: upstream calls, promises, kilobytes allocated. Fails
 * where one of them is more than costs.json allows. With --write it allows what it counts, and a twentieth more memory.
 *
 *   npm run costs [-- --write]
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { askInTurn, requestsOf } from './load.mjs';
import { pause, readStats } from './measure.mjs';
import { operations } from './operations.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const BUDGET = `${here}costs.json`;
const NAMES = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5'];
const [EMULATOR_PORT, PORT] = [4710, 4720];
/** Until the compiler has done with the code that they run through. */
const WARM_REQUESTS = 3000;
const COUNTED_REQUESTS = 40;
/** The server collects when it likes. */
const TURNS_MAX = 10;
/** Memory differs a little from run to run, with what the compiler found out first. */
const MEMORY_MARGIN = 1.05;

const children = [];
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

function startChild(module, args, options) {
  const child = fork(`${here}${module}`, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], ...options });
  children.push(child);
  return child;
}

function startServer() {
  const url = `http://127.0.0.1:${EMULATOR_PORT}`;
  return startChild('../dist/billing-graphql.js', [], {
    execArgv: [
      '--expose-gc',
      '--min-semi-space-size=256',
      '--max-semi-space-size=256',
      '--require',
      `${here}cost-counter.cjs`,
    ],
    env: { PORT: String(PORT), NODE_ENV: 'production', ALTOSTRAT_URL: url, NORTHFLANK_URL: url },
  });
}

async function tell(server, what) {
  server.send(what);
  const [told] = await once(server, 'message');
  return told;
}

/** Calls and allocated bytes of the counted requests; undefined: memory was collected meanwhile. */
async function countMemory(server, requests) {
  await tell(server, 'collect');
  const calls = (await readStats(EMULATOR_PORT)).requests;
  const { bytes } = await tell(server, 'measure');
  await askInTurn(PORT, requests, COUNTED_REQUESTS);
  const after = await tell(server, 'measure');
  if (after.collections > 0) return undefined;
  return { calls: (await readStats(EMULATOR_PORT)).requests - calls, bytes: after.bytes - bytes };
}

/** @returns how much the counted requests took, each */
async function count(server, name) {
  const requests = requestsOf(operations[name]);
  await askInTurn(PORT, requests, WARM_REQUESTS);
  let memory;
  for (let turn = 0; turn < TURNS_MAX && !memory; turn += 1) memory = await countMemory(server, requests);
  if (!memory) throw new Error(`${name}: memory was collected each time that it was measured.`);
  await tell(server, 'countPromises');
  await askInTurn(PORT, requests, COUNTED_REQUESTS);
  const { promises } = await tell(server, 'stop');
  return {
    calls: memory.calls / COUNTED_REQUESTS,
    promises: Math.round((promises / COUNTED_REQUESTS) * 10) / 10,
    kilobytes: Math.round(memory.bytes / COUNTED_REQUESTS / 100) / 10,
  };
}

async function waitForServer() {
  const [request] = requestsOf(operations.Q5);
  for (let turn = 0; turn < 500; turn += 1) {
    if (
      await askInTurn(PORT, [request], 1).then(
        () => true,
        () => false,
      )
    )
      return;
    await pause(20);
  }
  throw new Error('The server gave no answer.');
}

function tooMuch(counted, allowed) {
  return Object.keys(counted).filter((key) => allowed?.[key] === undefined || counted[key] > allowed[key]);
}

startChild('emulator.mjs', [String(EMULATOR_PORT)]);
await pause(300);
const server = startServer();
await waitForServer();
const allowed = JSON.parse(await readFile(BUDGET, 'utf8').catch(() => '{}'));
const measured = {};
for (const name of NAMES) {
  measured[name] = await count(server, name);
  const over = tooMuch(measured[name], allowed[name]);
  const { calls, promises, kilobytes } = measured[name];
  const verdict = over.length === 0 ? 'within' : `MORE ${over.join(', ')} than`;
  console.log(
    `${name}: ${calls} upstream calls, ${promises} promises, ${kilobytes} kB: ${verdict} ${JSON.stringify(allowed[name])}`,
  );
  if (over.length > 0) process.exitCode = 1;
}
if (process.argv.includes('--write')) {
  for (const each of Object.values(measured)) each.kilobytes = Math.ceil(each.kilobytes * MEMORY_MARGIN);
  await writeFile(BUDGET, `${JSON.stringify(measured, undefined, 2)}\n`);
  process.exitCode = 0;
}
process.exit();
