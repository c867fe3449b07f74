import { startApi, type Api, type GraphqlAnswer } from '../support/api.js';
import { freePort } from '../support/free-port.js';
import { startUpstream, type Upstream } from '../support/upstream.js';
import { accountField, acmeUs, invoicesPath } from './paging.js';

/** Two providers in one operation: each gets its own credential, and neither takes the other down. */

let altostrat: Upstream;
let northflank: Upstream;
let api: Api;

beforeAll(async () => {
  [altostrat, northflank] = await Promise.all([startUpstream(), startUpstream()]);
  api = await startApi({ ALTOSTRAT_URL: altostrat.url, NORTHFLANK_URL: northflank.url });
});
afterAll(async () => {
  await api?.stop();
  await Promise.all([altostrat?.close(), northflank?.close()]);
});
beforeEach(async () => {
  await Promise.all([altostrat.reset(), northflank.reset()]);
});

const team = 'billingAccount(provider: NORTHFLANK, accountId: "team-n3")';
const invoices = 'invoices(first: 2) { nodes { invoiceId } }';
const both = `{ stripe: ${accountField(acmeUs)} { ${invoices} } north: ${team} { accountId ${invoices} } }`;
const stripe = {
  invoices: { nodes: [{ invoiceId: 'in_acme_us_001200' }, { invoiceId: 'in_acme_us_001199' }] },
};
const northPath = '/v1/teams/team-n3/billing/invoices?per_page=100&perPage=100';
const path = ['north', 'invoices'];

/** Asks with a Northflank token, or without one. */
async function ask(query: string, northflankToken: string | null, on = api): Promise<GraphqlAnswer> {
  const headers: Record<string, string> =
    northflankToken === null ? {} : { 'northflank-authorization': `Bearer ${northflankToken}` };
  return on.ask(query, { headers });
}

test('F25 one operation asks both providers, each with its own credential and nothing of the other', async () => {
  const { data, errors } = await ask(both, 'sandbox-northflank');
  expect(errors).toEqual([]);
  expect(data).toEqual({
    stripe,
    north: {
      accountId: 'team-n3',
      invoices: { nodes: [{ invoiceId: '59640464-00340' }, { invoiceId: '59640464-00339' }] },
    },
  });
  const [ofAltostrat, ofNorthflank] = [await altostrat.calls(), await northflank.calls()];
  expect(ofAltostrat.map((call) => [call.token, call.path])).toEqual([
    ['sandbox-altostrat', invoicesPath(acmeUs, 'limit=2')],
  ]);
  expect(ofNorthflank.map((call) => [call.token, call.path])).toEqual([['sandbox-northflank', northPath]]);
  for (const { headerNames } of [...ofAltostrat, ...ofNorthflank]) {
    expect(headerNames).toEqual([
      'accept',
      'accept-encoding',
      'authorization',
      'connection',
      'host',
      'x-request-id',
    ]);
  }
});

test("F25 a provider's token in the other's header is refused by the provider that gets it, and travels no further", async () => {
  const { data, errors } = await api.ask(both, {
    token: 'sandbox-northflank',
    headers: { 'northflank-authorization': 'Bearer sandbox-altostrat' },
  });
  expect(data).toEqual({ stripe: null, north: null });
  expect(errors.map(({ extensions }) => [extensions['provider'], extensions['code']]).toSorted()).toEqual([
    ['ALTOSTRAT', 'UNAUTHENTICATED'],
    ['NORTHFLANK', 'UNAUTHENTICATED'],
  ]);
  expect((await altostrat.calls()).map(({ token }) => token)).toEqual(['sandbox-northflank']);
  expect((await northflank.calls()).map(({ token }) => token)).toEqual(['sandbox-altostrat']);
});

test('F32 a missing Northflank credential costs no call and leaves Altostrat whole', async () => {
  const { data, errors } = await ask(both, null);
  expect(data).toEqual({ stripe, north: null });
  expect(errors.map(({ path, message, extensions }) => [path, extensions['code'], message])).toEqual([
    [
      path,
      'UNAUTHENTICATED',
      'NORTHFLANK needs the header "northflank-authorization: Bearer <token>", got none.',
    ],
  ]);
  expect([await altostrat.paths(), await northflank.paths()]).toEqual([
    [invoicesPath(acmeUs, 'limit=2')],
    [],
  ]);
});

test('F32 a missing Altostrat credential costs no call and leaves Northflank whole', async () => {
  const headers = { 'northflank-authorization': 'Bearer sandbox-northflank' };
  const { data, errors } = await api.ask(both, { token: null, headers });
  expect(data.stripe).toBeNull();
  expect(data.north.invoices.nodes).toHaveLength(2);
  expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['stripe', 'invoices'], 'UNAUTHENTICATED'],
  ]);
  expect([await altostrat.paths(), await northflank.paths()]).toEqual([[], [northPath]]);
});

