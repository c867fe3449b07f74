import { setTimeout as sleep } from 'node:timers/promises';
import { freshToken } from '../support/fresh-token.js';
import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** A clock that leaps an hour forth and back all the time changes no deadline, no retry and no age of what is kept. */

startSystem({
  NODE_OPTIONS: `--import=${new URL('../support/leaping-clock.mjs', import.meta.url).href}`,
  UPSTREAM_TIMEOUT_MS: '1000',
  CACHE_MAX_AGE_MS: '1500',
  CACHE_LIST_MS: '1500',
});
let token: string;
beforeEach(async () => {
  await upstream.reset();
  token = await freshToken(upstream);
});

const name = `{ ${accountField('cus_acme_us', 'ws_acme')} { name } }`;
const list = `{ ${accountField('cus_acme_us', 'ws_acme')} { invoices(first: 400) { nodes { id } } } }`;

test('L09 what is kept may be lost before its time, and is never shown after it', async () => {
  const account = { workspaceId: 'ws_leaps', accountId: 'cus_leaps' };
  await upstream.createAccount({ ...account, invoices: 3, tokens: [token] });
  const query = `{ ${accountField(account.accountId, account.workspaceId)} { invoices { nodes { invoiceId } } } }`;
  const read = async (): Promise<{ rows: number; calls: number }> => {
    const { data, headers } = await api.ask(query, { token });
    return {
      rows: data.billingAccount.invoices.nodes.length,
      calls: Number(headers.get('x-upstream-calls')),
    };
  };
  const reads = [];
  for (let turn = 0; turn < 20; turn += 1) reads.push(await read());
  expect(new Set(reads.map(({ rows }) => rows))).toEqual(new Set([3]));
  expect(new Set(reads.map(({ calls }) => calls))).toEqual(new Set([1, 0]));
  await upstream.control('POST', '/accounts/cus_leaps/invoices', { invoices: 1 });
  await sleep(1600);
  for (let turn = 0; turn < 20; turn += 1) expect((await read()).rows).toBe(4);
});

test('L09 a provider that is slow within its time is waited for, and one that is silent is not', async () => {
  await upstream.fault({ match: { token }, fault: { kind: 'latency', ms: 700 }, times: 3 });
  for (let turn = 0; turn < 3; turn += 1) {
    const other = { token, headers: { 'cache-control': 'no-cache' } };
    expect((await api.ask(name, other)).data).toEqual({ billingAccount: { name: 'Acme United States' } });
  }
  await upstream.fault({ match: { token }, fault: { kind: 'hang' } });
  const { errors } = await api.ask(list, { token });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_TIMEOUT']);
});

test('L09 what fails is asked again as often as ever', async () => {
  await upstream.fault({ match: { token }, fault: { kind: 'status', status: 503 } });
  const { errors } = await api.ask(name, { token });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_UNAVAILABLE']);
  expect(await upstream.paths()).toHaveLength(3);
});

test('L09 a credential that was told to wait asks nobody until then', async () => {
  await upstream.fault({ match: { token }, fault: { kind: 'rateLimit', retryAfter: 5 }, times: 1 });
  const codes: unknown[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const { errors } = await api.ask(name, { token });
    codes.push(errors[0]?.extensions['code']);
  }
  expect(codes).toEqual(Array(20).fill('RATE_LIMITED'));
  expect(await upstream.paths()).toHaveLength(1);
});
