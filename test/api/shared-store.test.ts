import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess, type Api, type GraphqlAnswer } from '../support/api.js';
import { startFakeRedis, type FakeMode, type FakeRedis } from '../support/fake-redis.js';
import { freePort } from '../support/free-port.js';
import { freshToken } from '../support/fresh-token.js';
import { ACCOUNT, accountField, invoiceRow, WORKSPACE } from '../support/invoice-row.js';
import { until } from '../support/until.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/**
 * Two replicas on one store: what one has read or was told, the other knows. And whatever becomes of the store, callers have the
 * answers that they have without it.
 */

let upstream: Upstream;
let store: FakeRedis;
let environment: Record<string, string>;
/** Without a store. */
let alone: Api;
let one: Api;
let another: Api;

beforeAll(async () => {
  [upstream, store] = await Promise.all([startUpstream(), startFakeRedis()]);
  environment = { ALTOSTRAT_URL: upstream.url, NORTHFLANK_URL: upstream.url, CACHE_MAX_AGE_MS: '60000' };
  [alone, one, another] = await Promise.all([
    startProcess(environment),
    startReplica(store.url),
    startReplica(store.url),
  ]);
  // These two stay.
  ownReplicas.splice(0);
});
afterAll(async () => {
  await Promise.all([alone, one, another].map(async (api) => api?.stop()));
  await Promise.all([upstream?.close(), store?.close()]);
});

let tokens: string[];
beforeEach(async () => {
  store.mode = 'well';
  store.lie = undefined;
  await upstream.reset();
  tokens = [await freshToken(upstream), await freshToken(upstream), await freshToken(upstream)];
  await plant();
});

/** Replicas of one test, which end with it. */
const ownReplicas: Api[] = [];
afterEach(async () => {
  await Promise.all(ownReplicas.splice(0).map(async (api) => api.stop()));
});

async function start(more: Record<string, string>): Promise<Api> {
  const api = await startProcess({ ...environment, ...more });
  ownReplicas.push(api);
  return api;
}

/** A replica, once it has connected. */
async function startReplica(url: string, more: Record<string, string> = {}): Promise<Api> {
  const api = await start({ REDIS_URL: url, ...more });
  await until(() => api.output().includes('shared store is there'));
  return api;
}

/** Paid invoices, so that the second page of them never changes. */
async function plant(): Promise<void> {
  const newestMs = Date.parse('2026-01-01T00:00:00Z');
  const invoices = Array.from({ length: 450 }, (_, index) =>
    invoiceRow({
      id: `in_s_${String(450 - index).padStart(4, '0')}`,
      created_at: new Date(newestMs - index * 60_000).toISOString(),
    }),
  );
  await upstream.createAccount({ workspaceId: WORKSPACE, accountId: ACCOUNT, invoices, tokens });
}

const WALK = `{ ${accountField(ACCOUNT)} { invoices(first: 400) { nodes { invoiceId total { decimal } } } } }`;
const HEAD = `{ ${accountField(ACCOUNT)} { invoices(first: 1) { nodes { invoiceId } } } }`;

const callsTold = ({ headers }: GraphqlAnswer): number => Number(headers.get('x-upstream-calls'));

async function walk(api: Api, token = tokens[0] as string): Promise<GraphqlAnswer> {
  const answer = await api.ask(WALK, { token });
  expect([answer.errors, answer.data.billingAccount.invoices.nodes.length]).toEqual([[], 400]);
  return answer;
}

test('F26 F64 what one replica has read, the other answers with', async () => {
  const first = await walk(one);
  const second = await walk(another);
  expect([callsTold(first), callsTold(second)]).toEqual([2, 1]);
  expect(second.text).toBe(first.text);
  expect((await upstream.paths()).filter((path) => path.includes('after'))).toHaveLength(1);
});

test('F25 F64 and to nobody else', async () => {
  await walk(one);
  expect(callsTold(await walk(another, tokens[1]))).toBe(2);
});

test.each<[string, (truth: Buffer, other: Buffer) => Buffer]>([
  ["another tenant's", (_truth, other) => other],
  ['cut', (truth) => truth.subarray(0, truth.length - 1)],
  ['empty but for its seal', (truth) => truth.subarray(0, 36)],
  [
    'changed in one bit',
    (truth) => Buffer.concat([Buffer.from([(truth[0] as number) ^ 1]), truth.subarray(1)]),
  ],
  ['of a version that sealed nothing', () => Buffer.from('{"data":[],"has_more":false}')],
  ['hostile', () => Buffer.from('{"__proto__":{"has_more":true},"data":[{"id":"in_evil"}]}')],
  ['much larger', (truth) => Buffer.concat([truth, Buffer.alloc(2_000_000)])],
])('N18 C09 an entry that is %s is a miss', async (_what, forge) => {
  const before = new Set(store.entries.keys());
  const first = await walk(one);
  const own = [...store.entries.keys()].filter((key) => !before.has(key));
  await walk(one, tokens[1]);
  const [otherKey] = [...store.entries.keys()].filter((key) => !before.has(key) && !own.includes(key));
  const other = store.entries.get(String(otherKey))?.bytes as Buffer;
  store.lie = (_key, truth) => truth && forge(truth, other);
  const second = await walk(another);
  expect([callsTold(second), second.text === first.text]).toEqual([2, true]);
});

