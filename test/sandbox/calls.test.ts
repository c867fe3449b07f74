import { ACME_US, openSandbox, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const LIST_ROUTE = 'GET /workspaces/{ws}/billing-accounts/{cus}/invoices';

async function report(query = '') {
  return (await sandbox.control('GET', `/calls${query}`)).json;
}

test('F60 calls are counted by provider, token, method and route', async () => {
  await sandbox.altostrat(`${ACME_US}/invoices?limit=1`);
  await sandbox.altostrat(`${ACME_US}/invoices?limit=2`);
  await sandbox.preview(ACME_US, {});
  await sandbox.northflank('/teams/team-n3/billing/invoices');
  const { total, maxInFlight, counts } = await report();
  expect([total, maxInFlight, counts]).toEqual([
    4,
    1,
    [
      { provider: 'altostrat', token: 'sandbox-altostrat', method: 'GET', route: LIST_ROUTE, count: 2 },
      {
        provider: 'altostrat',
        token: 'sandbox-altostrat',
        method: 'POST',
        route: 'POST /workspaces/{ws}/billing-accounts/{cus}/invoices/preview',
        count: 1,
      },
      {
        provider: 'northflank',
        token: 'sandbox-northflank',
        method: 'GET',
        route: 'GET /v1/teams/{teamId}/billing/invoices',
        count: 1,
      },
    ],
  ]);
});

test('F60 the log holds path, status and header names, and of values only what is harmless', async () => {
  await sandbox.altostrat(`${ACME_US}/invoices?limit=1`, {
    headers: { 'x-request-id': 'r-1', 'x-secret': 's' },
  });
  const [call] = (await report()).log as Record<string, unknown>[];
  expect(call).toMatchObject({
    route: LIST_ROUTE,
    path: '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=1',
    status: 200,
    headers: { 'x-request-id': 'r-1', accept: '*/*' },
    aborted: false,
    startedAtMs: expect.any(Number),
    endedAtMs: expect.any(Number),
  });
  expect(call!.headerNames).toEqual(expect.arrayContaining(['authorization', 'x-request-id', 'x-secret']));
  expect(Object.keys(call!.headers as object).sort()).toEqual(['accept', 'x-request-id']);
});

test('F60 x-request-id comes back', async () => {
  const { headers } = await sandbox.altostrat('', { headers: { 'x-request-id': 'r-2' } });
  expect(headers.get('x-request-id')).toBe('r-2');
});

test('F60 a token that is not registered is logged as a digest, none as none', async () => {
  await sandbox.altostrat('', {}, 'alto_sk_real');
  await fetch(`${sandbox.url}/workspaces`);
  const reply = await report();
  const tokens = (reply.log as { token: string }[]).map(({ token }) => token);
  expect(tokens).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{12}$/), 'none']);
  expect(JSON.stringify(reply)).not.toContain('alto_sk_real');
});

test('F60 stray paths are counted under one name', async () => {
  await sandbox.altostrat('/a/b');
  await sandbox.altostrat('/a/c');
  expect((await report()).counts).toEqual([
    expect.objectContaining({ route: 'GET (no such route)', count: 2 }),
  ]);
});

test('F60 the report can be had for one token, in-flight maximum included', async () => {
  await sandbox.control('POST', '/tokens', { token: 'mine', provider: 'altostrat', workspaces: ['ws_acme'] });
  await sandbox.control('POST', '/faults', { fault: { kind: 'hold' }, match: { token: 'mine' } });
  const calls = [1, 2, 3].map(() => sandbox.altostrat(ACME_US, {}, 'mine'));
  while ((await report('?token=mine')).inFlight !== 3);
  await sandbox.control('POST', '/holds/release');
  await Promise.all(calls);
  await sandbox.altostrat(ACME_US);
  const [mine, all] = [await report('?token=mine'), await report()];
  expect([mine.total, mine.maxInFlight, (mine.log as unknown[]).length]).toEqual([3, 3, 3]);
  expect([all.total, all.maxInFlight]).toEqual([4, 3]);
});

test('F60 an in-flight call is in the log without an end, and one given up is aborted', async () => {
  await sandbox.control('POST', '/faults', { fault: { kind: 'hang' } });
  const controller = new AbortController();
  const pending = sandbox.altostrat(ACME_US, { signal: controller.signal }).catch(() => undefined);
  const first = async () => ((await report()).log as Record<string, unknown>[])[0];
  let call = await first();
  while (!call) call = await first();
  expect(call).toMatchObject({ status: null, endedAtMs: null, aborted: false });
  controller.abort();
  await pending;
  while (call!.endedAtMs === null) call = await first();
  expect(call).toMatchObject({ status: null, aborted: true });
});

test('F60 a connection the sandbox itself breaks is not called aborted', async () => {
  await sandbox.control('POST', '/faults', { fault: { kind: 'reset' } });
  await expect(sandbox.altostrat(ACME_US)).rejects.toThrow();
  const calls = (await report()).log as Record<string, unknown>[];
  // A client may try once more on a fresh connection.
  for (const call of calls) expect(call).toMatchObject({ aborted: false, endedAtMs: expect.any(Number) });
});

test('F60 emptying the calls starts from nothing', async () => {
  await sandbox.altostrat(ACME_US);
  expect((await sandbox.control('DELETE', '/calls')).status).toBe(204);
  expect(await report()).toEqual({ total: 0, inFlight: 0, maxInFlight: 0, counts: [], log: [] });
});
