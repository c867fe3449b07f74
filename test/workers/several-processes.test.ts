import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Api } from '../support/api.js';
import { freePort } from '../support/free-port.js';
import { accountField } from '../support/invoice-row.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { figure } from '../support/process-figures.js';
import { askAnew, pause, startCrew, WELCOME, type Crew } from './workers.js';
import { START_WORDS } from '../support/start-words.js';

/** Several processes at one port, while all of them are well. */

const ANSWERED = 'billing_http_request_duration_seconds_count{route="/graphql",status="200"}';
const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;

let upstream: Upstream;
let crew: Crew;
let api: Api;
let adminUrl: string;

beforeAll(async () => {
  upstream = await startUpstream();
  const adminPort = await freePort();
  adminUrl = `http://127.0.0.1:${adminPort}`;
  crew = await startCrew(2, { ALTOSTRAT_URL: upstream.url, ADMIN_PORT: String(adminPort) });
  api = crew.api;
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});

test('L13 WORKERS=2 is two processes, both listening before the address is printed, which is once', () => {
  const [first, second] = crew.pids();
  expect(new Set([first, second, api.process.pid]).size).toBe(3);
  const [before = '', ...rest] = api.output().split(WELCOME);
  expect(rest).toHaveLength(1);
  expect(before.match(/worker listens/g)).toHaveLength(2);
});

test('L13 connections are dealt in turn: while one of two processes stands still, one connection waits for it, and no other', async () => {
  const [still = 0] = crew.pids();
  process.kill(still, 'SIGSTOP');
  const answered: string[] = [];
  const asked = Array.from({ length: 10 }, async () => answered.push(await askAnew(api, query)));
  while (answered.length < 9) await pause();
  expect(await askAnew(api)).toBe('200 Query');
  expect(answered).toHaveLength(9);
  process.kill(still, 'SIGCONT');
  await Promise.all(asked);
  expect(new Set(answered)).toEqual(new Set(['200 Acme United States']));
});

test('L13 L11 whichever process is asked, the metrics are those of all', async () => {
  const before = await figure(adminUrl, ANSWERED);
  for (let asked = 1; asked <= 6; asked += 1) {
    await askAnew(api);
    expect(await figure(adminUrl, ANSWERED)).toBe(before + asked);
  }
  expect(await figure(adminUrl, 'billing_worker_deaths_total')).toBe(0);
  const memory = await figure(adminUrl, 'process_resident_memory_bytes');
  expect(memory).toBeGreaterThan(100_000_000);
});

test('L13 L11 a process that does not answer in time is in the metrics with what it said last', async () => {
  const before = await figure(adminUrl, ANSWERED);
  const [still = 0] = crew.pids();
  process.kill(still, 'SIGSTOP');
  // One of two connections in a row waits for it.
  const figures = [figure(adminUrl, ANSWERED), figure(adminUrl, ANSWERED)];
  expect(await Promise.race(figures)).toBe(before);
  process.kill(still, 'SIGCONT');
  expect(await Promise.all(figures)).toEqual([before, before]);
});

test('L13 L11 health has its listener in all processes, and is served nowhere else', async () => {
  for (const path of ['/healthz', '/readyz', '/readyz']) {
    const { status } = await fetch(`${adminUrl}${path}`, { headers: { connection: 'close' } });
    expect(status).toBe(200);
    expect((await fetch(`${api.url}${path}`)).status).toBe(404);
  }
});

test('L13 WORKERS=auto is a process for each core, over one embedded sandbox, and ends with 0', async () => {
  const { api: alone, pids } = await startCrew('auto', {});
  const cores = availableParallelism();
  expect(pids()).toHaveLength(cores === 1 ? 0 : cores);
  const answers = await Promise.all(Array.from({ length: cores + 1 }, async () => askAnew(alone, query)));
  expect(new Set(answers)).toEqual(new Set(['200 Acme United States']));
  expect(await alone.stop()).toBe(0);
});

test('L13 L03 a port in use ends the start of several with one line and exit code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const env = { PATH: process.env['PATH'], WORKERS: '2', PORT: String(port), ALTOSTRAT_URL: upstream.url };
  const child = spawn(process.execPath, START_WORDS, { env });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (written += chunk));
  const [code] = await once(child, 'close');
  other.close();
  const line = `billing-graphql failed: bind EADDRINUSE 127.0.0.1:${port}. Choose another PORT.\n`;
  expect([code, written]).toEqual([1, line]);
});
