import type { Socket } from 'node:net';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startProcess, type Api } from '../../support/api.js';
import { openSockets } from '../../support/process-figures.js';
import { open, parseAnswers, postHead, refusalOf } from '../../support/raw-http.js';

/**
 * Clients that are slow on purpose, all at once, since each of them takes its 15 or 20 seconds. The times asserted are the limits
 * themselves and what a busy machine may add to them.
 */

const REQUEST_MS = 15_000;
const STALLED_MS = 20_000;
const LATE_MS = 8000;
/** Slow clients at once, beside the others. */
const FLOOD = 500;

const ASSETS = new URL('../../../dist/graphiql/assets.json', import.meta.url);

let api: Api;

beforeAll(async () => {
  api = await startProcess({});
});
afterAll(async () => api?.stop());

interface Ended {
  readonly wire: string;
  readonly afterMs: number;
}

/** Sends `first`, then a byte of `rest` every half second or so, until the server has had enough. */
async function drip(first: string, rest: string, everyMs = 500): Promise<Ended> {
  const socket = await open(api.url);
  const begun = performance.now();
  let wire = '';
  let sent = 0;
  socket.on('data', (chunk) => (wire += chunk.toString('latin1')));
  const timer = setInterval(() => socket.write(rest[sent++ % rest.length] ?? ''), everyMs);
  if (first !== '') socket.write(first);
  await new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
  const afterMs = performance.now() - begun;
  clearInterval(timer);
  socket.destroy();
  return { wire, afterMs };
}

/** Ten answers that no buffer on the way holds, asked for on one connection. */
async function askForMuch(): Promise<Socket> {
  const { script } = JSON.parse(await readFile(fileURLToPath(ASSETS), 'utf8')) as { script: string };
  const socket = await open(api.url);
  socket.pause();
  socket.write(`GET /graphiql/${script} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(10));
  return socket;
}

/** So many clients that send a byte a second, half of them of a head and half of a body, until each has been answered. */
async function flood(count: number): Promise<readonly Ended[]> {
  const each = Array.from({ length: count }, async (_, index) => {
    const isHead = index % 2 === 0;
    return drip(
      isHead ? 'GET /healthz HTTP/1.1\r\nHost: a\r\nx-long: ' : postHead(1000),
      isHead ? 'x' : ' ',
      1000,
    );
  });
  return Promise.all(each);
}

/** Whether a client that is in no way slow is answered, each time that it asks until `others` are done. */
async function askBeside(others: Promise<unknown>): Promise<readonly number[]> {
  const statuses: number[] = [];
  let isOver = false;
  void others.then(() => (isOver = true));
  while (!isOver) {
    statuses.push((await api.ask('{ __typename }', { headers: { connection: 'close' } })).status);
    await sleep(250);
  }
  return statuses;
}

async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Takes a little of its answers every half second, for longer than one may take nothing. */
async function readSlowly(socket: Socket): Promise<boolean> {
  const until = performance.now() + STALLED_MS + LATE_MS;
  let isBroken = false;
  socket.once('close', () => (isBroken = true));
  while (performance.now() < until && !isBroken) {
    await sleep(500);
    socket.read(65_536);
  }
  return !isBroken;
}

test('N07 N02 H12 a request has 15 s to arrive, and an answer 20 s for each byte to be taken, however many are slow', async () => {
  const base = await openSockets(api.url);
  const hungry = await Promise.all(Array.from({ length: 10 }, askForMuch));
  const begun = performance.now();
  const slow = await askForMuch();
  const dripping = Promise.all([
    drip('GET /healthz HTTP/1.1\r\nHost: a\r\n', 'a: b\r\n'),
    drip(postHead(1000), ' '),
    drip(postHead(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked'), '1\r\n \r\n'),
    drip('', '\r\n'),
    drip(`${postHead(30, 'x-request-id: mine-1')}{"query":"{ __typename }"}`, ''),
  ]);
  const surviving = readSlowly(slow);
  const flooding = flood(FLOOD);
  const statuses = await askBeside(flooding);
  expect([statuses.length > 10, new Set(statuses)]).toEqual([true, new Set([200])]);
  const dripped = [...(await dripping), ...(await flooding)];
  expect(dripped).toHaveLength(5 + FLOOD);
  for (const { wire, afterMs } of dripped) {
    expect(refusalOf(parseAnswers(wire)[0] ?? { status: 0, headers: {}, text: '' })).toMatchObject({
      status: 408,
      connection: 'close',
      code: 'BAD_REQUEST',
      message: 'The request was not complete within 15 seconds.',
      retryable: true,
      isTraceable: true,
    });
    expect(parseAnswers(wire)).toHaveLength(1);
    expect(afterMs).toBeGreaterThan(REQUEST_MS - 1000);
    expect(afterMs).toBeLessThan(REQUEST_MS + LATE_MS);
  }
  // Meanwhile those who read nothing are still there, and then they are not.
  while ((await openSockets(api.url)) > base + 1) await sleep(250);
  const afterMs = performance.now() - begun;
  expect(afterMs).toBeGreaterThan(STALLED_MS - 1000);
  expect(afterMs).toBeLessThan(STALLED_MS + LATE_MS);
  expect(await surviving).toBe(true);
  for (const socket of [...hungry, slow]) socket.destroy();
}, 60_000);
