import type { Fault } from '../../sandbox/faults/fault.js';
import { startApi, startProcess, type GraphqlAnswer, type StartServer } from '../support/api.js';
import { startClosingProvider } from '../support/closing-provider.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';
import { acmeUs, idsOf } from './paging.js';

/** A provider that has a bad moment is asked again, where that is safe, often enough, and not more often. */

let token: string;
/** With a server of its own, of which nobody has used up what may be asked again. */
function startAnew(start: StartServer = startApi): void {
  startSystem({}, start);
  beforeEach(async () => {
    await upstream.reset();
    token = await freshToken(upstream);
  });
}

const query = `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices(first: 3) { nodes { invoiceId } } } }`;
const newest = idsOf(acmeUs, 1200, 1198).map((invoiceId) => ({ invoiceId }));

async function ask(document = query): Promise<GraphqlAnswer> {
  return api.ask(document, { token });
}

const codesOf = ({ errors }: GraphqlAnswer): unknown[] => errors.map(({ extensions }) => extensions['code']);
const callsTold = ({ headers }: GraphqlAnswer): number => Number(headers.get('x-upstream-calls'));

const status = (code: number): Fault => ({ kind: 'status', status: code });
const statuses: readonly (readonly [string, Fault])[] = [
  ...[408, 425, 500, 502, 503, 504, 520].map((code) => [`a ${code}`, status(code)] as const),
];
const breaks: readonly (readonly [string, Fault])[] = [
  ['a reset before the answer', { kind: 'reset' }],
  ...[0, 1, 10, 100, 400, 800, 1200, 1400].map(
    (afterBytes) => [`a reset after ${afterBytes} bytes`, { kind: 'reset', afterBytes }] as const,
  ),
  ['an end after 100 bytes of its length', { kind: 'truncate', bytes: 100, contentLength: 'full' }],
];

async function expectTwoCalls(fault: Fault): Promise<void> {
  await upstream.fault({ fault, times: 1 });
  const answer = await ask();
  expect([answer.errors, answer.data.billingAccount.invoices.nodes]).toEqual([[], newest]);
  expect([callsTold(answer), (await upstream.paths()).length]).toEqual([2, 2]);
}

describe('a status, once', () => {
  startAnew();

  test.each(statuses)('U12 after %s the answer is whole and took two calls', async (_what, fault) =>
    expectTwoCalls(fault),
  );
});

describe('a broken connection, once', () => {
  startAnew();

  test.each(breaks)('U03 after %s the answer is whole and took two calls', async (_what, fault) =>
    expectTwoCalls(fault),
  );
});

/** So many callers, each with a credential of his own, twenty at a time. */
async function askMany(count: number, document = query): Promise<readonly GraphqlAnswer[]> {
  const tokens = await Promise.all(Array.from({ length: count }, async () => freshToken(upstream)));
  const answers: GraphqlAnswer[] = [];
  for (let from = 0; from < count; from += 20) {
    const some = tokens.slice(from, from + 20);
    answers.push(...(await Promise.all(some.map(async (each) => api.ask(document, { token: each })))));
  }
  return answers;
}

const periodically = (every: number, turns: number): Fault => ({
  kind: 'sequence',
  faults: Array.from({ length: turns }, (_, turn) =>
    turn % every === 0 ? { kind: 'status', status: 503 } : { kind: 'none' },
  ),
});

