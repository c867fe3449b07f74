import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { startProcess, type Api, type GraphqlAnswer } from '../support/api.js';
import { accountField } from '../support/invoice-row.js';
import { startHostile, type HostileSetting } from '../support/hostile.js';
import { requestsInFlight } from '../support/process-figures.js';
import { until } from '../support/until.js';

/** Many callers over the same URLs: each sees what its own credential is given, and shares only with itself. */

let setting: HostileSetting;
const tokens = Array.from({ length: 8 }, (_, index) => `tenant-${index}-token`);

beforeAll(async () => {
  setting = await startHostile();
  for (const token of tokens) {
    await setting.upstream.control('POST', '/tokens', {
      token,
      provider: 'altostrat',
      workspaces: ['ws_acme'],
    });
  }
});
afterAll(async () => setting?.close());
afterEach(async () => setting.expectUnharmed());

const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { name invoices(first: 2) { nodes { number } } subscriptions { nodes { status } } } }`;
const canary = (token: string): string => `canary of ${token}`;

/** From now on each token's answers hold its own canary, and come after its own delay. */
async function plantCanaries(delays: readonly number[]): Promise<void> {
  await setting.upstream.clearFaults();
  for (const [index, token] of tokens.entries()) {
    const set = { number: canary(token), name: canary(token), status: canary(token) };
    await setting.upstream.fault({
      match: { token },
      fault: { kind: 'latency', ms: delays[index % delays.length] as number, then: { kind: 'patch', set } },
    });
  }
}

interface Answer {
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

function expectOwn(token: string, { data, text }: Answer): void {
  const own = canary(token);
  expect(data.billingAccount).toMatchObject({
    name: own,
    invoices: { nodes: [{ number: own }, { number: own }] },
  });
  const others = tokens.filter((other) => other !== token);
  expect(others.filter((other) => text.includes(canary(other)))).toEqual([]);
}

test('A11 T3 whatever the order and the delays, each answer holds its own canary alone', async () => {
  const rounds = fc.record({
    delays: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 8 }),
    callers: fc.array(fc.constantFrom(...tokens), { minLength: 20, maxLength: 40 }),
    leavers: fc.array(fc.nat(30), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(rounds, async ({ delays, callers, leavers }) => {
      await plantCanaries(delays);
      const answers = await Promise.all(
        callers.map(async (token, index) => {
          const leaves = leavers.includes(index) && { signal: AbortSignal.timeout(5) };
          return setting.api.ask(query, { token, ...leaves }).catch(() => undefined);
        }),
      );
      for (const [index, answer] of answers.entries())
        if (answer) expectOwn(callers[index] as string, answer);
      expect(answers.filter((answer) => answer).length).toBeGreaterThanOrEqual(
        callers.length - leavers.length,
      );
    }),
    { numRuns: 25 },
  );
});

test('C01 two credentials at once are two upstream calls and two bodies', async () => {
  await plantCanaries([200]);
  const [first, second] = tokens.slice(0, 2) as [string, string];
  const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
  const answers = await Promise.all([first, second].map(async (token) => setting.api.ask(list, { token })));
  expect(answers.map(({ data }) => data.billingAccount.name)).toEqual([canary(first), canary(second)]);
  expect((await setting.upstream.calls()).map(({ token }) => token).toSorted()).toEqual([first, second]);
});

test('C02 1,000 equal reads of one credential at once are one upstream call', async () => {
  const one = await startProcess({ ALTOSTRAT_URL: setting.upstream.url, UPSTREAM_TIMEOUT_MS: '100000' });
  const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
  await setting.upstream.fault({ fault: { kind: 'hold' } });
  const asked = Array.from({ length: 1000 }, async () => askUntilAdmitted(one, list));
  await until(async () => (await requestsInFlight(one.url)) === 1000, 60_000);
  await setting.upstream.control('POST', '/holds/release', {});
  const texts = new Set((await Promise.all(asked)).map(({ text }) => text));
  await one.stop();
  expect([...texts]).toEqual(['{"data":{"billingAccount":{"name":"Acme United States"}}}\n']);
  expect(await setting.upstream.paths()).toHaveLength(1);
}, 100_000);

/** Asks again as long as the server says that it has too much to do, which a busy machine has it say. */
async function askUntilAdmitted(one: Api, list: string): Promise<GraphqlAnswer> {
  for (;;) {
    const answer = await one.ask(list, { headers: { 'x-request-id': 'same' } });
    if (answer.status !== 503) return answer;
    await sleep(100);
  }
}

test('C02 a read that comes after the answer asks again: nothing is kept', async () => {
  const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
  await setting.api.ask(list);
  await setting.api.ask(list);
  expect(await setting.upstream.paths()).toHaveLength(2);
});

test('A08 a workspace of others is FORBIDDEN, also while its owner reads the same URL', async () => {
  await setting.upstream.fault({
    match: { token: 'sandbox-altostrat-initech' },
    fault: { kind: 'latency', ms: 300 },
  });
  const foreign = `{ ${accountField('cus_initech', 'ws_initech')} { name } }`;
  const owner = setting.api.ask(foreign, { token: 'sandbox-altostrat-initech' });
  while ((await setting.upstream.paths()).length === 0);
  const { data, errors } = await setting.api.ask(foreign);
  expect(data).toEqual({ billingAccount: { name: null } });
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', upstream: { status: 403 } } }]);
  expect((await owner).data).toEqual({ billingAccount: { name: 'Initech' } });
  expect((await setting.upstream.calls()).map(({ token }) => token)).toEqual([
    'sandbox-altostrat-initech',
    'sandbox-altostrat',
  ]);
});

test('A08 a failure of one credential is not the answer of another', async () => {
  const [first, second] = tokens.slice(0, 2) as [string, string];
  await setting.upstream.fault({ match: { token: first }, fault: { kind: 'status', status: 401 } });
  const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
  const [refused, answered] = await Promise.all(
    [first, second].map(async (token) => setting.api.ask(list, { token })),
  );
  expect(refused?.errors[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  expect(answered?.data).toEqual({ billingAccount: { name: 'Acme United States' } });
});
