import type { RequestListener } from 'node:http';
import { startProcess, type Api, type GraphqlAnswer } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { createKey, startIssuer, tokenOf, type Issuer, type SigningKey } from '../support/issuer.js';
import { startRecorder, type Recorder } from '../support/recorder.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** The issuer's keys come and go beside the requests. Without them nothing is open that they keep shut. */

const [old, young, strange] = [createKey('old'), createKey('young'), createKey('strange')];
const QUERY = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
/** Waits run sixty times as fast: ten minutes of the server's are ten seconds. */
const hasty = {
  NODE_OPTIONS: `--import=${new URL('../support/hasty-clock.mjs', import.meta.url).href}`,
  UPSTREAM_TIMEOUT_MS: '1800000',
  OPERATION_TIMEOUT_MS: '1800000',
};

let upstream: Upstream;
let evil: Recorder;
let issuer: Issuer;
let api: Api | undefined;

beforeAll(async () => {
  [upstream, evil] = await Promise.all([startUpstream(), startRecorder({ keys: [old.jwk] })]);
});
afterAll(async () => {
  await Promise.all([upstream?.close(), evil?.close()]);
});
beforeEach(async () => {
  issuer = await startIssuer([old]);
  await upstream.forget();
});
afterEach(async () => {
  await api?.stop();
  api = undefined;
  await issuer.close();
});

async function start(environment: Record<string, string> = {}): Promise<Api> {
  api = await startProcess({ ALTOSTRAT_URL: upstream.url, ...issuer.environment, ...environment });
  return api;
}

/** Asks with a token that the provider would take. */
async function ask(token: string): Promise<GraphqlAnswer> {
  await upstream.control('POST', '/tokens', { token, provider: 'altostrat', workspaces: ['ws_acme'] });
  if (!api) throw new Error('No server has been started.');
  return api.ask(QUERY, { token });
}

/** Status, code and whether asking again may help. */
async function outcome(key: SigningKey): Promise<unknown> {
  const { status, errors } = await ask(tokenOf(key));
  return [status, ...errors.map(({ extensions: { code, retryable } }) => [code, retryable])];
}

const TAKEN = [200];
const REFUSED = [401, ['UNAUTHENTICATED', false]];
const UNKNOWN = [503, ['UPSTREAM_UNAVAILABLE', true]];

async function readiness(): Promise<unknown> {
  const response = await fetch(`${api?.url}/readyz`);
  return [response.status, await response.json()];
}

const READY = [200, { status: 'ready' }];
const WAITING = [503, { status: 'waiting for keys' }];

/** Tries again until it comes out so, for as long as is promised. */
async function until(expected: unknown, tell: () => Promise<unknown>, withinMs = 5000): Promise<void> {
  const startedAtMs = performance.now();
  for (;;) {
    const told = await tell();
    if (JSON.stringify(told) === JSON.stringify(expected)) return;
    if (performance.now() - startedAtMs > withinMs) return expect(told).toEqual(expected);
    await pause(50);
  }
}

const pause = (waitMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, waitMs));

const fails: RequestListener = (_message, response) => void response.writeHead(500).end();
const says =
  (text: string, status = 200): RequestListener =>
  (_message, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(text);
const good = JSON.stringify({ keys: [old.jwk] });

/** What an issuer in trouble answers. */
const troubles: readonly [string, () => RequestListener][] = [
  ['fails with 500', () => fails],
  ['fails with a good set', () => says(good, 500)],
  ['answers with HTML', () => says('<html></html>')],
  ['has no keys', () => says('{"keys":[]}')],
  ['has nothing', () => says('null')],
  ['has keys that are none', () => says('{"keys":[null,1,"a",[],{},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}')],
  ['has a secret', () => says(JSON.stringify({ keys: [{ kty: 'oct', kid: 'old', k: 'AAAA' }] }))],
  ['answers with 10 MB', () => says(`${good.slice(0, -1)},"x":"${'x'.repeat(10_000_000)}"}`)],
  ['answers with 10 MB in pieces', () => pieces],
  ['answers with 300 KiB', () => says(`${good.slice(0, -1)},"x":"${'x'.repeat(300 * 1024)}"}`)],
  [
    'leads elsewhere',
    () => (_message, response) => void response.writeHead(302, { location: `${evil.url}/keys` }).end(good),
  ],
  ['breaks off', () => (message) => void message.socket.destroy()],
  [
    'breaks off within its answer',
    () => (message, response) => {
      response.writeHead(200, { 'content-length': String(good.length) }).write(good.slice(0, 20));
      setTimeout(() => message.socket.destroy(), 5);
    },
  ],
  ['does not answer', () => () => undefined],
];

const pieces: RequestListener = (_message, response) => {
  response.writeHead(200);
  const piece = Buffer.alloc(64 * 1024, 0x20);
  for (let count = 0; count < 160; count += 1) response.write(piece);
  response.end(good);
};

test('A04 a thousand tokens with keys of any name have the keys fetched no more often than once', async () => {
  await start();
  await until(READY, readiness);
  const names = Array.from({ length: 1000 }, (_each, index) => `kid-${index}-${Math.random()}`);
  const token = tokenOf(strange);
  const [, claims = '', signature = ''] = token.split('.');
  const statuses = new Map<number, number>();
  const count = ({ status }: GraphqlAnswer): void =>
    void statuses.set(status, (statuses.get(status) ?? 0) + 1);
  for (let index = 0; index < names.length; index += 50) {
    const heads = names
      .slice(index, index + 50)
      .map((kid) => Buffer.from(JSON.stringify({ alg: 'RS256', kid })).toString('base64url'));
    const forged = heads.map(async (head) => api?.ask(QUERY, { token: `${head}.${claims}.${signature}` }));
    const [good, ...answers] = await Promise.all([ask(tokenOf(old)), ...forged]);
    expect(good.status).toBe(200);
    answers.forEach((answer) => answer && count(answer));
  }
  expect(Object.fromEntries(statuses)).toEqual({ 401: 1000 });
  expect(issuer.calls()).toBe(1);
}, 60_000);

test('A04 keys of any name make one call in 30 s, however long they go on', async () => {
  await start(hasty);
  await until(READY, readiness);
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < 3000) await outcome(strange);
  const halfMinutes = (performance.now() - startedAtMs) / 500;
  expect(issuer.calls()).toBeGreaterThan(2);
  expect(issuer.calls()).toBeLessThanOrEqual(halfMinutes + 2);
});