describe('what is asked again, and what is not', () => {
  startAnew();

  test.each([
    [400, 'UPSTREAM_REJECTED'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [409, 'UPSTREAM_REJECTED'],
    [422, 'UPSTREAM_REJECTED'],
    [429, 'RATE_LIMITED'],
    [501, 'UPSTREAM_UNAVAILABLE'],
  ])('U12 a %i is %s after one call', async (code, expected) => {
    await upstream.fault({ fault: status(code) });
    const answer = await ask();
    expect([codesOf(answer), callsTold(answer)]).toEqual([[expected], 1]);
  });

  test('U12 what goes on failing has failed after three calls', async () => {
    await upstream.fault({ fault: status(503) });
    const answer = await ask();
    expect([codesOf(answer), callsTold(answer)]).toEqual([['UPSTREAM_UNAVAILABLE'], 3]);
  });

  test.each([
    [429, '1', 1],
    [503, '1', 1],
    [503, new Date(Date.now() + 3_600_000).toUTCString(), undefined],
    [503, '60', undefined],
    [429, '3', undefined],
    [429, '0', undefined],
    [429, '-1', undefined],
    [429, 'abc', undefined],
    [429, '99999999999', undefined],
  ])('U09 a %i with Retry-After %j is waited for %p s', async (code, retryAfter, waitS) => {
    await upstream.fault({
      fault: { kind: 'status', status: code, headers: { 'retry-after': retryAfter } },
      times: 1,
    });
    const startedAtMs = performance.now();
    const answer = await ask();
    if (waitS === undefined) {
      expect([codesOf(answer).length, answer.data.billingAccount]).toEqual([1, null]);
      // Where nothing usable is said of a 503, it is a 503 like any other.
      expect(callsTold(answer)).toBe(1);
    } else {
      expect([answer.errors, callsTold(answer)]).toEqual([[], 2]);
      expect(performance.now() - startedAtMs).toBeGreaterThan(waitS * 1000 - 5);
    }
  });

  test('U14 a preview is asked for once, whatever becomes of it', async () => {
    const preview =
      'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_us", subscriptionId: "sub_a"}) { userErrors { code } } }';
    for (const fault of [status(503), status(500), { kind: 'reset' } as const]) {
      await upstream.fault({ fault });
      expect([callsTold(await ask(preview)), (await upstream.paths()).length]).toEqual([1, 1]);
      await upstream.clearFaults();
      await upstream.forget();
    }
  });

  test('F22 an attempt is one of the calls that an operation may make', async () => {
    const few = await startApi({ ALTOSTRAT_URL: upstream.url, MAX_UPSTREAM_CALLS: '2' });
    try {
      await upstream.fault({ fault: status(503) });
      const answer = await few.ask(query, { token });
      expect([codesOf(answer), callsTold(answer)]).toEqual([['UPSTREAM_UNAVAILABLE'], 2]);
      expect(await upstream.paths()).toHaveLength(2);
    } finally {
      await few.stop();
    }
  });
});

describe('what a process shares', () => {
  startAnew(startProcess);

  test('C04 equal reads under way share the attempts of one of them', async () => {
    await upstream.fault({
      fault: { kind: 'latency', ms: 100, then: { kind: 'status', status: 503 } },
      times: 1,
    });
    const answers = await Promise.all(Array.from({ length: 10 }, async () => ask()));
    for (const { data } of answers) expect(data.billingAccount.invoices.nodes).toEqual(newest);
    expect(await upstream.paths()).toHaveLength(2);
  });
});

describe('now and then', () => {
  startAnew();

  test('U13 where one call in ten fails, everybody is answered', async () => {
    await upstream.fault({ fault: periodically(10, 1000) });
    const answers = await askMany(200);
    expect(answers.filter(({ errors }) => errors.length > 0)).toEqual([]);
    const calls = (await upstream.paths()).length;
    // Each tenth of all calls is made again: 200 = calls - ceil(calls / 10).
    expect(calls).toBe(223);
  });
});

describe('always', () => {
  startAnew();

  test('U11 U13 where every call fails, little more is asked than would be, and then next to nothing', async () => {
    await upstream.fault({ fault: status(500) });
    const startedAtMs = performance.now();
    const answers = await askMany(200);
    const calls = (await upstream.paths()).length;
    expect(answers.flatMap(codesOf)).toEqual(Array(200).fill('UPSTREAM_UNAVAILABLE'));
    // Twenty in flight when it becomes known, ten attempts for nothing, a fifth of the calls, and one probe a second.
    const seconds = Math.ceil((performance.now() - startedAtMs) / 1000);
    expect(calls).toBeLessThanOrEqual(20 + 20 + 10 + 8 + seconds * 2);
  });
});

test.each(['end', 'reset'] as const)(
  'U22 a provider that closes kept connections (%s) just as a request goes out is no error to anybody',
  async (how) => {
    const closing = await startClosingProvider(how);
    const other = await startProcess({ ALTOSTRAT_URL: closing.url });
    try {
      let calls = 0;
      for (let turn = 0; turn < 300; turn += 1) {
        const answer = await other.ask(query, { token });
        expect([answer.errors, answer.data.billingAccount.invoices.nodes]).toEqual([[], []]);
        calls += callsTold(answer);
      }
      // Each connection answers once, so that every read but the first meets with one that is closed.
      expect([calls, closing.asked()]).toEqual([599, 599]);
    } finally {
      await other.stop();
      await closing.close();
    }
  },
);