/** What becomes of a caller's minute: two walks, a refusal of the provider's, and a walk that it does not disturb. */
async function liveThrough(api: Api, token: string): Promise<readonly unknown[]> {
  const answers = [await walk(api, token), await walk(api, token)];
  await upstream.fault({ match: { path: 'limit=1' }, fault: { kind: 'status', status: 403 }, times: 1 });
  answers.push(await api.ask(HEAD, { token }), await walk(api, token));
  return answers.map((answer) => [
    answer.status,
    callsTold(answer),
    answer.data,
    answer.errors.map(({ extensions }) => extensions['code']),
  ]);
}

/** The same with and without the store in its trouble; and the server is well afterwards, and ends when it is told to. */
async function expectNoDifference(replica: Api, secrets: readonly string[] = []): Promise<void> {
  const [with_, without] = [tokens[0] as string, tokens[1] as string];
  expect(await liveThrough(replica, with_)).toEqual(await liveThrough(alone, without));
  expect((await fetch(`${replica.url}/readyz`)).status).toBe(200);
  expect(await replica.stop()).toBe(0);
  for (const secret of [...secrets, ...tokens]) expect(replica.output()).not.toContain(secret);
}

test.each<FakeMode>(['well', 'slow', 'silent', 'garbage', 'cut', 'full', 'failing'])(
  'C09 O13 a store that is %s makes no difference to what is answered',
  async (mode) => {
    const replica = await startReplica(store.url);
    store.mode = mode;
    await expectNoDifference(replica);
  },
);

