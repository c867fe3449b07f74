import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { check, measure, moveProvider, pause, startServer } from './measure.mjs';
import { load, requestsOf } from './load.mjs';
import { operations, ownOperations } from './operations.mjs';
import { pinSelf, residentMegabytes, start, stop, stopAllAtExit } from './processes.mjs';
import { describeMachine, plot, toMarkdown } from './report.mjs';
import { listServers } from './servers.mjs';
import { median, shuffle } from './statistics.mjs';

const HELP = `Measures this server beside others that answer the same, over the same emulated provider.

  npm run bench                   everything, with the provider near and 20 ms away, at full load and at fixed rates;
                                  writes a report with plots to bench/results/
  npm run bench -- --quick        this server, the proxy and Mercurius, Q1 to Q5: a table in less than two minutes

  --only Q1,Q2          these operations          --peers proxy,ours   these servers (the first is the measure)
  --rounds N            slices of each load, all servers in turn    --seconds N   length of a slice
  --base <folder>       another built checkout of this server, measured beside it
  --delay <ms>          how far away the provider is, in place of near and far
`;

const here = fileURLToPath(new URL('.', import.meta.url));
const EMULATOR_PORT = 4710;
const FIRST_PORT = 4720;
const SEED = 7;
const FAR_MS = 20;
/** Shares of what the first server manages at full load. */
const RATES = [0.2, 0.5];
const RATE_SECONDS = 5;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    only: { type: 'string' },
    peers: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    base: { type: 'string' },
    delay: { type: 'string' },
  },
});

const say = (line) => process.stderr.write(`${line}\n`);

function settle() {
  const { quick } = options;
  const names = options.peers?.split(',') ?? (quick ? ['proxy', 'ours', 'mercurius'] : undefined);
  const chosen = options.only?.split(',') ?? (quick ? ['Q1', 'Q2', 'Q3', 'Q4', 'Q5'] : undefined);
  const upstream = `http://127.0.0.1:${EMULATOR_PORT}`;
  const servers = listServers({ upstream, base: options.base }).filter(
    ({ name }) => names === undefined || names.includes(name) || name === 'base',
  );
  const all = { ...operations, ...ownOperations };
  const isWhole = !quick && chosen === undefined && names === undefined;
  return {
    servers,
    operations: Object.fromEntries(
      Object.entries(all).filter(([name]) => chosen === undefined || chosen.includes(name)),
    ),
    delays: options.delay !== undefined ? [Number(options.delay)] : isWhole ? [0, FAR_MS] : [0],
    rounds: Number(options.rounds ?? (quick ? 3 : 5)),
    seconds: Number(options.seconds ?? 1),
    warmSeconds: quick ? 1.5 : 2.5,
    colds: quick ? 1 : 5,
    isWhole,
    emulatorPort: EMULATOR_PORT,
  };
}

/** The peers' packages are no part of the product, so they are installed when they are first needed. */
function installPeers() {
  if (existsSync(join(here, 'peers/node_modules'))) return;
  say('installing the peers, once ...');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: join(here, 'peers'), stdio: 'ignore' });
}

const isAsked = (server, name) => server.isOurs || name in operations;

async function startAll(plan, folder) {
  const [request] = requestsOf(operations.Q1);
  const live = [];
  for (const [index, server] of plan.servers.entries()) {
    const port = FIRST_PORT + index;
    const log = join(folder, `${server.name}.log`);
    const colds = [];
    let child;
    for (let turn = 0; turn < plan.colds; turn += 1) {
      if (child) await stop(child);
      const started = await startServer(server, { port, request, log });
      ({ child } = started);
      colds.push(started.coldMs);
    }
    await pause(1000);
    const idleMegabytes = residentMegabytes(child);
    live.push({ ...server, port, child, coldMs: median(colds), idleMegabytes, runs: [], rates: [] });
    say(`${server.name}: started in ${Math.round(median(colds))} ms`);
  }
  return live;
}

