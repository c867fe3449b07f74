import { keepNothing } from '../support/keep-nothing.js';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { BillingError } from '../../src/errors/billing-error.js';
import { usualPolicies } from '../../src/transport/usual-policies.js';
import type { UpstreamCallReport } from '../../src/transport/call-report.js';
import { HttpTransport } from '../../src/transport/http-transport.js';
import { errorOf, settled, toCall, toRequest, TestEnd } from './upstream-call.js';

/** What comes over the wire, byte by byte, and what is made of it. */

const sockets: Socket[] = [];
const reports: UpstreamCallReport[] = [];
let requests: number;
let answer: (socket: Socket) => void;
let server: Server;
let transport: HttpTransport;

beforeEach(async () => {
  requests = 0;
  sockets.length = 0;
  reports.length = 0;
  server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.on('data', () => {
      requests += 1;
      answer(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  transport = new HttpTransport({
    provider: 'ALTOSTRAT',
    baseUrl: new URL(`http://127.0.0.1:${port}`),
    policies: usualPolicies,
    timeoutMs: 2000,
    callsAtOnce: { perCredential: 24, perProvider: 512 },
    onCall: (report) => reports.push(report),
    now: Date.now,
    monotonicMs: () => performance.now(),
    random: () => 0,
    cache: keepNothing,
  });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await transport.close();
});

const whole = (body: string, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const good = whole('{"answer":1}');

/** One read of an operation of its own. */
async function read(): Promise<unknown> {
  const call = toCall();
  return transport.send(toRequest(call), call);
}

async function failure(): Promise<BillingError> {
  return (await errorOf(read)) as BillingError;
}

test('N13 answers that nobody asked for are passed over on the way to the final one', async () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n';
  answer = (socket) => socket.write(hints.repeat(5) + 'HTTP/1.1 102 Processing\r\n\r\n' + good);
  expect(await read()).toEqual({ answer: 1 });
});

test.each([
  ['a 100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['a 101', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
])('N13 %s to somebody who did not ask is no answer that can be read', async (_what, head) => {
  answer = (socket) => socket.write(head + good);
  const { code } = await failure();
  expect(code).toBe('UPSTREAM_INVALID_RESPONSE');
});

test('N13 interim answers without end are bounded by the deadline', async () => {
  answer = (socket) => {
    const ticking = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 50);
    socket.on('close', () => clearInterval(ticking));
  };
  expect((await failure()).code).toBe('UPSTREAM_TIMEOUT');
});

test('N13 a second answer on a kept connection is never the next one’s', async () => {
  answer = (socket) => socket.write(requests === 1 ? good + whole('{"stray":1}') : good);
  expect(await read()).toEqual({ answer: 1 });
  expect(await read()).toEqual({ answer: 1 });
});

test('F23 a call that has ended well leaves its connection whole: the next one goes over it', async () => {
  answer = (socket) => socket.write(good);
  for (let turn = 0; turn < 3; turn += 1) {
    await read();
    await settled();
  }
  expect([requests, sockets.length]).toEqual([3, 1]);
});

test('T9 no more is taken in than may be, and the call ends there', async () => {
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  answer = (socket) => {
    socket.on('close', close);
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = Buffer.from(`100000\r\n${'x'.repeat(0x100000)}\r\n`);
    const send = (fault?: Error | null): unknown => fault ?? socket.write(chunk, send);
    send();
  };
  const { code, message, facts } = await failure();
  expect([code, message]).toEqual([
    'UPSTREAM_INVALID_RESPONSE',
    "The provider's answer cannot be read: it has more than 8388608 bytes.",
  ]);
  expect(facts).toEqual({ provider: 'ALTOSTRAT', isTooLarge: true });
  await closed;
});

test.each([
  ['is broken off', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 100\r\n\r\nx'],
  ['is far too long', `HTTP/1.1 403 Forbidden\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(70_000)}`],
])('U03 a refusal whose body %s is a refusal all the same', async (_what, text) => {
  answer = (socket) => socket.end(text);
  const { code, facts } = await failure();
  expect([code, facts.upstream?.status]).toEqual(['FORBIDDEN', 403]);
});

test('F23 a client that leaves ends its call at once, also while there is no connection yet', async () => {
  answer = () => undefined;
  const end = new TestEnd();
  const call = toCall({ end });
  const left = errorOf(() => transport.send(toRequest(call), call));
  end.come(new Error('gone'));
  expect(await left).toEqual(new Error('gone'));
  answer = (socket) => socket.write(good);
  expect(await read()).toEqual({ answer: 1 });
  expect(requests).toBe(1);
});

test('F55 each call is reported, one that is made again as well, with its status or none', async () => {
  answer = (socket) => (requests === 1 ? socket.write(whole('{}', '404 Not Found')) : socket.destroy());
  expect([(await failure()).code, (await failure()).code]).toEqual(['NOT_FOUND', 'UPSTREAM_UNAVAILABLE']);
  const report = { provider: 'ALTOSTRAT', route: 'x', correlationId: 'c', durationMs: expect.any(Number) };
  expect(reports).toEqual([
    { ...report, attempt: 1, status: 404, cause: 'status' },
    { ...report, attempt: 1, status: null, cause: 'connection closed' },
    { ...report, attempt: 2, status: null, cause: 'connection closed' },
    { ...report, attempt: 3, status: null, cause: 'connection closed' },
  ]);
});
