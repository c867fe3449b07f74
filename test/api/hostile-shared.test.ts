import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import { accountField } from '../support/invoice-row.js';
import { startProcess, type Api } from '../support/api.js';
import { until } from '../support/until.js';

/** What callers share of a provider's answer, and what they do not. One process, since it is one that shares. */

let setting: HostileSetting;
let api: Api;

beforeAll(async () => {
  setting = await startHostile();
  api = await startProcess({ ALTOSTRAT_URL: setting.upstream.url });
});
afterAll(async () => {
  await api?.stop();
  await setting?.close();
});
afterEach(async () => setting.expectUnharmed());

const acme = accountField('cus_acme_us', 'ws_acme');
const european = accountField('cus_acme_eu', 'ws_acme');

/**
 * A read of this many rows, which nobody else makes. It is sent together with the others of its operation, so that once it is seen
 * they are under way as well.
 */
const ownRead = (rows: number, account = acme): string =>
  `own: ${account} { invoices(first: ${rows}) { nodes { number } } }`;

/** Has the provider hold what it is asked until `release`. */
async function hold(): Promise<void> {
  await setting.upstream.fault({ fault: { kind: 'hold' } });
}

async function release(): Promise<void> {
  await setting.upstream.clearFaults();
}

async function countOf(ending: string): Promise<number> {
  return (await setting.upstream.paths()).filter((path) => path.endsWith(ending)).length;
}

const HOT = 'billing-accounts/cus_acme_us';

test('C03 one of ten leaves whose call the others wait for: they have its answer, and it was asked once', async () => {
  await hold();
  const leaving = new AbortController();
  const query = (rows: number): string => `{ ${acme} { name } ${ownRead(rows)} }`;
  const leader = api.ask(query(50), { signal: leaving.signal }).catch((error: Error) => error.name);
  await until(async () => (await setting.upstream.paths()).length === 2);
  const followers = Array.from({ length: 9 }, async (_, index) => api.ask(query(51 + index)));
  await until(async () => (await setting.upstream.paths()).length === 2 + 9);
  leaving.abort();
  expect(await leader).toBe('AbortError');
  // Its own call ends, which shows that the server knows.
  await until(async () => (await setting.upstream.calls()).some(({ aborted }) => aborted));
  await release();
  const answers = await Promise.all(followers);
  expect(answers.map(({ errors, data }) => [errors, data.billingAccount])).toEqual(
    Array.from({ length: 9 }, () => [[], { name: 'Acme United States' }]),
  );
  expect((await setting.upstream.calls()).filter(({ aborted }) => aborted).map(({ path }) => path)).toEqual([
    expect.stringContaining('limit=50'),
  ]);
  expect(await countOf(HOT)).toBe(1);
});

/** What different callers make of the one page of forty, some of it in another order or only in part. */
const views = [
  'nodes { number total { decimal } }',
  'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }',
  'nodes { lines(last: 1) { nodes { description amount { decimal } } pageInfo { hasPreviousPage } } }',
  'nodes { lines { nodes { description productName quantity } } discountNames }',
  'nodes { reconciliation { ok checked } amountDue { minorUnits: amountMinor } }',
  'nodes { createdAt dueAt status statusRaw hostedInvoiceUrl }',
];

test('C08 what one caller makes of an answer changes nothing of what others who share it read', async () => {
  const queryOf = (view: string, rows: number): string =>
    `{ ${acme} { invoices(first: 40) { ${view} } } ${ownRead(rows, european)} }`;
  const queries = views.map((view, index) => queryOf(view, 50 + index));
  const alone: string[] = [];
  for (const query of queries) alone.push((await api.ask(query)).text);
  expect(new Set(alone).size).toBe(views.length);
  expect(alone.filter((text) => text.includes('"errors"'))).toEqual([]);
  const orders = fc.shuffledSubarray([...views.keys()], { minLength: views.length, maxLength: views.length });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      await setting.upstream.forget();
      await hold();
      const asked = order.map(async (index) => api.ask(queries[index] as string));
      await until(async () => (await setting.upstream.paths()).length === 1 + views.length);
      await release();
      const texts = (await Promise.all(asked)).map(({ text }) => text);
      expect(texts).toEqual(order.map((index) => alone[index]));
      expect(await countOf('limit=40')).toBe(1);
    }),
    { numRuns: 10 },
  );
});

