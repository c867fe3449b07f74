import { setTimeout as sleep } from 'node:timers/promises';
import { startApi, type GraphqlAnswer } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { api, startSystem, upstream } from '../support/system.js';
import { accountField, acmeUs } from './paging.js';

/** Equal operations of one caller that have been asked before, and are under way at once, are one read and one text. */

startSystem();

const query = `query Page($first: Int) { ${accountField(acmeUs)} { invoices(first: $first) { nodes { invoiceId } pageInfo { hasNextPage } } } }`;
const invoices = { route: '/invoices', provider: 'altostrat' } as const;

let token: string;
beforeEach(async () => {
  await upstream.reset();
  token = await freshToken(upstream);
  // The second one is known.
  await ask();
  await ask();
  await upstream.forget();
});
/** What a test started beside the system. */
let onTestEnd: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await upstream.clearFaults();
  await onTestEnd?.();
  onTestEnd = undefined;
});

interface Changes {
  readonly first?: number;
  readonly token?: string;
  readonly query?: string;
  readonly signal?: AbortSignal;
}

function ask({ first = 2, query: document = query, ...changes }: Changes = {}): Promise<GraphqlAnswer> {
  return api.ask(document, { token, variables: { first }, ...changes });
}

/** Has the provider keep its answers back, and waits until so many have been asked for. */
async function hold(then?: { kind: 'status'; status: number }): Promise<void> {
  await upstream.fault({ fault: { kind: 'hold', ...(then && { then }) } });
}

async function callsOnce(count: number): Promise<void> {
  while ((await upstream.calls()).length < count) await sleep(10);
}

async function release(): Promise<void> {
  // Joining leaves no trace upstream. Too short a wait would show as one more call, not as a false success.
  await sleep(300);
  await upstream.clearFaults();
}

/** One asks; when its call is under way, others ask as well. */
async function askTogether(others: readonly Changes[]): Promise<readonly GraphqlAnswer[]> {
  const first = ask();
  await callsOnce(1);
  const answers = [first, ...others.map((changes) => ask(changes))];
  await release();
  return Promise.all(answers);
}

const callsTold = ({ headers }: GraphqlAnswer): string | null => headers.get('x-upstream-calls');

test('F17 equal operations under way have one call and one text', async () => {
  await hold();
  const answers = await askTogether([{}, {}, {}]);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers[0]?.data.billingAccount.invoices.nodes).toHaveLength(2);
  expect(answers.map(callsTold)).toEqual(['1', '0', '0', '0']);
  expect(await upstream.paths()).toHaveLength(1);
  // Nothing is kept.
  expect(callsTold(await ask())).toBe('1');
});

test('F17 F25 other variables, another caller and another document have answers of their own', async () => {
  const other = await freshToken(upstream);
  await ask({ token: other });
  await upstream.forget();
  await hold();
  const answers = await askTogether([{ first: 3 }, { token: other }, { query: `${query} ` }]);
  expect(answers.map(({ data }) => data.billingAccount.invoices.nodes.length)).toEqual([2, 3, 2, 2]);
  const asked = (await upstream.calls()).map((call) => call.token);
  expect(asked.filter((each) => each === other)).toHaveLength(1);
  expect(asked.filter((each) => each === token)).toHaveLength(2);
});

test('F17 what fails is told to everybody, after one call', async () => {
  await hold({ kind: 'status', status: 402 });
  const answers = await askTogether([{}, {}]);
  for (const { data, errors } of answers) {
    expect(data).toEqual({ billingAccount: null });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_REJECTED']);
  }
  expect(new Set(answers.map(({ errors }) => errors[0]?.extensions['correlationId'])).size).toBe(3);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F66 what is told beside data is told to everybody, and no page is read twice', async () => {
  const walk = {
    query: query.replace('first: $first', 'first: 500, after: null').replace('($first: Int)', ''),
  };
  await ask(walk);
  await ask(walk);
  await upstream.forget();
  await upstream.fault({ match: invoices, skip: 1, fault: { kind: 'raw', body: '{' } });
  await upstream.fault({ match: invoices, times: 1, fault: { kind: 'hold' } });
  const first = ask(walk);
  await callsOnce(1);
  const second = ask(walk);
  await sleep(300);
  await upstream.control('POST', '/holds/release', {});
  for (const { data, errors } of await Promise.all([first, second])) {
    expect(data.billingAccount.invoices.nodes).toHaveLength(200);
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_INVALID_RESPONSE']);
  }
  expect(await upstream.paths()).toHaveLength(2);
});

test('F23 who asked first may leave, and who follows has the answer of his call', async () => {
  await hold();
  const leaving = new AbortController();
  const leader = ask({ signal: leaving.signal }).catch((error: Error) => error.name);
  await callsOnce(1);
  const follower = ask();
  await sleep(300);
  leaving.abort();
  expect(await leader).toBe('AbortError');
  await release();
  expect((await follower).data.billingAccount.invoices.nodes).toHaveLength(2);
  expect((await upstream.calls()).map(({ aborted, status }) => [aborted, status])).toEqual([[false, 200]]);
});

test('F23 the call is ended when everybody has left, and not before', async () => {
  await upstream.fault({ fault: { kind: 'hang' } });
  const leaving = [new AbortController(), new AbortController(), new AbortController()];
  const [one, two, three] = leaving.map(({ signal }) => ask({ signal }).catch((error: Error) => error.name));
  await callsOnce(1);
  await sleep(300);
  const ended = async (): Promise<boolean> => (await upstream.calls()).every(({ aborted }) => aborted);
  for (const each of [0, 1]) leaving[each]?.abort();
  expect([await one, await two]).toEqual(['AbortError', 'AbortError']);
  await sleep(200);
  expect(await ended()).toBe(false);
  leaving[2]?.abort();
  expect(await three).toBe('AbortError');
  while (!(await ended())) await sleep(10);
  expect(await upstream.paths()).toHaveLength(1);
});

test('F41 what is computed anew each time is computed for everybody', async () => {
  const next = {
    query: `{ ${accountField({ ...acmeUs, accountId: 'cus_acme_eu' })} { upcomingInvoice { status } } }`,
  };
  await ask(next);
  await ask(next);
  await upstream.forget();
  await hold();
  const first = ask(next);
  await callsOnce(1);
  const second = ask(next);
  await release();
  expect((await first).text).toBe((await second).text);
  expect((await upstream.calls()).filter(({ method }) => method === 'POST')).toHaveLength(2);
});

test('F23 whose time is not up yet has his answer although the one he followed has run out of it', async () => {
  const hasty = await startApi({ ALTOSTRAT_URL: upstream.url, OPERATION_TIMEOUT_MS: '1200' });
  onTestEnd = () => hasty.stop();
  const asking = { token, variables: { first: 2 } };
  await hasty.ask(query, asking);
  await hasty.ask(query, asking);
  await upstream.forget();
  await hold();
  const leader = hasty.ask(query, asking);
  await callsOnce(1);
  await sleep(600);
  const follower = hasty.ask(query, asking);
  expect((await leader).errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_TIMEOUT']);
  await upstream.clearFaults();
  expect((await follower).data.billingAccount.invoices.nodes).toHaveLength(2);
  expect((await upstream.calls()).at(-1)).toMatchObject({ aborted: false, status: 200 });
});
