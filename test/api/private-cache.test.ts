import { startApi, type Api, type GraphqlAnswer } from '../support/api.js';
import { freshToken } from '../support/fresh-token.js';
import { accountField, ACCOUNT, invoiceRow, WORKSPACE } from '../support/invoice-row.js';
import { startUpstream, type Upstream } from '../support/upstream.js';

/** Pages that never change are read once a minute by each credential, and everything else each time. */

let upstream: Upstream;
let api: Api;
/** The same, content to be a while behind. */
let behind: Api;

beforeAll(async () => {
  upstream = await startUpstream();
  const environment = {
    ALTOSTRAT_URL: upstream.url,
    NORTHFLANK_URL: upstream.url,
    CACHE_MAX_AGE_MS: '60000',
  };
  [api, behind] = await Promise.all([
    startApi(environment),
    startApi({ ...environment, CACHE_LIST_MS: '700' }),
  ]);
});
afterAll(async () => {
  await Promise.all([api?.stop(), behind?.stop()]);
  await upstream?.close();
});

let token: string;
let other: string;
/** Paid invoices, newest first; the one at `openAt` is open. */
async function plant(count: number, openAt?: number): Promise<void> {
  const newestMs = Date.parse('2026-01-01T00:00:00Z');
  const invoices = Array.from({ length: count }, (_, index) =>
    invoiceRow({
      id: `in_p_${String(count - index).padStart(4, '0')}`,
      status: index === openAt ? 'open' : 'paid',
      created_at: new Date(newestMs - index * 60_000).toISOString(),
    }),
  );
  const tokens = [token, other];
  await upstream.createAccount({ workspaceId: WORKSPACE, accountId: ACCOUNT, invoices, tokens });
}

beforeEach(async () => {
  await upstream.reset();
  [token, other] = [await freshToken(upstream), await freshToken(upstream)];
});

interface Asking {
  readonly rows?: number;
  readonly as?: string;
  readonly on?: Api;
  readonly headers?: Record<string, string>;
}

async function ask({ rows = 400, as = token, on = api, headers = {} }: Asking = {}): Promise<GraphqlAnswer> {
  const query = `{ ${accountField(ACCOUNT)} { invoices(first: 400) { nodes { invoiceId total { decimal } } pageInfo { hasNextPage } } } }`;
  const answer = await on.ask(query, { token: as, headers });
  expect([answer.errors, answer.data.billingAccount.invoices.nodes.length]).toEqual([[], rows]);
  return answer;
}

const callsTold = ({ headers }: GraphqlAnswer): number => Number(headers.get('x-upstream-calls'));
const limits = async (): Promise<string[]> =>
  (await upstream.paths()).map((path) => path.replace(/^.*limit=(\d+)(&after)?.*$/, '$1$2'));

test('F26 a full page of final invoices below an anchor is read once; the head is read each time', async () => {
  await plant(450);
  const answers = [await ask(), await ask(), await ask()];
  expect(answers.map(callsTold)).toEqual([2, 1, 1]);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await limits()).toEqual(['200', '200&after', '200', '200']);
});

test('F26 a page that is not full, and one with an open invoice, are read each time', async () => {
  await plant(399);
  await ask({ rows: 399 });
  expect(callsTold(await ask({ rows: 399 }))).toBe(2);
  await plant(450, 250);
  await ask();
  expect(callsTold(await ask())).toBe(2);
});

test('F25 F26 what one credential has read is nobody else’s', async () => {
  await plant(450);
  expect([callsTold(await ask()), callsTold(await ask({ as: other })), callsTold(await ask())]).toEqual([
    2, 2, 1,
  ]);
  const read = (await upstream.calls())
    .filter(({ path }) => path.includes('after'))
    .map((call) => call.token);
  expect(read).toEqual([token, other]);
});

test('F26 cache-control: no-cache goes past what is kept', async () => {
  await plant(450);
  await ask();
  for (const value of ['no-cache', 'no-store', 'max-age=0, No-Cache'])
    expect([value, callsTold(await ask({ headers: { 'cache-control': value } }))]).toEqual([value, 2]);
  expect(callsTold(await ask({ headers: { 'cache-control': 'max-age=60' } }))).toBe(1);
});

test('C05 what the provider says about sharing opens nothing', async () => {
  await plant(450);
  const headers = {
    'cache-control': 'public, max-age=3600',
    vary: '*',
    'set-cookie': 's=1',
    etag: '"1"',
    age: '5',
  };
  await upstream.fault({ fault: { kind: 'patch', headers } });
  expect([callsTold(await ask()), callsTold(await ask({ as: other }))]).toEqual([2, 2]);
  const answer = await ask();
  expect([callsTold(answer), answer.headers.get('set-cookie'), answer.headers.get('cache-control')]).toEqual([
    1,
    null,
    'private, no-store',
  ]);
});

