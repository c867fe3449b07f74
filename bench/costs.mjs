/**
 * Counts what a request costs that does not depend on the machine: upstream calls, promises, kilobytes allocated. Fails
 * where one of them is more than costs.json allows. With --write it allows what it counts, and a twentieth more memory.
 *
 *   npm run costs [-- --write]
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { askInTurn, requestsOf } from './load.mjs';
import { pause, readStats, startServer } from './measure.mjs';
import { operations } from './operations.mjs';
import { start, stopAllAtExit } from './processes.mjs';
import { listServers } from './servers.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const BUDGET = `${here}costs.json`;
const NAMES = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5'];
const [EMULATOR_PORT, PORT] = [4710, 4720];
/** Until the compiler has done with the code that they run through. */
const WARM_REQUESTS = 3000;
const COUNTED_REQUESTS = 40;
/** Whatever else the server does meanwhile only adds: the least of several is nearest to what requests take. */
const MEMORY_TURNS = 3;
/** The server collects when it likes. */
const TURNS_MAX = 10;
/** Memory differs a little from run to run, with what the compiler found out first. */
const MEMORY_MARGIN = 1.05;

const url = `http://127.0.0.1:${EMULATOR_PORT}`;

/** As it ships, but for room for all that is counted, and somebody who counts. */
async function startCounted() {
  const { command, ...ours } = listServers({ upstream: url }).find(({ name }) => name === 'ours');
  const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256', '--require'];
  const counted = ['node', ...flags, `${here}cost-counter.cjs`, command.at(-1)];
  const [request] = requestsOf(operations.Q5);
  const server = { ...ours, command: counted, hasChannel: true };
  return (await startServer(server, { port: PORT, request, log: '/dev/null' })).child;
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

async function leastMemory(server, requests) {
  const measured = [];
  for (let turn = 0; turn < TURNS_MAX && measured.length < MEMORY_TURNS; turn += 1) {
    const memory = await countMemory(server, requests);
    if (memory) measured.push(memory);
  }
  return measured.sort((one, other) => one.bytes - other.bytes)[0];
}

/** @returns how much the counted requests took, each */
async function count(server, name) {
  const requests = requestsOf(operations[name]);
  await askInTurn(PORT, requests, WARM_REQUESTS);
  const memory = await leastMemory(server, requests);
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

function tooMuch(counted, allowed) {
  return Object.keys(counted).filter((key) => allowed?.[key] === undefined || counted[key] > allowed[key]);
}

stopAllAtExit();
start(['node', 'emulator.mjs', String(EMULATOR_PORT)], { core: 1, cwd: here, env: {}, log: '/dev/null' });
await pause(500);
const server = await startCounted();
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