async function checkAll(plan, live) {
  for (const [name, operation] of Object.entries(plan.operations)) {
    let expected;
    for (const server of live) {
      if (!isAsked(server, name)) continue;
      expected = await check(server, server.port, operation, EMULATOR_PORT, expected);
    }
  }
  say('all answers are the same, value for value, with the calls that they are to take');
}

/** What is done before each slice: the server comes back from idling. */
const WAKE_SECONDS = 0.2;

/**
 * Every operation on every server, in short slices of each in turn: a machine whose speed changes from minute to minute
 * changes it for all of them. Each round has another order.
 */
async function loadAll(plan, live) {
  const names = Object.keys(plan.operations);
  const steps = plan.delays.flatMap((delayMs) => names.map((name) => ({ delayMs, name })));
  for (const [index, { delayMs, name }] of steps.entries()) {
    const asked = live.filter((server) => isAsked(server, name));
    const step = `${delayMs} ms away, ${name}, ${index + 1} of ${steps.length}`;
    say(`${step}: warming ${asked.length} servers`);
    await moveProvider(plan.emulatorPort, delayMs);
    for (const { port } of asked)
      await load(port, requestsOf(plan.operations[name]), { seconds: plan.warmSeconds });
    for (let round = 0; round < plan.rounds; round += 1) {
      say(`${step}: round ${round + 1} of ${plan.rounds}`);
      for (const server of shuffle(asked, SEED + round)) {
        const result = await measure(server, plan.operations[name], { ...plan, warmSeconds: WAKE_SECONDS });
        server.runs.push({ delayMs, round, name, ...result });
      }
    }
  }
}

/** How long a page takes where no server is asked for more than it can do. */
async function loadAtRates(plan, [first, ...others]) {
  await moveProvider(plan.emulatorPort, 0);
  const most = median(
    first.runs
      .filter(({ name, delayMs }) => name === 'Q1' && delayMs === 0)
      .map(({ perSecond }) => perSecond),
  );
  for (const share of RATES) {
    const rate = Math.round(most * share);
    for (const server of [first, ...others]) {
      say(`${rate} pages a second, ${server.name}`);
      const { p50Ms, p99Ms, perSecond } = await measure(server, operations.Q1, {
        ...plan,
        seconds: RATE_SECONDS,
        rate,
      });
      server.rates.push({ share, rate, p50Ms, p99Ms, perSecond });
    }
  }
}

function writeReport(report) {
  const results = join(here, 'results');
  mkdirSync(results, { recursive: true });
  const day = report.date.slice(0, 10);
  const stem = join(results, day);
  writeFileSync(`${stem}.json`, `${JSON.stringify(report, undefined, 1)}\n`);
  const plots = report.delays.map((delayMs) => {
    const name = `${day}-${delayMs}ms.svg`;
    writeFileSync(join(results, name), plot(report, delayMs));
    return `![CPU per request, provider ${delayMs} ms away](${name})`;
  });
  writeFileSync(`${stem}.md`, `${[toMarkdown(report), ...plots].join('\n\n')}\n`);
  say(`written to ${stem}.md`);
}

async function run() {
  const plan = settle();
  installPeers();
  stopAllAtExit();
  pinSelf();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const emulator = start(['node', 'emulator.mjs', String(EMULATOR_PORT)], {
    core: 1,
    cwd: here,
    env: {},
    log: join(folder, 'emulator.log'),
  });
  await pause(500);
  const live = await startAll(plan, folder);
  await checkAll(plan, live);
  await loadAll(plan, live);
  if (plan.isWhole) await loadAtRates(plan, live);
  for (const server of live) await stop(server.child);
  await stop(emulator);
  const report = {
    date: new Date().toISOString(),
    machine: describeMachine(),
    delays: plan.delays,
    operations: Object.fromEntries(Object.entries(plan.operations).map(([name, { title }]) => [name, title])),
    servers: live.map(({ name, title, coldMs, idleMegabytes, runs, rates }) => ({
      name,
      title,
      coldMs,
      idleMegabytes,
      runs,
      rates,
    })),
  };
  process.stdout.write(`${toMarkdown(report)}\n`);
  if (plan.isWhole) writeReport(report);
}

if (options.help) process.stdout.write(HELP);
else await run();
