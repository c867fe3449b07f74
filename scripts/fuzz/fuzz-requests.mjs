import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { startServer } from '../soak/system.mjs';
import { Chance } from './chance.mjs';
import { findInternals, findOwnFaults } from './internals.mjs';
import { SHAPES, startPagesProvider } from './pages-provider.mjs';
import { randomBody, randomBytesOfHttp, randomHeaders, randomTarget } from './random-request.mjs';

const AT_ONCE = 16;
/** One request in so many is bytes that need not be HTTP. */
const RAW_EVERY = 50;
/** 302 sends a browser to the page. */
const KNOWN_STATUSES = new Set([200, 204, 302, 400, 401, 404, 405, 406, 408, 413, 415, 417, 429, 431, 503]);
const PATIENCE_MS = 10_000;

/**
 * Sends a server whatever comes to mind: documents, bodies, heads, bytes. Resolves with how many requests there were, how they
 * were answered by status, the longest block of the server's event loop, and what was wrong, in words.
 */
export async function fuzzRequests({ requests, seed, onProgress = () => undefined }) {
  const chance = new Chance(seed);
  const provider = await startPagesProvider((page) => Buffer.from(page));
  const preload = new URL('./report-block.mjs', import.meta.url).href;
  const server = await startServer(provider.url, {
    nodeArguments: [`--import=${preload}`],
    hasChannel: true,
  });
  const met = { requests, statuses: {}, findings: [] };
  let next = 0;
  const askOn = async () => {
    while (next < requests) {
      next += 1;
      const number = next;
      const found =
        number % RAW_EVERY === 0 ? await sendBytes(server, chance) : await sendRequest(server, chance, met);
      for (const what of found) {
        const told = findInternals(what.text, provider.url);
        for (const wrong of [...told, ...what.wrong])
          met.findings.push(`request ${number}: ${wrong}\n    sent: ${what.sent}\n    shown: ${what.text}`);
      }
      onProgress(next / requests);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, askOn));
    if (!(await isWell(server))) met.findings.push('the server does not answer any more');
    server.process.send('report');
    const [{ longestBlockMs }] = await once(server.process, 'message');
    return { ...met, longestBlockMs };
  } finally {
    await server.stop();
    await provider.stop();
  }
}

async function isWell({ url, process: child }) {
  const { header, query } = SHAPES.altostrat;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [header]: 'Bearer sound-token' },
    body: JSON.stringify({ query }),
  });
  const { data } = await response.json();
  return child.exitCode === null && data.billingAccount.invoices.nodes.length === 3;
}

/** What was sent, what came, and what is wrong with it. */
async function sendRequest(server, chance, met) {
  const target = randomTarget(chance);
  const body = target.method === 'POST' ? randomBody(chance) : undefined;
  const sent = `${target.method} ${target.path} ${body}`;
  const { status, type, text } = await exchange(server.url, target, randomHeaders(chance), body);
  met.statuses[status] = (met.statuses[status] ?? 0) + 1;
  const wrong = KNOWN_STATUSES.has(status) ? [] : [`is answered with ${status}`];
  if (/json/.test(type) && target.method !== 'HEAD') wrong.push(...findNoAnswer(text));
  return [{ sent, text, wrong }];
}

function findNoAnswer(text) {
  try {
    const answer = JSON.parse(text);
    return findOwnFaults(answer);
  } catch {
    return ['is answered with JSON that is none'];
  }
}

function exchange(url, { method, path }, headers, body) {
  return new Promise((resolve, reject) => {
    const call = request(`${url}${path}`, { method, headers, timeout: PATIENCE_MS }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const type = response.headers['content-type'] ?? '';
        resolve({ status: response.statusCode, type, text: Buffer.concat(pieces).toString() });
      });
    });
    call.on('timeout', () => call.destroy(new Error(`${method} ${path} was not answered.`)));
    // A body that is refused before it was read to its end is cut off.
    call.on('error', (error) =>
      ['EPIPE', 'ECONNRESET'].includes(error.code)
        ? resolve({ status: 400, type: '', text: '' })
        : reject(error),
    );
    call.end(body);
  });
}

/** The connection is ended by us; the server says what it has to say, or nothing. */
async function sendBytes({ url }, chance) {
  const { hostname, port } = new URL(url);
  const bytes = randomBytesOfHttp(chance);
  const socket = connect(Number(port), hostname);
  const pieces = [];
  socket.on('data', (piece) => pieces.push(piece)).on('error', () => undefined);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.end(bytes);
  await once(socket, 'close');
  return [{ sent: bytes.toString('latin1'), text: Buffer.concat(pieces).toString(), wrong: [] }];
}
