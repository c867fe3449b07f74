import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { requestsOf } from '../../bench/load.mjs';
import { operations } from '../../bench/operations.mjs';
import { start, stop } from '../../bench/processes.mjs';
import { ResponseReader } from '../../bench/response-reader.mjs';
import { percentile } from './at-rate.mjs';
import { startServer } from './system.mjs';

const EMULATOR = fileURLToPath(new URL('../../bench/emulator.mjs', import.meta.url));
const WATCH_HEALTH = fileURLToPath(new URL('./watch-health.mjs', import.meta.url));
const EMULATOR_PORT = 4790;
const DELAY_MS = 20;
const SHARES = [0.5, 0.7, 1, 1.5, 2, 3, 5];
const SECONDS_AT_ONCE = 1;

/** More is asked than a processor can answer. Goodput is answers with 200 within a second of when they were due. */
export const overload = {
  id: 'O3',
  title: 'Five times what it can',
  bar: 'goodput at least 0.90 of its peak, accepted p99 at most 3 times that at 0.7, refusals under 50 ms, /healthz under 100 ms, back within 5 s',
  async run({ isLong, onProgress }) {
    const emulator = start(['node', EMULATOR, String(EMULATOR_PORT)], { core: 1, log: '/dev/null' });
    await sleep(500);
    const upstream = `http://127.0.0.1:${EMULATOR_PORT}`;
    await fetch(`${upstream}/__delay/${DELAY_MS}`);
    const adminPort = String(EMULATOR_PORT + 1);
    const server = await startServer(upstream, {
      environment: { ADMIN_PORT: adminPort, NODE_ENV: 'production', CACHE_MAX_AGE_MS: '0' },
      nodeArguments: ['--max-semi-space-size=32'],
    });
    const health = watchHealth(`http://127.0.0.1:${adminPort}/healthz`);
    try {
      const port = Number(new URL(server.url).port);
      const seconds = isLong ? 10 : 2;
      await offer(port, { perSecond: 500, seconds: 3 });
      const capacity = await findCapacity(port);
      const steps = [];
      await health.take();
      for (const [index, share] of SHARES.entries()) {
        const last = share === SHARES.at(-1) ? seconds * 3 : seconds;
        steps.push({
          share,
          ...(await offer(port, { perSecond: capacity * share, seconds: last })),
          healthMs: await health.take(),
        });
        onProgress((index + 1) / SHARES.length);
      }
      const after = await offer(port, { perSecond: capacity * 0.7, seconds: isLong ? 5 : 2 });
      return judge({ capacity, steps, after });
    } finally {
      health.stop();
      await Promise.all([server.stop(), stop(emulator)]);
    }
  },
};

function judge({ capacity, steps, after }) {
  const peak = Math.max(...steps.map(({ goodput }) => goodput));
  const [calm, most] = [steps.find(({ share }) => share === 0.7), steps.at(-1)];
  const figures = {
    capacity,
    goodput: most.goodput / peak,
    acceptedP99: most.acceptedP99Ms / calm.acceptedP99Ms,
    refusalP99Ms: most.refusalP99Ms,
    driverP99Ms: most.driverP99Ms,
    healthMs: most.healthMs,
    recovered: after.goodput / (capacity * 0.7),
    steps,
  };
  return {
    figures,
    counts: steps.every(({ broken }) => broken === 0),
    times:
      figures.goodput >= 0.9 &&
      figures.acceptedP99 <= 3 &&
      figures.refusalP99Ms < 50 &&
      figures.healthMs < 100 &&
      figures.recovered >= 0.95,
  };
}

const requests = requestsOf(operations.Q1);

/** Answers a second as fast as so many connections ask that none of the waiting for the provider is idle. */
async function findCapacity(port) {
  const counts = [];
  for (let round = 0; round < 3; round += 1)
    counts.push((await offer(port, { perSecond: Infinity, seconds: SECONDS_AT_ONCE })).goodput);
  return percentile(counts, 0.5);
}

/**
 * Requests that fall due at a rate, over as many connections as are needed so that none waits for another. How late what drives
 * them comes to its own work is part of every figure here.
 */
async function offer(port, { perSecond, seconds }) {
  const tally = { good: [], refused: [], late: [], broken: 0 };
  const idle = [];
  const all = new Set();
  let number = 0;
  const send = (connection, dueAtMs) => {
    connection.dueAtMs = dueAtMs;
    connection.socket.write(requests[number++ % requests.length]);
  };
  const open = (dueAtMs, whenAnswered) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const connection = { socket, dueAtMs };
    all.add(connection);
    const reader = new ResponseReader(({ status }) => {
      const ms = performance.now() - connection.dueAtMs;
      if (status === 200) tally.good.push(ms);
      else if (status === 503) tally.refused.push(ms);
      else tally.broken += 1;
      connection.dueAtMs = undefined;
      whenAnswered(connection);
    });
    socket.on('connect', () => send(connection, dueAtMs));
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      all.delete(connection);
      const at = idle.indexOf(connection);
      if (at >= 0) idle.splice(at, 1);
    });
  };
  const startedAtMs = performance.now();
  const untilMs = startedAtMs + seconds * 1000;
  if (perSecond === Infinity) {
    const again = (connection) => performance.now() < untilMs && send(connection, performance.now());
    for (let index = 0; index < 256; index += 1) open(startedAtMs, again);
    await sleep(seconds * 1000 + 100);
  } else {
    let due = 0;
    while (performance.now() < untilMs) {
      for (; startedAtMs + (due * 1000) / perSecond <= performance.now(); due += 1) {
        const connection = idle.pop();
        const dueAtMs = startedAtMs + (due * 1000) / perSecond;
        if (connection) send(connection, dueAtMs);
        else if (all.size < 900) open(dueAtMs, (free) => idle.push(free));
      }
      const beforeMs = performance.now();
      await sleep(1);
      tally.late.push(performance.now() - beforeMs - 1);
    }
    await sleep(1000);
  }
  for (const { socket } of all) socket.destroy();
  return {
    goodput: tally.good.filter((ms) => ms <= 1000).length / seconds,
    acceptedP99Ms: percentile(tally.good, 0.99),
    refusalP99Ms: percentile(tally.refused, 0.99),
    refused: tally.refused.length,
    driverP99Ms: percentile(tally.late, 0.99),
    broken: tally.broken,
  };
}

/** The longest that health takes to answer; `take` tells what it was since it was asked before. */
function watchHealth(url) {
  const child = fork(WATCH_HEALTH, [url]);
  return {
    take: async () => {
      child.send('take');
      const [ms] = await once(child, 'message');
      return ms;
    },
    stop: () => child.disconnect(),
  };
}