test('C09 O13 nor does one that is not there at the start', async () => {
  const replica = await start({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
  await expectNoDifference(replica);
});

test('C09 O13 nor one that never says hello', async () => {
  store.mode = 'stalled';
  await expectNoDifference(await start({ REDIS_URL: store.url }));
});

test('C09 O13 nor one that dies while it is used, and it is used again when it is back', async () => {
  const mortal = await startFakeRedis();
  const replica = await startReplica(mortal.url);
  await walk(replica, tokens[2]);
  await mortal.close();
  expect(await liveThrough(replica, tokens[0] as string)).toEqual(
    await liveThrough(alone, tokens[1] as string),
  );
  const back = await startFakeRedis({ port: mortal.port });
  await until(() => back.connections() === 2);
  await until(async () => {
    await replica.ask(WALK, { token: await freshCaller() });
    return back.commands.includes('SET');
  });
  await back.close();
});

/** One more token that may read the account. */
async function freshCaller(): Promise<string> {
  tokens.push(await freshToken(upstream));
  await plant();
  return tokens.at(-1) as string;
}

test('C09 T11 nor one that refuses the password, which is written nowhere, whatever is switched on', async () => {
  const strict = await startFakeRedis({ password: 'right' });
  const replica = await start({
    REDIS_URL: `redis://planted-user:planted-password@127.0.0.1:${strict.port}`,
    LOG_LEVEL: 'trace',
    DEBUG: '*',
  });
  await until(() => replica.output().includes('"reason":"WRONGPASS"'));
  await expectNoDifference(replica, ['planted-user', 'planted-password']);
  await strict.close();
});

const outcome = ({ errors }: GraphqlAnswer): unknown => errors[0]?.extensions['code'];

test('F65 a wait that one replica was told, the other keeps: it makes no call', async () => {
  const [token, early] = [tokens[0] as string, tokens[1] as string];
  // Of one credential the other replica knows nothing yet; another one it has looked for already.
  expect(outcome(await another.ask(HEAD, { token: early }))).toBeUndefined();
  await upstream.fault({ fault: { kind: 'rateLimit', retryAfter: 60 } });
  for (const each of [token, early])
    expect(outcome(await one.ask(HEAD, { token: each }))).toBe('RATE_LIMITED');
  await upstream.clearFaults();
  await upstream.forget();
  await sleep(500);
  for (const each of [token, early]) {
    const refused = await another.ask(HEAD, { token: each });
    const waitMs = Number(refused.errors[0]?.extensions['retryAfterMs']);
    expect([outcome(refused), callsTold(refused), waitMs > 30_000, waitMs <= 60_000]).toEqual([
      'RATE_LIMITED',
      0,
      true,
      true,
    ]);
  }
  expect(outcome(await another.ask(HEAD, { token: tokens[2] as string }))).toBeUndefined();
  expect(await upstream.paths()).toHaveLength(1);
});

test('F65 our own limit holds over both replicas, and a call beyond it is none', async () => {
  const limit = { CALLS_PER_MINUTE_PER_CREDENTIAL: '5', CACHE_MAX_AGE_MS: '0' };
  const replicas = [await startReplica(store.url, limit), await startReplica(store.url, limit)];
  const token = tokens[0] as string;
  const answers: GraphqlAnswer[] = [];
  for (let turn = 0; turn < 4; turn += 1)
    for (const replica of replicas) answers.push(await replica.ask(HEAD, { token }));
  expect(answers.map(outcome)).toEqual([...Array<undefined>(5), ...Array<string>(3).fill('RATE_LIMITED')]);
  expect(answers.map(callsTold)).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  for (const { errors } of answers.slice(5)) {
    const { retryAfterMs, provider, retryable } = errors[0]?.extensions ?? {};
    expect([provider, retryable, Number(retryAfterMs) > 0, Number(retryAfterMs) <= 60_000]).toEqual([
      'ALTOSTRAT',
      true,
      true,
      true,
    ]);
  }
  expect(await upstream.paths()).toHaveLength(5);
  expect(outcome(await (replicas[0] as Api).ask(HEAD, { token: tokens[1] as string }))).toBeUndefined();
});

test('F65 without a store it holds for the process; calls beyond it leave the others of their operation whole', async () => {
  const replica = await start({ CALLS_PER_MINUTE_PER_CREDENTIAL: '3' });
  const accounts = ['cus_acme_us', 'cus_acme_eu', 'cus_acme_jp', 'cus_globex', 'cus_none'];
  const fields = accounts.map(
    (account, index) =>
      `a${index}: ${accountField(account, 'ws_acme')} { invoices(first: 1) { nodes { id } } }`,
  );
  const token = tokens[0] as string;
  const answer = await replica.ask(`{ ${fields.join(' ')} }`, { token });
  expect([
    answer.errors.filter((error) => error.extensions['code'] === 'RATE_LIMITED').length,
    callsTold(answer),
  ]).toEqual([2, 3]);
  expect(await upstream.paths()).toHaveLength(3);
});

test('C10 T4 whoever has the whole store has no token, no id and no figure; each entry has an end and a version', async () => {
  const northflank = await freshToken(upstream, 'northflank');
  const lists = await startReplica(store.url, {
    CACHE_LIST_MS: '5000',
    CALLS_PER_MINUTE_PER_CREDENTIAL: '50',
  });
  const headers = { 'northflank-authorization': `Bearer ${northflank}` };
  await walk(lists);
  await lists.ask(
    '{ billingAccount(provider: NORTHFLANK, accountId: "team-n3") { invoices(first: 3) { nodes { id total { decimal } lines { nodes { description } } } } } }',
    { headers },
  );
  await upstream.fault({ fault: { kind: 'rateLimit', retryAfter: 60 } });
  expect(outcome(await lists.ask(HEAD, { token: tokens[1] as string }))).toBe('RATE_LIMITED');
  expect(await lists.stop()).toBe(0);
  // Both kinds of answers, counts of two credentials and providers, and a pause, at least.
  expect(store.entries.size).toBeGreaterThan(6);
  for (const [key, { ttlMs }] of store.entries)
    expect([key, ttlMs !== undefined && ttlMs > 0 && ttlMs <= 60_000]).toEqual([
      expect.stringMatching(/^b1:[A-Za-z0-9_-]{43}$/),
      true,
    ]);
  const dump = Buffer.concat([
    ...[...store.entries].flatMap(([key, { bytes }]) => [Buffer.from(key), bytes]),
    ...store.published,
  ]);
  const secrets = [
    ...tokens,
    northflank,
    'Bearer',
    WORKSPACE,
    ACCOUNT,
    'in_s_',
    'team-n3',
    '"total":1150',
    'ALTOSTRAT',
    'invoices',
  ];
  for (const secret of secrets)
    for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const)
      expect([secret, form, dump.includes(Buffer.from(secret).toString(form))]).toEqual([
        secret,
        form,
        false,
      ]);
});

test('L11 what became of the store is counted by closed words', async () => {
  const token = tokens[0] as string;
  // Only one of the two finds there what the other has read.
  await one.ask(WALK, { token });
  await another.ask(WALK, { token });
  await another.ask(WALK, { token: tokens[1] as string });
  const text = await (await fetch(`${another.url}/metrics`)).text();
  const outcomes = [...text.matchAll(/^billing_store_outcomes_total\{outcome="([a-z]+)"\} \d+$/gm)].map(
    ([, word]) => word,
  );
  expect(outcomes).toContain('hit');
  expect(outcomes).toContain('miss');
  expect(
    outcomes.filter((word) => !['hit', 'miss', 'error', 'timeout', 'away'].includes(String(word))),
  ).toEqual([]);
});
