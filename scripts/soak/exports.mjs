import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startServer } from './system.mjs';

const PROGRAM = fileURLToPath(new URL('../../dist/billing-graphql.js', import.meta.url));
const HEADERS = { authorization: 'Bearer export-token' };
const WAIT_MS_MAX = 250;
const MEGABYTES_MAX = 150;
/** More than come between a start and its end, so that every kill finds something to break off. */
const ROWS_A_KILL = 1000;

/** A file of everything, and a file that is broken off again and again. */
export const exporting = {
  id: 'F58',
  title: 'An export of a million rows; one whose program is killed a hundred times',
  bar: `every row once, sums exact; a neighbour waits at most ${WAIT_MS_MAX} ms, memory grows by at most ${MEGABYTES_MAX} MB; the killed one is the same file`,
  async run({ isLong, onProgress }) {
    const rows = isLong ? 1_000_000 : 20_000;
    const large = await exportLarge(rows, (share) => onProgress(share * 0.6));
    const kills = isLong ? 100 : 5;
    const killed = await exportKilled(kills, (share) => onProgress(0.6 + share * 0.4));
    return {
      figures: { ...large.figures, ...killed },
      counts: large.isWhole && killed.isSame && killed.kills === kills,
      times: large.figures.longestWaitMs <= WAIT_MS_MAX && large.figures.grownMegabytes <= MEGABYTES_MAX,
    };
  },
};

/** Of invoice number `index` in cents: all differ, so that one too many and one too few do not make up for each other. */
const totalOf = (index) => 100 + index;

async function exportLarge(rows, onProgress) {
  const provider = await startProvider(rows);
  const server = await startServer(provider.url);
  try {
    const before = residentMegabytes(server.process.pid);
    const watched = watch(server);
    const end = await readExport(`${server.url}/export?account=${await accountId(server.url)}`, (count) =>
      onProgress(count / rows),
    );
    const { longestWaitMs, megabytes } = await watched.stop();
    const sum = (BigInt(rows) * BigInt(rows - 1)) / 2n + 100n * BigInt(rows);
    const figures = {
      rows: end.rows,
      calls: end.upstreamCalls,
      longestWaitMs,
      grownMegabytes: megabytes - before,
    };
    return {
      figures,
      isWhole: end.complete && end.rows === rows && end.met === rows && end.sums[0].total === decimal(sum),
    };
  } finally {
    await server.stop();
    provider.stop();
  }
}

const decimal = (cents) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

async function accountId(url) {
  const query =
    '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_soak", accountId: "cus_soak") { id } }';
  const headers = { 'content-type': 'application/json', ...HEADERS };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  });
  return (await response.json()).data.billingAccount.id;
}

/** The last row, and how many invoices came before it, none of them twice. */
async function readExport(url, onCount) {
  const { body } = await fetch(url, { headers: HEADERS });
  let met = 0;
  let last;
  for await (const line of createInterface({ input: Readable.fromWeb(body) })) {
    const row = JSON.parse(line);
    if (row.record === 'end') return { ...row, met };
    // Newest first, each number one below the one before.
    if (last !== undefined && Number(row.number) !== last + 1)
      throw new Error(`${row.number} came after ${last}`);
    last = Number(row.number);
    met += 1;
    if (met % 1000 === 0) onCount(met);
  }
  throw new Error(`The export broke off after ${met} rows.`);
}

/** What somebody else's trivial operation waits at most, and how much memory there is at most. */
function watch(server) {
  const state = { isOver: false, longestWaitMs: 0, megabytes: 0 };
  const watching = (async () => {
    while (!state.isOver) {
      const askedAtMs = performance.now();
      await (
        await fetch(`${server.url}/graphql?query=%7B__typename%7D`, {
          headers: { 'apollo-require-preflight': '1' },
        })
      ).text();
      state.longestWaitMs = Math.max(state.longestWaitMs, performance.now() - askedAtMs);
      state.megabytes = Math.max(state.megabytes, residentMegabytes(server.process.pid));
      await sleep(5);
    }
  })();
  return {
    stop: async () => {
      state.isOver = true;
      await watching;
      return state;
    },
  };
}

function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

async function exportKilled(kills, onProgress) {
  const provider = await startProvider(kills * ROWS_A_KILL, 15);
  const server = await startServer(provider.url);
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  try {
    const account = await accountId(server.url);
    const [whole, broken] = ['whole.csv', 'broken.csv'].map((name) => join(folder, name));
    await once(startExport(server.url, account, whole), 'exit');
    let done = 0;
    for (; done < kills; done += 1) {
      const child = startExport(server.url, account, broken);
      const isOver = await Promise.race([
        once(child, 'exit').then(() => true),
        grown(broken, done, child).then(() => false),
      ]);
      if (isOver) break;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      onProgress(done / kills);
    }
    await once(startExport(server.url, account, broken), 'exit');
    const [first, second] = await Promise.all([whole, broken].map(async (path) => readFile(path)));
    return { kills: done, isSame: first.equals(second) };
  } finally {
    await server.stop();
    provider.stop();
    await rm(folder, { recursive: true });
  }
}

function startExport(url, account, path) {
  const args = ['export', '--url', url, '--account', account, '--format', 'csv', '--out', path];
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, ALTOSTRAT_TOKEN: 'export-token' },
    stdio: 'ignore',
  });
}

/** Resolves once the file has a few rows more than it had, at another place of a row each time, or its writer is over. */
async function grown(path, number, writer) {
  const sizeOf = async () => (await readFile(path).catch(() => Buffer.alloc(0))).length;
  const before = await sizeOf();
  while ((await sizeOf()) <= before + 1 && writer.exitCode === null) await sleep(2);
  await sleep((number * 7) % 40);
}

/** A list of `rows` invoices that are made as they are asked for, newest first. */
async function startProvider(rows, delayMs = 0) {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url, 'http://provider');
    const after = searchParams.get('after');
    const from = after === null ? 0 : Number(after.slice(3)) + 1;
    const count = Math.min(Number(searchParams.get('limit')), rows - from);
    const data = Array.from({ length: count }, (_, at) => toRow(from + at));
    const page = { data, has_more: from + count < rows, next_cursor: data.at(-1)?.id ?? null };
    const send = () =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
    if (delayMs > 0) setTimeout(send, delayMs);
    else send();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => server.close() && server.closeAllConnections(),
  };
}

function toRow(index) {
  const total = totalOf(index);
  const createdAt = new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString().replace('Z', '000Z');
  return {
    id: `in_${index}`,
    customer_id: 'cus_soak',
    number: String(index),
    status: 'paid',
    currency: 'usd',
    created_at: createdAt,
    amount_due: total,
    amount_paid: total,
    subtotal: total,
    total,
    tax: null,
    discount_amount: 0,
    discount_names: [],
    lines: [],
  };
}