/** Asks again while the server has too much to do, as it says that one may. */
async function askUntilServed(server: Api, query: string, token: string): Promise<string> {
  for (;;) {
    const { status, text } = await server.ask(query, { token });
    if (status !== 503) return text;
    await sleep(50);
  }
}

test('O11 1,000 callers with one credential that read the same at once are one call for it', async () => {
  const one = await startProcess({
    ALTOSTRAT_URL: setting.upstream.url,
    CALLS_AT_ONCE_PER_CREDENTIAL: '1001',
    CALLS_AT_ONCE_PER_PROVIDER: '1001',
    UPSTREAM_TIMEOUT_MS: '60000',
    OPERATION_TIMEOUT_MS: '60000',
  });
  await hold();
  const asked = Array.from({ length: 1000 }, async (_, index) => {
    const own = accountField(`cus_nobodys_${index}`, 'ws_acme');
    const text = await askUntilServed(one, `{ ${acme} { name } own: ${own} { name } }`, 'sandbox-altostrat');
    return JSON.stringify(JSON.parse(text).data);
  });
  // The whole log is read each time.
  await until(async () => {
    await sleep(500);
    return (await setting.upstream.paths()).length === 1001;
  }, 60_000);
  await release();
  const datas = new Set(await Promise.all(asked));
  await one.stop();
  expect([...datas]).toEqual(['{"billingAccount":{"name":"Acme United States"},"own":{"name":null}}']);
  expect(await countOf(HOT)).toBe(1);
}, 120_000);

test('O11 1,000 tenants that ask the same are 1,000 calls, of which never more than 64 are under way', async () => {
  const tenants = Array.from({ length: 1000 }, (_, index) => `stampede-${index}-token`);
  for (const token of tenants) {
    const grant = { token, provider: 'altostrat', workspaces: ['ws_acme'] };
    await setting.upstream.control('POST', '/tokens', grant);
  }
  const one = await startProcess({
    ALTOSTRAT_URL: setting.upstream.url,
    CALLS_AT_ONCE_PER_PROVIDER: '64',
    UPSTREAM_TIMEOUT_MS: '60000',
    OPERATION_TIMEOUT_MS: '60000',
  });
  await hold();
  const asked = tenants.map(async (token) => askUntilServed(one, `{ ${acme} { name } }`, token));
  await until(async () => (await setting.upstream.paths()).length === 64, 60_000);
  await release();
  const texts = new Set(await Promise.all(asked));
  await one.stop();
  expect([...texts]).toEqual(['{"data":{"billingAccount":{"name":"Acme United States"}}}\n']);
  expect(await setting.upstream.control('GET', '/calls')).toMatchObject({ total: 1000, maxInFlight: 64 });
  expect(new Set((await setting.upstream.calls()).map(({ token }) => token)).size).toBe(1000);
}, 120_000);

test('A09 an account of others is refused as one that nobody has, after one call, whoever has just read it', async () => {
  const ask = async (accountId: string, workspaceId: string) => {
    await setting.upstream.forget();
    const headers = { 'x-request-id': 'same' };
    const answer = await api.ask(
      `{ ${accountField(accountId, workspaceId)} { invoices(first: 2) { nodes { id } } } }`,
      { headers },
    );
    const heads = [...answer.headers].filter(([name]) => name !== 'date');
    return {
      status: answer.status,
      text: answer.text,
      heads,
      calls: (await setting.upstream.paths()).length,
    };
  };
  await api.ask(`{ ${accountField('cus_initech', 'ws_initech')} { name } }`, {
    token: 'sandbox-altostrat-initech',
  });
  for (const [workspaceId, code] of [
    ['ws_initech', 'FORBIDDEN'],
    ['ws_acme', 'NOT_FOUND'],
  ] as const) {
    const theirs = await ask('cus_initech', workspaceId);
    expect(theirs).toEqual(await ask('cus_nobodys', workspaceId));
    expect(theirs.text).toContain(`"code":"${code}"`);
    expect(theirs.calls).toBe(1);
  }
});
