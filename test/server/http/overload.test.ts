import { startProcess, type Api } from '../../support/api.js';
import { freePort } from '../../support/free-port.js';
import { accountField } from '../../support/invoice-row.js';
import { startUpstream, type Upstream } from '../../support/upstream.js';

/** What is more than can be done is refused before it is read; what looks after the server is answered all the same. */

let upstream: Upstream;
let api: Api;
beforeAll(async () => {
  upstream = await startUpstream();
  api = await startProcess({ ALTOSTRAT_URL: upstream.url, MAX_OPERATIONS: '2' });
});
afterAll(async () => {
  await api?.stop();
  await upstream?.close();
});
afterEach(async () => upstream.clearFaults());

const nameOf = (account: string): string => `{ ${accountField(account, 'ws_acme')} { name } }`;

test('L05 with as many operations under way as there may be, one more is refused in words, and costs no call', async () => {
  await upstream.fault({ fault: { kind: 'hold' } });
  const running = ['cus_acme_us', 'cus_acme_za'].map(async (account) => api.ask(nameOf(account)));
  while ((await upstream.paths()).length < 2) continue;
  const refused = await api.ask('{ __typename }', { headers: { 'x-request-id': 'one-more' } });
  expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('x-request-id')]).toEqual([
    503,
    '1',
    'one-more',
  ]);
  expect(refused.errors).toEqual([
    {
      message: 'This server has as much to do as it can. Nothing was done; ask again in a moment.',
      extensions: { code: 'OVERLOADED', retryable: true, correlationId: 'one-more' },
    },
  ]);
  const whole = ['content-type', 'cache-control', 'x-content-type-options', 'content-security-policy'];
  expect(whole.map((name) => refused.headers.get(name))).toEqual([
    'application/json; charset=utf-8',
    'private, no-store',
    'nosniff',
    "default-src 'none'",
  ]);
  await upstream.clearFaults();
  for (const { errors } of await Promise.all(running)) expect(errors).toEqual([]);
  expect((await api.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  expect(await upstream.paths()).toHaveLength(2);
});

test('L11 health has a listener of its own where one is named, which answers however much there is to do, to the end', async () => {
  const adminPort = await freePort();
  const other = await startProcess({
    ALTOSTRAT_URL: upstream.url,
    MAX_OPERATIONS: '1',
    ADMIN_PORT: String(adminPort),
  });
  const statusOf = async (base: string, path: string): Promise<number> =>
    (await fetch(`${base}${path}`)).status;
  const admin = `http://127.0.0.1:${adminPort}`;
  const paths = ['/healthz', '/readyz', '/metrics'];
  const statuses = async (base: string): Promise<number[]> =>
    Promise.all(paths.map(async (path) => statusOf(base, path)));
  expect([await statuses(admin), await statuses(other.url)]).toEqual([
    [200, 200, 200],
    [404, 404, 404],
  ]);
  expect(await statusOf(admin, '/graphql')).toBe(404);
  await upstream.forget();
  await upstream.fault({ fault: { kind: 'hold' } });
  const running = other.ask(nameOf('cus_acme_us'));
  while ((await upstream.paths()).length === 0) continue;
  expect((await other.ask('{ __typename }')).status).toBe(503);
  expect(await statuses(admin)).toEqual([200, 200, 200]);
  expect(await (await fetch(`${admin}/metrics`)).text()).toContain('billing_http_requests_refused_total 1\n');
  const stopped = other.stop();
  while ((await statusOf(admin, '/readyz')) !== 503) continue;
  expect(await statuses(admin)).toEqual([200, 503, 200]);
  await upstream.clearFaults();
  expect((await running).errors).toEqual([]);
  expect(await stopped).toBe(0);
});
