import { keepNothing } from '../support/keep-nothing.js';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { BillingError } from '../../src/errors/billing-error.js';
import { usualPolicies } from '../../src/transport/usual-policies.js';
import { HttpTransport } from '../../src/transport/http-transport.js';
import { toCall, toRequest } from './upstream-call.js';

/** A host that takes a connection and never says a word: over TLS, there is no connection to send a call on. */

const sockets = new Set<Socket>();
let server: Server;
let transport: HttpTransport;

beforeAll(async () => {
  server = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  transport = new HttpTransport({
    provider: 'NORTHFLANK',
    baseUrl: new URL(`https://127.0.0.1:${port}`),
    policies: usualPolicies,
    timeoutMs: 60_000,
    callsAtOnce: { perCredential: 24, perProvider: 512 },
    onCall: () => undefined,
    now: Date.now,
    monotonicMs: () => performance.now(),
    random: () => 0,
    cache: keepNothing,
  });
});
afterAll(async () => {
  await transport.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

test('F24 a host that accepts no connection is a timeout long before the call’s own, and is left alone after three', async () => {
  const { budget } = toCall();
  const codes: unknown[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    // Operations of their own: one operation does not ask the same twice.
    const call = toCall({ budget });
    const error: unknown = await transport.send(toRequest(call), call).catch((thrown: unknown) => thrown);
    codes.push((error as BillingError).code);
  }
  const [late, down] = ['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE'];
  expect(codes).toEqual([late, late, late, down, down]);
  expect(budget.made).toBe(3);
}, 30_000);