test('C07 A07 a refusal is not kept, and neither is a page that came broken', async () => {
  await plant(450);
  await upstream.fault({ match: { path: 'after' }, fault: { kind: 'status', status: 403 }, times: 1 });
  const query = `{ ${accountField(ACCOUNT)} { invoices(first: 400) { nodes { invoiceId } } } }`;
  expect((await api.ask(query, { token })).errors).toHaveLength(1);
  await upstream.fault({ match: { path: 'after' }, fault: { kind: 'raw', body: '{"data":[' }, times: 1 });
  expect((await api.ask(query, { token })).errors).toHaveLength(1);
  expect(callsTold(await ask())).toBe(2);
});

test('C07 a page of another shape is an error at once, with what is kept switched on', async () => {
  const northflank = await freshToken(upstream, 'northflank');
  await upstream.fault({ match: { path: 'cursor=' }, fault: { kind: 'raw', body: '{"data":7}' } });
  const { data, errors } = await api.ask(
    '{ billingAccount(provider: NORTHFLANK, accountId: "team-n4") { invoices(first: 150) { nodes { id } } } }',
    { headers: { 'northflank-authorization': `Bearer ${northflank}` } },
  );
  expect(data.billingAccount.invoices.nodes).toHaveLength(100);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});

test('F26 a provider that has its bad minute leaves what is kept to be seen', async () => {
  await plant(450);
  await ask();
  const { data } = await api.ask(`{ ${accountField(ACCOUNT)} { invoices(first: 1) { edges { cursor } } } }`, {
    token,
  });
  const cursors = data.billingAccount.invoices.edges as { cursor: string }[];
  expect(cursors).toHaveLength(1);
  const page = `{ ${accountField(ACCOUNT)} { invoices(first: 200, after: "${cursors[0]?.cursor}") { nodes { invoiceId } } } }`;
  const before = await api.ask(page, { token });
  await upstream.fault({ fault: { kind: 'status', status: 503 } });
  const after = await api.ask(page, { token });
  expect([after.text, callsTold(after)]).toEqual([before.text, 0]);
});

test('F26 where a deployment is content to be behind, heads and accounts are kept that long', async () => {
  await plant(450);
  const name = `{ ${accountField(ACCOUNT)} { name invoices(first: 3) { nodes { invoiceId } } } }`;
  const told: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) told.push(callsTold(await behind.ask(name, { token })));
  expect(told).toEqual([2, 0, 0]);
  await new Promise((resolve) => setTimeout(resolve, 750));
  expect(callsTold(await behind.ask(name, { token }))).toBe(2);
});

test('C12 a preview is computed each time', async () => {
  const preview =
    'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_us", items: [{ productType: "locations", quantity: 3 }]}) { preview { total { decimal } } } }';
  for (let turn = 0; turn < 2; turn += 1) expect(callsTold(await behind.ask(preview, { token }))).toBe(1);
});

test('F26 the details of a paid Northflank invoice are read once, those of an open one each time', async () => {
  const northflank = await freshToken(upstream, 'northflank');
  const headers = { 'northflank-authorization': `Bearer ${northflank}` };
  const field = 'billingAccount(provider: NORTHFLANK, accountId: "team-n4")';
  const { data } = await api.ask(`{ ${field} { invoices(first: 3) { nodes { id status } } } }`, { headers });
  const nodes = data.billingAccount.invoices.nodes as { id: string; status: string }[];
  const told = async ({ id }: { id: string }): Promise<number[]> => {
    const query = `{ invoice(id: "${id}") { status lines { nodes { description } } } }`;
    return [callsTold(await api.ask(query, { headers })), callsTold(await api.ask(query, { headers }))];
  };
  const paid = nodes.find(({ status }) => status === 'PAID');
  const open = nodes.find(({ status }) => status !== 'PAID');
  expect(await told(paid as { id: string })).toEqual([1, 0]);
  if (open) expect(await told(open)).toEqual([1, 1]);
});

test('F26 hits and misses are counted', async () => {
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  const lookups = [
    ...metrics.matchAll(/^billing_cache_lookups_total\{provider="ALTOSTRAT",outcome="(\w+)"\} [1-9]/gm),
  ];
  expect(lookups.map(([, outcome]) => outcome).toSorted()).toEqual(['hit', 'miss']);
});
