import { setTimeout as sleep } from 'node:timers/promises';
import { startApi } from '../support/api.js';
import { type UpstreamCall } from '../support/upstream.js';
import { accountField, acmeUs } from './paging.js';
import { api, startSystem, upstream } from '../support/system.js';

/** An upstream call lives as long as somebody waits for it, and no longer. */

startSystem();
beforeEach(async () => upstream.reset());

const query = `{ ${accountField(acmeUs)} { invoices(first: 2) { nodes { invoiceId } } } }`;

/** The calls, once they are as wanted; the test's own timeout ends the wait. */
async function callsOnce(
  isWanted: (calls: readonly UpstreamCall[]) => boolean,
): Promise<readonly UpstreamCall[]> {
  for (;;) {
    const calls = await upstream.calls();
    if (isWanted(calls)) return calls;
    await sleep(10);
  }
}

/** Asks on behalf of a client that may go away; resolves with what it then sees. */
function askUntil(leaving: AbortController, document = query): Promise<unknown> {
  return api.ask(document, { signal: leaving.signal }).catch((error: Error) => error.name);
}

async function errorsWithin(environment: Record<string, string>): Promise<readonly unknown[]> {
  const hasty = await startApi({ ALTOSTRAT_URL: upstream.url, ...environment });
  const { data, errors } = await hasty.ask(query);
  await hasty.stop();
  expect(data).toEqual({ billingAccount: null });
  return errors.map(({ message, extensions: { code, retryable } }) => ({ message, code, retryable }));
}

test('F23 a client that goes away takes its upstream call along', async () => {
  await upstream.fault({ fault: { kind: 'hang' } });
  const asking = new AbortController();
  const outcome = askUntil(asking);
  await callsOnce((calls) => calls.length === 1);
  asking.abort();
  expect(await outcome).toBe('AbortError');
  const [call] = await callsOnce((calls) => calls.every(({ aborted }) => aborted));
  expect(call).toMatchObject({ aborted: true, status: null });
});

test('F23 ten calls of one operation are all ended', async () => {
  await upstream.fault({ fault: { kind: 'hang' } });
  const asking = new AbortController();
  const ids = Array.from({ length: 10 }, (_, index) => `cus_${index}`);
  const fields = ids.map((accountId) => `${accountId}: ${accountField({ ...acmeUs, accountId })} { name }`);
  const outcome = askUntil(asking, `{ ${fields.join(' ')} }`);
  await callsOnce((calls) => calls.length === 10);
  asking.abort();
  expect(await outcome).toBe('AbortError');
  expect(await callsOnce((calls) => calls.every(({ aborted }) => aborted))).toHaveLength(10);
});

test('F23 an upstream call past its time is UPSTREAM_TIMEOUT, and is broken off', async () => {
  await upstream.fault({ fault: { kind: 'hang' } });
  expect(await errorsWithin({ UPSTREAM_TIMEOUT_MS: '150' })).toEqual([
    { message: 'The provider did not answer within 150 ms.', code: 'UPSTREAM_TIMEOUT', retryable: true },
  ]);
  expect(await callsOnce((calls) => calls.every(({ aborted }) => aborted))).toHaveLength(1);
});

test('F23 the same for an answer that begins in time and does not end', async () => {
  await upstream.fault({ fault: { kind: 'drip', bytesPerTick: 1, tickMs: 50 } });
  expect(await errorsWithin({ UPSTREAM_TIMEOUT_MS: '150' })).toEqual([
    { message: 'The provider did not answer within 150 ms.', code: 'UPSTREAM_TIMEOUT', retryable: true },
  ]);
});

test('F23 an operation past its time is UPSTREAM_TIMEOUT, and its call is broken off', async () => {
  await upstream.fault({ fault: { kind: 'hang' } });
  expect(await errorsWithin({ OPERATION_TIMEOUT_MS: '150' })).toEqual([
    { message: 'The operation was not done within 150 ms.', code: 'UPSTREAM_TIMEOUT', retryable: true },
  ]);
  expect(await callsOnce((calls) => calls.every(({ aborted }) => aborted))).toHaveLength(1);
});

test('F23 who follows is served by the call of who has left', async () => {
  await upstream.fault({ fault: { kind: 'latency', ms: 1500 } });
  const leading = new AbortController();
  const leader = askUntil(leading);
  await callsOnce((calls) => calls.length === 1);
  const follower = api.ask(query);
  // Joining leaves no trace upstream. Too short a wait would show as a second call, not as a false success.
  await sleep(400);
  leading.abort();
  expect(await leader).toBe('AbortError');
  const { data, errors } = await follower;
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toHaveLength(2);
  expect(await upstream.calls()).toEqual([expect.objectContaining({ aborted: false, status: 200 })]);
});

test('F23 a call that everybody has left is not waited for by the next', async () => {
  await upstream.fault({ fault: { kind: 'hang' }, times: 1 });
  const leaving = new AbortController();
  const left = askUntil(leaving);
  await callsOnce((calls) => calls.length === 1);
  leaving.abort();
  await left;
  await callsOnce((calls) => calls.every(({ aborted }) => aborted));
  const { errors } = await api.ask(query);
  expect(errors).toEqual([]);
  expect((await upstream.calls()).map(({ aborted, status }) => [aborted, status])).toEqual([
    [true, null],
    [false, 200],
  ]);
});
