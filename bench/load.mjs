import { connect } from 'node:net';
import { bodiesOf } from './operations.mjs';
import { ResponseReader } from './response-reader.mjs';

const CONNECTIONS = 64;
const TOKENS = 64;

/** A whole request. */
export function toRequest(text, { path = '/graphql', token }) {
  const body = Buffer.from(text);
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    'accept: application/json',
    `authorization: Bearer ${token}`,
    `content-length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

/** The requests of an operation. Those that are under way at once share neither account nor token. */
export function requestsOf(operation) {
  const bodies = bodiesOf(operation);
  const { path, isHot } = operation;
  return Array.from({ length: isHot ? 1 : 1600 }, (_, index) =>
    toRequest(bodies[index % bodies.length], { path, token: `token-${isHot ? 0 : index % TOKENS}` }),
  );
}

/** One request and its answer. */
export async function ask(port, request) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const reader = new ResponseReader(({ status, body }) => {
      socket.destroy();
      resolve({ status, body });
    }, true);
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The connection was closed.')));
  });
}

/** So many requests on one connection, each after the answer to the one before. */
export async function askInTurn(port, requests, count) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let asked = 0;
    const next = () => {
      if (asked === count) return resolve(void socket.destroy());
      socket.write(requests[asked++ % requests.length]);
    };
    const reader = new ResponseReader(({ status }) => {
      if (status !== 200) reject(new Error(`An answer had status ${status}.`));
      next();
    });
    socket.on('connect', next);
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The connection was closed.')));
  });
}

/**
 * Loads a server for some seconds: as fast as it answers, or at a fixed rate of requests a second, whose latency counts
 * from when they were due.
 */
export async function load(port, requests, { seconds, rate }) {
  const latencies = [];
  let [next, bad, isOver] = [0, 0, false];
  const startedAtMs = performance.now();
  const spacingMs = rate === undefined ? 0 : (1000 * CONNECTIONS) / rate;
  const run = (at) =>
    new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let dueAtMs = startedAtMs + (spacingMs * at) / CONNECTIONS;
      const send = () => {
        if (isOver) return socket.destroy();
        if (rate === undefined) dueAtMs = performance.now();
        else if (dueAtMs > performance.now()) return setTimeout(send, dueAtMs - performance.now());
        socket.write(requests[next++ % requests.length]);
      };
      const reader = new ResponseReader(({ status }) => {
        latencies.push(performance.now() - dueAtMs);
        if (status !== 200) bad += 1;
        dueAtMs += spacingMs;
        send();
      });
      socket.on('connect', send);
      socket.on('data', (chunk) => reader.push(chunk));
      socket.on('error', () => (bad += 1));
      socket.on('close', resolve);
      setTimeout(() => socket.destroy(), seconds * 1000 + 500);
    });
  setTimeout(() => (isOver = true), seconds * 1000);
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => run(at)));
  return { count: latencies.length, seconds, bad, latencies };
}
