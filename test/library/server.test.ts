import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createBillingServer, type BillingServerOptions } from '../../src/library/create-billing-server.js';
import { allProviders } from '../../src/providers/all-providers.js';
import { freePort } from '../support/free-port.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { ledger } from './providers.js';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(async () => upstream?.close());

const quiet = { port: 0, graphiql: false } as const;
const live = (): BillingServerOptions => {
  return { ...quiet, urls: { ALTOSTRAT: upstream.url, NORTHFLANK: upstream.url } };
};

// Tests read into answers of any shape; a wrong path fails the assertion that follows.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function ask(url: string, query: string, headers: Record<string, string> = {}): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const acme =
  '{ billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: "cus_acme_us") { invoices(first: 2) { nodes { invoiceId } } } }';
const book =
  '{ billingAccount(provider: LEDGER, accountId: "book-1") { invoices(first: 2) { nodes { number } } } }';

test('F70 two servers of one process serve what each was given, and one goes on when the other is closed', async () => {
  const both = createBillingServer({ ...live(), providers: [...allProviders, ledger] });
  const other = createBillingServer({ ...quiet, providers: [ledger], maxPageSize: 1 });
  const [bothUrl, otherUrl] = await Promise.all([both.listen(), other.listen()]);
  expect([both.url, other.url]).toEqual([bothUrl, otherUrl]);
  const tokens = { authorization: 'Bearer sandbox-altostrat', 'ledger-authorization': 'Bearer any' };
  await upstream.forget();
  const { data } = await ask(bothUrl, acme, tokens);
  expect(data.billingAccount.invoices.nodes).toHaveLength(2);
  expect(await upstream.paths()).toHaveLength(1);
  const { data: booked } = await ask(bothUrl, book, tokens);
  expect(booked.billingAccount.invoices.nodes).toEqual([{ number: 'L-10' }, { number: 'L-9' }]);
  await both.close();
  expect(both.url).toBeUndefined();
  const { errors } = await ask(otherUrl, book, tokens);
  expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
  const { data: named } = await ask(otherUrl, '{ __type(name: "BillingProvider") { enumValues { name } } }');
  expect(named.__type.enumValues).toEqual([{ name: 'LEDGER' }]);
  await other.close();
  await expect(fetch(otherUrl)).rejects.toThrow();
});

test('F70 it adds no handlers to the process, and leaves none', async () => {
  const count = (): number[] => process.eventNames().map((name) => process.listenerCount(name as string));
  const before = count();
  const server = createBillingServer(live());
  await server.listen();
  expect(count()).toEqual(before);
  await server.close();
  expect(count()).toEqual(before);
});

test('F70 a port that cannot be had is a rejection, and nothing is left of the server', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const adminPort = await freePort();
  const server = createBillingServer({ ...live(), port, adminPort });
  await expect(server.listen()).rejects.toThrow('EADDRINUSE');
  expect(server.url).toBeUndefined();
  await expect(fetch(`http://127.0.0.1:${adminPort}/healthz`)).rejects.toThrow('fetch failed');
  await server.close();
  taken.close();
});

test('F70 it listens once, and may be closed at any time and again', async () => {
  const never = createBillingServer(live());
  await never.close();
  await expect(never.listen()).rejects.toThrow('A server listens once');
  const server = createBillingServer(live());
  const listening = server.listen();
  await expect(server.listen()).rejects.toThrow('A server listens once');
  await Promise.all([server.close(), server.close(), listening]);
  expect(server.url).toBeUndefined();
  await expect(fetch(await listening)).rejects.toThrow();
});

test('F70 its log goes to whom it was told to give it, a line of JSON each, and nowhere else', async () => {
  const lines: string[] = [];
  const server = createBillingServer({ ...live(), log: (line) => lines.push(line) });
  const url = await server.listen();
  await fetch(`${url}/graphql?query={__typename}`, {
    headers: { 'x-request-id': 'asked-once', 'apollo-require-preflight': 'true' },
  });
  await server.close();
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 30, requestId: 'asked-once', status: 200 }),
  );
});

test('CFG F70 what is wrong is told where it is created, before anything is started', () => {
  expect(() => createBillingServer({ port: -1 })).toThrow('port: expected a whole number from 0 to 65535');
  expect(() => createBillingServer({ providers: [ledger, ledger] })).toThrow('name: expected one for each');
});
