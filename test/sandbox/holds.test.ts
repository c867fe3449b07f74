import { ACME_US, type JsonReply, openSandbox, type SandboxClient } from './sandbox-client.js';

let sandbox: SandboxClient;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const LIST = `${ACME_US}/invoices?limit=1`;
const LIST_CALL = {
  provider: 'altostrat',
  method: 'GET',
  route: 'GET /workspaces/{ws}/billing-accounts/{cus}/invoices',
  path: '/workspaces/ws_acme/billing-accounts/cus_acme_us/invoices?limit=1',
};

async function hold(then?: object, match: object = {}): Promise<void> {
  const reply = await sandbox.control('POST', '/faults', {
    fault: { kind: 'hold', ...(then && { then }) },
    match,
  });
  expect(reply.status).toBe(201);
}

async function held(): Promise<object[]> {
  return (await sandbox.control('GET', '/holds')).json.held as object[];
}

/** Asks until so many are held: a call is on its way for a while. */
async function untilHeld(count: number): Promise<void> {
  while ((await held()).length !== count);
}

async function release(body?: object): Promise<JsonReply> {
  return (await sandbox.control('POST', '/holds/release', body)).json;
}

test('F60 held calls are counted while they wait, and answered when they are let go', async () => {
  await hold();
  const calls = [1, 2, 3].map(() => sandbox.altostrat(LIST));
  await untilHeld(3);
  expect(await held()).toEqual([LIST_CALL, LIST_CALL, LIST_CALL]);
  expect((await sandbox.control('GET', '')).json).toMatchObject({ calls: 3, inFlight: 3, held: 3 });
  expect(await release()).toEqual({ released: 3, held: 0 });
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await sandbox.control('GET', '')).json).toMatchObject({ calls: 3, inFlight: 0, held: 0 });
});

test('F60 held calls go on in the order in which they came, one by one if so wanted', async () => {
  await hold();
  const done: string[] = [];
  const calls: Promise<unknown>[] = [];
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    calls.push(sandbox.altostrat(`${LIST}&n=${name}`).then(() => done.push(name)));
    await untilHeld(index + 1);
  }
  const seen = [];
  for (const call of calls) {
    const { held: left } = await release({ count: 1 });
    await call;
    seen.push([left, ...done]);
  }
  expect(seen).toEqual([
    [2, 'a'],
    [1, 'a', 'b'],
    [0, 'a', 'b', 'c'],
  ]);
});

test('F60 held calls can be chosen, and meet another fault when they go on', async () => {
  await hold({ kind: 'status', status: 503 });
  const northflank = sandbox.northflank('/billing/invoices');
  const altostrat = sandbox.altostrat(LIST);
  await untilHeld(2);
  expect(await release({ match: { provider: 'altostrat', path: 'limit=1' } })).toEqual({
    released: 1,
    held: 1,
  });
  expect([(await altostrat).status, await release(), (await northflank).status]).toEqual([
    503,
    { released: 1, held: 0 },
    503,
  ]);
});

test('F60 the calls of one token can be held while others are answered', async () => {
  await sandbox.control('POST', '/tokens', { token: 'slow', provider: 'altostrat', workspaces: ['ws_acme'] });
  await hold(undefined, { token: 'slow' });
  const slow = sandbox.altostrat(LIST, {}, 'slow');
  await untilHeld(1);
  expect((await sandbox.altostrat(LIST)).status).toBe(200);
  const inFlight = async (token: string) =>
    (await sandbox.control('GET', `/calls?token=${token}`)).json.inFlight;
  expect([await inFlight('slow'), await inFlight('sandbox-altostrat')]).toEqual([1, 0]);
  await release();
  expect((await slow).status).toBe(200);
});

test('F60 a client that goes away is held no longer', async () => {
  await hold();
  const gone = new AbortController();
  const call = sandbox.altostrat(LIST, { signal: gone.signal }).catch(() => 'given up');
  await untilHeld(1);
  gone.abort();
  expect(await call).toBe('given up');
  await untilHeld(0);
  expect(await release()).toEqual({ released: 0, held: 0 });
});

test.each([
  ['clearing the faults', 'DELETE', '/faults'],
  ['a reset', 'POST', '/reset'],
])('F60 %s lets held calls go', async (_what, method, path) => {
  await hold();
  const call = sandbox.altostrat(LIST);
  await untilHeld(1);
  await sandbox.control(method, path);
  expect((await call).status).toBe(200);
});

test('F60 closing the sandbox breaks what is held', async () => {
  await hold();
  const broken = expect(sandbox.altostrat(LIST)).rejects.toThrow();
  await untilHeld(1);
  await sandbox.close();
  await broken;
});

test.each([
  [{ count: 0 }, ['count must be an integer of at least 1, got 0.']],
  [{ token: 'a' }, ['token is not known; known are match, count.']],
])('F60 the release %j is refused with what is wrong', async (body, problems) => {
  expect(await release(body)).toEqual({ problems });
});
