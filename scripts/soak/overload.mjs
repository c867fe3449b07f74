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
/** As many as may be open, less some. */
const CONNECTIONS = 900;
/** Of those, as many as keep a processor busy, and fewer than are refused. */
const AT_ONCE = 120;

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
      const pool = await openPool(Number(new URL(server.url).port), CONNECTIONS);
      const seconds = isLong ? 10 : 2;
      await offer(pool, { perSecond: 1000, seconds: 10 });
      const capacity = await findCapacity(pool);
      const steps = [];
      await health.take();
      for (const [index, share] of SHARES.entries()) {
        const last = share === SHARES.at(-1) ? seconds * 3 : seconds;
        steps.push({
          share,
          ...(await offer(pool, { perSecond: capacity * share, seconds: last })),
          healthMs: await health.take(),
        });
        onProgress((index + 1) / SHARES.length);
      }
      const after = await offer(pool, { perSecond: capacity * 0.7, seconds: isLong ? 5 : 2 });
      pool.forEach(({ close }) => close());
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
let number = 0;

/** Answers a second where so many connections ask again at once that none of the waiting for the provider is idle. */
async function findCapacity(pool) {
  const counts = [];
  for (let round = 0; round < 3; round += 1) {
    const tally = { good: 0 };
    const untilMs = performance.now() + SECONDS_AT_ONCE * 1000;
    const again = (connection) => {
      tally.good += 1;
      if (performance.now() < untilMs) connection.send(performance.now(), again);
    };
    for (const connection of pool.splice(0, AT_ONCE)) {
      connection.send(performance.now(), again);
      pool.push(connection);
    }
    await sleep(SECONDS_AT_ONCE * 1000 + 500);
    counts.push(tally.good / SECONDS_AT_ONCE);
  }
  return percentile(counts, 0.5);
}

/**
 * Connections as a balancer keeps them: made beforehand, for Node takes one new one in each turn of its loop, however many wait.
 * Each sends one request at a time, and tells what came and how long after it was due.
 */
async function openPool(port, count) {
  const pool = [];
  while (pool.length < count) pool.push(await openConnection(port));
  return pool;
}

async function openConnection(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let [dueMs, whenAnswered] = [0, undefined];
  const connection = {
    send: (dueAtMs, then) => {
      [dueMs, whenAnswered] = [dueAtMs, then];
      socket.write(requests[number++ % requests.length]);
    },
    close: () => socket.destroy(),
  };
  const reader = new ResponseReader(({ status }) =>
    whenAnswered(connection, { status, ms: performance.now() - dueMs }),
  );
  socket.on('data', (chunk) => reader.push(chunk)).on('error', () => undefined);
  return connection;
}

/**
 * Requests that fall due at a rate; one for which no connection is free is not sent. How late what drives them comes to its own
 * work is part of every figure here.
 */
async function offer(pool, { perSecond, seconds }) {
  const tally = { good: [], refused: [], late: [], broken: 0 };
  const whenAnswered = (connection, { status, ms }) => {
    if (status === 200) tally.good.push(ms);
    else if (status === 503) tally.refused.push(ms);
    else tally.broken += 1;
    pool.push(connection);
  };
  const startedAtMs = performance.now();
  let due = 0;
  while (performance.now() < startedAtMs + seconds * 1000) {
    for (; startedAtMs + (due * 1000) / perSecond <= performance.now(); due += 1)
      pool.pop()?.send(startedAtMs + (due * 1000) / perSecond, whenAnswered);
    const beforeMs = performance.now();
    await sleep(1);
    tally.late.push(performance.now() - beforeMs - 1);
  }
  while (pool.length < CONNECTIONS) await sleep(10);
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
