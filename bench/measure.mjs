import { ask, load, requestsOf } from './load.mjs';
import { cpuMicros, residentMegabytes, start, stop } from './processes.mjs';
import { percentile } from './statistics.mjs';
import { isDeepStrictEqual } from 'node:util';

const START_MS_MAX = 30_000;

/** Starts a server and waits for its first good answer. */
export async function startServer(server, { port, request, log, core = 0 }) {
  const beganAtMs = performance.now();
  const child = start(server.command, {
    core,
    cwd: server.cwd,
    hasChannel: server.hasChannel,
    env: { ...server.env, PORT: String(port) },
    log,
  });
  while (performance.now() - beganAtMs < START_MS_MAX) {
    const answer = await ask(port, request).catch(() => undefined);
    if (answer?.status === 200) return { child, coldMs: performance.now() - beganAtMs };
    if (child.exitCode !== null) break;
    await pause(4);
  }
  await stop(child);
  throw new Error(`${server.name} gave no answer; see ${log}`);
}

/** Cursors are each server's own. */
function withoutCursors(value) {
  if (Array.isArray(value)) return value.map(withoutCursors);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !/cursor/i.test(name));
  return Object.fromEntries(kept.map(([name, each]) => [name, withoutCursors(each)]));
}

/** The same for values as a provider sends them and as we write them. */
function asSent(value) {
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value !== 'object' || value === null) return String(value).toLowerCase();
  if (value.amountMinor === '') return 'null';
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asSent(each)]));
}

/** Asks once, twice, and compares: the answer with the expected one, the calls with the operation's. */
export async function check(server, port, operation, emulatorPort, expected) {
  const [request] = requestsOf(operation);
  await ask(port, request);
  await pause(20);
  await ask(emulatorPort, Buffer.from('GET /__reset HTTP/1.1\r\n\r\n'));
  const { status, body } = await ask(port, request);
  await pause(20);
  const stats = await readStats(emulatorPort);
  const { data, errors } = JSON.parse(body);
  if (status !== 200 || errors) throw new Error(`${server.name}: ${status} ${body.slice(0, 300)}`);
  const seen = withoutCursors(data);
  const toCompare = server.answersAsSent ? asSent : (value) => value;
  if (expected !== undefined && !isDeepStrictEqual(toCompare(seen), toCompare(expected)))
    throw new Error(`${server.name}: another answer than the first server's: ${body.slice(0, 300)}`);
  const calls = operation.calls ?? 1;
  if (stats.requests !== calls)
    throw new Error(`${server.name}: ${stats.requests} upstream calls in place of ${calls}`);
  if (calls > 0 && stats.authorization !== 'Bearer token-0')
    throw new Error(`${server.name}: the caller's token did not come to the provider`);
  return expected ?? seen;
}

export async function readStats(emulatorPort) {
  const { body } = await ask(emulatorPort, Buffer.from('GET /__stats HTTP/1.1\r\n\r\n'));
  return JSON.parse(body);
}

/** How far away the provider is from now on. */
export async function moveProvider(emulatorPort, delayMs) {
  await ask(emulatorPort, Buffer.from(`GET /__delay/${delayMs} HTTP/1.1\r\n\r\n`));
}

/** One load of one server, after one that brings its code back: V8 lets go of the code of servers that idle. */
export async function measure({ child, port }, operation, { seconds, warmSeconds, rate, emulatorPort }) {
  const requests = requestsOf(operation);
  if (warmSeconds > 0) await load(port, requests, { seconds: warmSeconds });
  await pause(200);
  const [before, cpuBefore] = [await readStats(emulatorPort), cpuMicros(child)];
  const { count, bad, latencies } = await load(port, requests, { seconds, rate });
  const [after, cpuAfter] = [await readStats(emulatorPort), cpuMicros(child)];
  if (bad > 0) throw new Error(`${bad} of ${count} answers were not good.`);
  return {
    perSecond: count / seconds,
    cpuMicros: (cpuAfter - cpuBefore) / count,
    callsPerRequest: (after.requests - before.requests) / count,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    megabytes: residentMegabytes(child),
  };
}

export async function pause(ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