test.each([
  ['refuses connections', 'UPSTREAM_UNAVAILABLE', async () => `http://127.0.0.1:${await freePort()}`],
  ['never answers', 'UPSTREAM_TIMEOUT', async () => northflank.url],
])('F32 a Northflank that %s leaves Altostrat whole and says what is missing', async (_what, code, toUrl) => {
  await northflank.fault({ fault: { kind: 'hang' } });
  const environment = { ALTOSTRAT_URL: altostrat.url, NORTHFLANK_URL: await toUrl() };
  const other = await startApi({ ...environment, UPSTREAM_TIMEOUT_MS: '1000' });
  try {
    const pending = ask(both, 'sandbox-northflank', other);
    const alone = await ask(
      `{ stripe: ${accountField(acmeUs)} { ${invoices} } }`,
      'sandbox-northflank',
      other,
    );
    expect([alone.data, alone.errors]).toEqual([{ stripe }, []]);
    const { data, errors } = await pending;
    expect(data).toEqual({ stripe, north: null });
    expect(errors.map(({ path, extensions }) => [path, extensions])).toEqual([
      [path, expect.objectContaining({ code, provider: 'NORTHFLANK', retryable: true })],
    ]);
  } finally {
    await other.stop();
  }
});

test('F32 a Northflank that goes on not answering is not asked, so that Altostrat’s part waits for nobody', async () => {
  await northflank.fault({ fault: { kind: 'hang' } });
  const environment = { ALTOSTRAT_URL: altostrat.url, NORTHFLANK_URL: northflank.url };
  const other = await startApi({ ...environment, UPSTREAM_TIMEOUT_MS: '2000' });
  try {
    const codes: unknown[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const { data, errors } = await ask(both, 'sandbox-northflank', other);
      expect(data).toEqual({ stripe, north: null });
      codes.push(...errors.map(({ extensions }) => extensions['code']));
    }
    const [late, down] = ['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE'];
    expect(codes).toEqual([late, down, down, down, down]);
    expect(await northflank.paths()).toHaveLength(1);
    // A call that is not made is none of the operation's 25.
    const many = Array.from({ length: 25 }, (_, index) => {
      return `t${index}: billingAccount(provider: NORTHFLANK, accountId: "t-${index}") { ${invoices} }`;
    });
    const stripeField = `stripe: ${accountField(acmeUs)} { ${invoices} }`;
    const { data } = await ask(`{ ${many.join(' ')} ${stripeField} }`, 'sandbox-northflank', other);
    expect(data.stripe).toEqual(stripe);
  } finally {
    await other.stop();
  }
});

/** A token of its own for each test: the server remembers whose quota is used up. */
async function limit(token: string, remaining: number, resetSeconds: number): Promise<void> {
  await northflank.control('POST', '/tokens', { token, provider: 'northflank' });
  const rateLimit = { limit: 100, remaining, resetSeconds };
  await northflank.control('PATCH', '/northflank/team-n3', { rateLimit });
}

const north = `{ north: ${team} { ${invoices} } }`;

test('F30 a quota that is used up costs no further call, says when to come back, and is one token’s alone', async () => {
  await limit('last-call', 1, 3600);
  expect((await ask(north, 'last-call')).errors).toEqual([]);
  const { data, errors } = await ask(both, 'last-call');
  expect(data).toEqual({ stripe, north: null });
  expect(errors.map(({ path, extensions }) => [path, extensions])).toEqual([
    [path, expect.objectContaining({ code: 'RATE_LIMITED', provider: 'NORTHFLANK', retryable: true })],
  ]);
  const retryAfterMs = Number(errors[0]?.extensions['retryAfterMs']);
  expect(retryAfterMs).toBeGreaterThan(3_590_000);
  expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
  expect(await northflank.paths()).toEqual([northPath]);
  expect((await ask(north, 'sandbox-northflank')).errors).toEqual([]);
  expect((await northflank.calls()).map(({ token }) => token)).toEqual(['last-call', 'sandbox-northflank']);
});

test('F30 a 429 without Retry-After is told by its reset, and calls go through again after it', async () => {
  await limit('refused', 0, 3);
  const refused = await ask(north, 'refused');
  expect(refused.errors.map(({ path, extensions }) => [path, extensions])).toEqual([
    [
      path,
      expect.objectContaining({
        code: 'RATE_LIMITED',
        retryAfterMs: 3000,
        upstream: expect.objectContaining({ status: 429 }),
      }),
    ],
  ]);
  const { errors } = await ask(north, 'refused');
  const wait = Number(errors[0]?.extensions['retryAfterMs']);
  expect(errors[0]?.extensions).not.toHaveProperty('upstream');
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(3000);
  expect(await northflank.paths()).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, wait + 50));
  expect((await ask(north, 'refused')).errors).toEqual([]);
  expect(await northflank.paths()).toHaveLength(2);
});