test('A05 while the issuer is down from the start, the server is there and not ready', async () => {
  issuer.answerWith(fails);
  const { url } = await start();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await readiness()).toEqual(WAITING);
  const startedAtMs = performance.now();
  const outcomes = await Promise.all(Array.from({ length: 50 }, async () => outcome(old)));
  expect(outcomes).toEqual(Array.from({ length: 50 }, () => UNKNOWN));
  // After one second, and two more, and four more.
  expect(issuer.calls()).toBeLessThanOrEqual(2 + Math.log2(1 + (performance.now() - startedAtMs) / 1000));
  const { errors } = await ask(tokenOf(old));
  expect(errors[0]?.message).toBe(
    'Header "authorization": the keys that verify the token are not there yet.',
  );
  expect(errors[0]?.extensions['retryAfterMs']).toBeLessThanOrEqual(4000);
  expect((await api?.ask(QUERY, { token: null }))?.status).toBe(200);
  expect(await upstream.paths()).toEqual([]);
  issuer.show(old);
  await until(READY, readiness, 9000);
  expect(await outcome(old)).toEqual(TAKEN);
});

test('A05 an issuer that nobody can reach is none, until it is there', async () => {
  await issuer.close();
  await start(hasty);
  expect(await outcome(old)).toEqual(UNKNOWN);
  expect(await readiness()).toEqual(WAITING);
  const { port } = new URL(issuer.environment['JWKS_URL'] ?? '');
  issuer = await startIssuer([old], Number(port));
  await until(TAKEN, async () => outcome(old));
});

test('A05 an issuer that takes five seconds holds up nobody for as long, and is heard', async () => {
  issuer.answerWith((message, response) => void setTimeout(() => says(good)(message, response), 5000));
  await start();
  const startedAtMs = performance.now();
  expect(await outcome(old)).toEqual(UNKNOWN);
  expect(performance.now() - startedAtMs).toBeLessThan(4000);
  expect(await readiness()).toEqual(WAITING);
  await until(TAKEN, async () => outcome(old), 10_000);
  expect(issuer.calls()).toBe(1);
});

test('A05 no trouble of the issuer opens anything, and each one ends', async () => {
  issuer.answerWith(fails);
  await start(hasty);
  for (const [what, trouble] of troubles) {
    issuer.answerWith(trouble());
    const before = issuer.calls();
    // The second of them is made once the first has come to nothing.
    await until(true, async () => issuer.calls() >= before + 2);
    expect([what, await readiness(), await outcome(old)]).toEqual([what, WAITING, UNKNOWN]);
  }
  expect(await upstream.paths()).toEqual([]);
  expect(evil.requests).toEqual([]);
  issuer.show(old);
  await until(READY, readiness);
  expect(await outcome(old)).toEqual(TAKEN);
}, 60_000);

test('A05 no trouble of the issuer closes what is open, for ten minutes', async () => {
  await start(hasty);
  await until(TAKEN, async () => outcome(old));
  for (const [what, trouble] of troubles.slice(0, 5)) {
    issuer.answerWith(trouble());
    const before = issuer.calls();
    await until(true, async () => {
      await outcome(strange);
      return issuer.calls() > before;
    });
    expect([what, await readiness(), await outcome(old)]).toEqual([what, READY, TAKEN]);
    expect(await outcome(strange)).toEqual(UNKNOWN);
    issuer.show(old);
    await until(REFUSED, async () => outcome(strange));
  }
  issuer.answerWith(fails);
  const known = tokenOf(old);
  expect((await ask(known)).status).toBe(200);
  await until(WAITING, readiness, 20_000);
  expect((await ask(known)).status).toBe(503);
  expect(await outcome(old)).toEqual(UNKNOWN);
  issuer.show(old);
  await until(READY, readiness);
  expect((await ask(known)).status).toBe(200);
}, 60_000);

test('A05 a new key works within half a minute, and an old one ends with the set that held it', async () => {
  await start(hasty);
  const known = tokenOf(old);
  await until(200, async () => (await ask(known)).status);
  issuer.show(old, young);
  await until(TAKEN, async () => outcome(young), 1500);
  expect((await ask(known)).status).toBe(200);
  issuer.show(young);
  // Within ten minutes of the server's.
  await until(401, async () => (await ask(known)).status, 10_000);
  expect([await outcome(old), await outcome(young)]).toEqual([REFUSED, TAKEN]);
});

test('A05 a key that is replaced under its own name ends, and the new one works', async () => {
  await start(hasty);
  const known = tokenOf(old);
  await until(200, async () => (await ask(known)).status);
  const renewed = createKey('old');
  issuer.show(renewed);
  await until(TAKEN, async () => outcome(renewed), 1500);
  expect((await ask(known)).status).toBe(401);
});

test('L01 a server that waits for its keys stops at once', async () => {
  issuer.answerWith(() => undefined);
  await start();
  await until(true, async () => issuer.calls() === 1);
  const startedAtMs = performance.now();
  expect(await api?.stop()).toBe(0);
  expect(performance.now() - startedAtMs).toBeLessThan(5000);
});
