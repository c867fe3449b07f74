/**
 * How the cost of a request changes with how many accounts and how many different operations are asked for, and with two
 * processes in place of one. Prints the tables of docs/scale.md.
 *
 *   npm run scale
 */
import { fileURLToPath } from 'node:url';
import { load, toRequest } from './load.mjs';
import { pause, startServer } from './measure.mjs';
import { operations } from './operations.mjs';
import { cpuMicros, pinSelf, residentMegabytes, start, stop, stopAllAtExit } from './processes.mjs';
import { listServers } from './servers.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const EMULATOR_PORT = 4710;
const PORTS = [4720, 4721];
const SECONDS = 4;
const COUNTS = { accounts: [1, 100, 10_000, 100_000], operations: [1, 10, 100, 1000] };

const nameOf = (index) => `cus_${String(index).padStart(4, '0')}`;

/** Each connection goes on with the next request, so that all accounts and operations come up in turn. */
function requestsOf({ accounts, operations: documents }) {
  const count = Math.max(accounts, documents, 64);
  return Array.from({ length: count }, (_, index) => {
    // A field's alias makes it another document of the same size.
    const alias = String(index % documents).padStart(4, '0');
    const query = `query Small($ws: ID!, $ba: ID!) { a${alias}: billingAccount(provider: ALTOSTRAT, workspaceId: $ws, accountId: $ba) { invoices(first: 2) { nodes { invoiceId status total { amountMinor } } } } }`;
    const body = JSON.stringify({ query, variables: { ws: 'ws_1', ba: nameOf(index % accounts) } });
    return toRequest(body, { token: `token-${index % 64}` });
  });
}

async function startOurs(port, core = 0) {
  const upstream = `http://127.0.0.1:${EMULATOR_PORT}`;
  const server = listServers({ upstream }).find(({ name }) => name === 'ours');
  const request = toRequest(JSON.stringify({ query: operations.Q5.query }), { token: 'token' });
  return (await startServer(server, { port, request, log: '/dev/null', core })).child;
}

async function measure(child, port, requests) {
  await load(port, requests, { seconds: SECONDS });
  const before = cpuMicros(child);
  const { count, bad } = await load(port, requests, { seconds: SECONDS });
  if (bad > 0) throw new Error(`${bad} of ${count} answers were not good.`);
  return { micros: (cpuMicros(child) - before) / count, perSecond: count / SECONDS };
}

async function table(what, counts) {
  const rows = [];
  for (const count of counts) {
    process.stderr.write(`${count} ${what} ...\n`);
    const child = await startOurs(PORTS[0]);
    const shape = { accounts: 100, operations: 1, [what]: count };
    const { micros } = await measure(child, PORTS[0], requestsOf(shape));
    rows.push({ count, micros, megabytes: residentMegabytes(child) });
    await stop(child);
  }
  const [first] = rows;
  const lines = rows.map(
    ({ count, micros, megabytes }) =>
      `| ${count.toLocaleString('en')} | ${(micros / first.micros).toFixed(2)} | ${Math.round(megabytes)} |`,
  );
  return [`| ${what} | CPU a request | memory, MB |`, '|---:|---:|---:|', ...lines].join('\n');
}

async function compareProcesses() {
  process.stderr.write('one process, then two ...\n');
  const requests = requestsOf({ accounts: 100, operations: 1 });
  const [one, two] = [await startOurs(PORTS[0], 0), await startOurs(PORTS[1], 1)];
  const alone = await measure(one, PORTS[0], requests);
  const both = await Promise.all([measure(one, PORTS[0], requests), measure(two, PORTS[1], requests)]);
  await Promise.all([stop(one), stop(two)]);
  const [first, second] = both;
  const micros = (first.micros + second.micros) / 2;
  const perSecond = first.perSecond + second.perSecond;
  return [
    '| processes | CPU a request | requests a second, in all |',
    '|---:|---:|---:|',
    '| 1 | 1.00 | 1.00 |',
    `| 2 | ${(micros / alone.micros).toFixed(2)} | ${(perSecond / alone.perSecond).toFixed(2)} |`,
  ].join('\n');
}

stopAllAtExit();
pinSelf();
start(['node', 'emulator.mjs', String(EMULATOR_PORT)], { core: 1, cwd: here, env: {}, log: '/dev/null' });
await pause(500);
for (const [what, counts] of Object.entries(COUNTS)) console.log(`${await table(what, counts)}\n`);
console.log(await compareProcesses());
process.exit();
