import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '../support/api.js';
import {
  altostratId,
  bothTokens,
  exportUrl,
  northflankId,
  parseExportText,
  readExport,
  type ExportParameters,
} from '../support/export.js';
import { freshToken } from '../support/fresh-token.js';
import { invoiceRow } from '../support/invoice-row.js';
import { plantedList, plantList, toWire } from '../support/planted-list.js';
import { api, startSystem, upstream } from '../support/system.js';
import { until } from '../support/until.js';

/** Lists of invoices as a stream, as long as they are. */

startSystem({ MAX_UPSTREAM_CALLS: '4' });
afterEach(async () => {
  await upstream.clearFaults();
  await upstream.forget();
});

const [us, eu] = ['us', 'eu'].map((name) => altostratId(`cus_acme_${name}`)) as [string, string];

/** Ids of an account's invoices as the graph lists them. */
async function listIds(account: string, filter = ''): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { data } = await api.ask(
      `query ($id: ID!, $after: String) { node(id: $id) { ... on BillingAccount {
         invoices(first: 200, after: $after${filter}) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`,
      { variables: { id: account, after }, headers: bothTokens },
    );
    const { nodes, pageInfo } = data.node.invoices;
    ids.push(...nodes.map(({ id }: { id: string }) => id));
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  return ids;
}

const idsOf = (rows: readonly { readonly id: string | null }[]): readonly (string | null)[] =>
  rows.map(({ id }) => id);

test('F58 all invoices of a list come in its order, a call a page, however few calls an operation has', async () => {
  const { rows, end } = await readExport(api, { account: us });
  expect(await upstream.paths()).toHaveLength(6);
  expect(end).toEqual({
    record: 'end',
    cursor: null,
    complete: true,
    rows: 1200,
    undecided: 0,
    unsummed: 0,
    sums: [
      {
        currency: 'USD',
        rows: 1200,
        total: '1545777.22',
        amountDue: '1545777.22',
        amountPaid: '1271262.82',
        amountRemaining: '274514.40',
      },
    ],
    failure: null,
    upstreamCalls: 6,
  });
  expect(idsOf(rows)).toEqual(await listIds(us));
  expect(rows[1]).toMatchObject({
    record: 'invoice',
    provider: 'ALTOSTRAT',
    accountId: 'cus_acme_us',
    number: 'ACMEUS-1199',
    createdAt: '2025-12-29T06:01:39.000000Z',
    subtotal: '118.50',
    discount: '29.63',
    tax: '7.11',
    total: '95.98',
    amountRemaining: '0.00',
    note: null,
  });
});

test('F58 CSV holds the same rows, and says in its headers what it is', async () => {
  const answer = await fetch(exportUrl(api, { account: eu, format: 'csv' }), { headers: bothTokens });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="invoices.csv"');
  expect(answer.headers.get('x-accel-buffering')).toBe('no');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(parseExportText(await answer.text(), 'csv')).toEqual(await readExport(api, { account: eu }));
});

test('F58 from the cursor of any row on come the rows behind it, with the same cursors', async () => {
  const whole = await readExport(api, { account: [us, northflankId('team-n2'), eu] });
  expect(whole.rows).toHaveLength(1200 + 120 + 240);
  for (const index of [0, 199, 200, 731, 1199, 1200, 1250, 1299, 1300, 1319, 1320, 1559]) {
    const after = whole.rows[index]?.cursor ?? '';
    const { rows, end } = await readExport(api, { account: [us, northflankId('team-n2'), eu], after });
    expect(rows).toEqual(whole.rows.slice(index + 1));
    expect(end).toMatchObject({ complete: true, rows: whole.rows.length - index - 1 });
  }
});

test.each<[string, ExportParameters]>([
  ['of other accounts', { account: [eu, us] }],
  ['of another filter', { account: [us, eu], status: 'OPEN' }],
  ['of fewer accounts', { account: us }],
])('F58 the cursor of an export %s is none of this one, and costs no call', async (_what, other) => {
  const { rows } = await readExport(api, other);
  await upstream.forget();
  const after = rows[0]?.cursor ?? '';
  const answer = await fetch(exportUrl(api, { account: [us, eu], after }), { headers: bothTokens });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'INVALID_CURSOR' } }] },
  ]);
  expect(await upstream.paths()).toEqual([]);
});

test('F58 a filter lets the same rows through as in the graph, and shows those of which it cannot tell', async () => {
  const spoil = { in_00010: { status: null }, in_00700: { total: 'x' } };
  await plantList(upstream, 'cus_filtered', plantedList(900), spoil);
  const account = altostratId('cus_filtered', 'ws_rows');
  const { rows, end } = await readExport(api, { account, status: ['OPEN', 'VOID'], totalAtLeast: '1005' });
  const decided = rows.filter(({ record }) => record === 'invoice');
  expect(idsOf(decided)).toEqual(
    await listIds(account, ', filter: { status: [OPEN, VOID], totalAtLeast: "1005" }'),
  );
  expect(decided.length).toBeGreaterThan(200);
  const undecided = rows.filter(({ record }) => record === 'undecided');
  expect(undecided.map(({ invoiceId }) => invoiceId)).toEqual(['in_00010']);
  expect(end).toMatchObject({ complete: false, rows: decided.length, undecided: 1, failure: null });
});

test('F58 a filter that finds nothing for long says how far it has looked, and goes on from there', async () => {
  const nothing = { account: us, totalAtLeast: '99999999999' };
  const { rows, end } = await readExport(api, nothing);
  expect(rows.map(({ record, id }) => [record, id])).toEqual([['passed', null]]);
  expect(end).toMatchObject({ complete: true, rows: 0, sums: [], upstreamCalls: 6 });
  const rest = await readExport(api, { ...nothing, after: rows[0]?.cursor ?? '' });
  expect(rest).toMatchObject({ rows: [], end: { complete: true, upstreamCalls: 2 } });
});

test('F58 a row that cannot be read stands in its place, says why, and makes the sums incomplete', async () => {
  await plantList(upstream, 'cus_spoilt', plantedList(5), { in_00002: { total: 'x', number: '=1+1' } });
  const { rows, end } = await readExport(api, { account: altostratId('cus_spoilt', 'ws_rows') });
  expect(rows.map(({ total }) => total)).toEqual(['10.00', '10.01', null, '10.03', '10.04']);
  expect(rows[2]?.note).toMatch(/^total: UPSTREAM_INVALID_RESPONSE: /);
  expect(end).toMatchObject({ complete: false, rows: 5, unsummed: 1, failure: null });
});

test('F58 what is no invoice at all stands in its place, too', async () => {
  const body = JSON.stringify({ data: [invoiceRow({ customer_id: 'cus_acme_us' }), 7], has_more: false });
  await upstream.fault({ match: { method: 'GET' }, fault: { kind: 'raw', body }, times: 1 });
  const { rows, end } = await readExport(api, { account: us });
  expect(rows.map(({ accountId, total }) => [accountId, total])).toEqual([
    ['cus_acme_us', '11.50'],
    ['cus_acme_us', null],
  ]);
  expect(rows[1]?.note).toMatch(/^UPSTREAM_INVALID_RESPONSE: /);
  expect(end).toMatchObject({ complete: false, rows: 2, unsummed: 1 });
});

test('F58 text of a provider is no formula in CSV, and is as it came in JSON', async () => {
  const row = invoiceRow({ customer_id: 'cus_formula', number: '=HYPERLINK("http://x","y")', total: -5 });
  await upstream.createAccount({ workspaceId: 'ws_rows', accountId: 'cus_formula', invoices: [row] });
  const account = altostratId('cus_formula', 'ws_rows');
  const csv = await (await fetch(exportUrl(api, { account, format: 'csv' }), { headers: bothTokens })).text();
  expect(csv).toContain(`,"'=HYPERLINK(""http://x"",""y"")",`);
  expect(csv).toContain(',-0.05,');
  const { rows } = await readExport(api, { account });
  expect(rows[0]?.number).toBe('=HYPERLINK("http://x","y")');
});

test.each([
  [
    { kind: 'rateLimit', retryAfter: 7 },
    { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 7000 },
  ],
  [
    { kind: 'html', status: 501 },
    { code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  ],
  [
    { kind: 'status', status: 403 },
    { code: 'FORBIDDEN', retryable: false },
  ],
] as const)(
  'F58 a fault on the way ends the export with what was read, and where to go on: %j',
  async (fault, failure) => {
    const token = await freshToken(upstream);
    const headers = { authorization: `Bearer ${token}` };
    await upstream.fault({ match: { token }, fault, skip: 2 });
    const { rows, end } = await readExport(api, { account: [us, eu] }, headers);
    expect(rows).toHaveLength(400);
    expect(end).toMatchObject({ complete: false, rows: 400, failure: { ...failure, provider: 'ALTOSTRAT' } });
    expect(end?.cursor).toBe(rows[399]?.cursor);
    await upstream.clearFaults();
    const rest = await readExport(api, { account: [us, eu], after: end?.cursor ?? '' });
    expect([rest.rows.length, rest.end?.complete]).toEqual([1040, true]);
  },
);

test.each([
  [{ kind: 'rateLimit', retryAfter: 7 }, 429, 'RATE_LIMITED', '7'],
  [{ kind: 'html', status: 501 }, 503, 'UPSTREAM_UNAVAILABLE', null],
  [{ kind: 'status', status: 404 }, 404, 'NOT_FOUND', null],
  [{ kind: 'raw', body: 'x' }, 502, 'UPSTREAM_INVALID_RESPONSE', null],
] as const)(
  'F58 a fault before the first row is the status of the answer: %j',
  async (fault, status, code, retryAfter) => {
    const token = await freshToken(upstream);
    await upstream.fault({ match: { token }, fault });
    const answer = await fetch(exportUrl(api, { account: us }), {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(await answer.json()).toMatchObject({
      errors: [
        { extensions: { code, provider: 'ALTOSTRAT', correlationId: answer.headers.get('x-request-id') } },
      ],
    });
  },
);

test.each<[string, ExportParameters, RegExp]>([
  ['no account', {}, /"account": expected 1 to 50 .*, got 0/],
  ['an account twice', { account: [us, us] }, /"account": expected each account once/],
  ['an id of no account', { account: 'ws_acme' }, /"account": expected the global id of type BillingAccount/],
  ['too many accounts', { account: Array<string>(51).fill(us) }, /"account": expected 1 to 50 .*, got 51/],
  ['an unknown format', { account: us, format: 'xml' }, /"format": expected one of csv, jsonl, got "xml"/],
  ['two formats', { account: us, format: ['csv', 'jsonl'] }, /"format": expected once, got 2 times/],
  ['an unknown parameter', { account: us, first: '5' }, /"first": expected one of account, status/],
  ['an unknown status', { account: us, status: 'UNKNOWN' }, /"status": expected one of DRAFT, OPEN/],
  ['no currency', { account: us, currency: 'usd' }, /"currency": expected an upper-case ISO 4217/],
  ['no instant', { account: us, createdFrom: '2025' }, /"createdFrom": expected an RFC 3339 instant/],
  ['no number', { account: us, totalBelow: '1.5' }, /"totalBelow": expected a whole number/],
  [
    'a filter that lets nothing through',
    { account: us, totalAtLeast: '5', totalBelow: '5' },
    /"totalBelow": expected more than "totalAtLeast"/,
  ],
  ['a text that is too long', { account: us, after: 'x'.repeat(4097) }, /"after": expected at most 4096/],
])('F58 %s is refused by its name, and costs no call', async (_what, parameters, message) => {
  const answer = await fetch(exportUrl(api, parameters), { headers: bothTokens });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    {
      errors: [
        { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT', retryable: false } },
      ],
    },
  ]);
  expect(await upstream.paths()).toEqual([]);
});

test.each<[string, Record<string, string>]>([
  ['no credential, as a foreign page has none', {}],
  ['the credential of one of two providers', { authorization: 'Bearer sandbox-altostrat' }],
  ['a malformed credential', { ...bothTokens, authorization: 'Basic eDp5' }],
])('F58 with %s nothing is read', async (_what, headers) => {
  const answer = await fetch(exportUrl(api, { account: [us, northflankId('team-n2')] }), { headers });
  expect([answer.status, await answer.json()]).toMatchObject([
    401,
    { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  ]);
  expect(await upstream.paths()).toEqual([]);
});

test.each(['HEAD', 'POST', 'DELETE'])('F58 %s is refused with what is allowed', async (method) => {
  const answer = await fetch(exportUrl(api, { account: us }), { method, headers: bothTokens });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
});

test('F58 a list that leads in a circle ends, as a fault of the provider', async () => {
  const rows = toWire(plantedList(400), 'cus_circle');
  await upstream.createAccount({ workspaceId: 'ws_rows', accountId: 'cus_circle', invoices: rows });
  const bodies = [rows.slice(0, 200), rows.slice(200)].map((data) =>
    JSON.stringify({ data, has_more: true }),
  );
  const faults = Array.from({ length: 20 }, (_, turn) => ({
    kind: 'raw' as const,
    body: bodies[turn % 2] ?? '',
  }));
  await upstream.fault({ match: { path: 'cus_circle' }, fault: { kind: 'sequence', faults } });
  const exported = await readExport(api, { account: altostratId('cus_circle', 'ws_rows') });
  expect(exported.rows).toHaveLength(800);
  expect(exported.end).toMatchObject({
    complete: false,
    failure: {
      code: 'UPSTREAM_INVALID_RESPONSE',
      message: "The provider's list leads back to a row before.",
    },
  });
});

describe('a long list', () => {
  const account = altostratId('cus_long', 'ws_rows');
  const PAGES = 200;
  beforeAll(async () => {
    await upstream.createAccount({ workspaceId: 'ws_rows', accountId: 'cus_long', invoices: 200 * PAGES });
  });

  /** Resolves when no call has come for a while. */
  async function untilQuiet(): Promise<number> {
    let calls = -1;
    for (let next = 0; next !== calls; next = (await upstream.paths()).length) {
      calls = next;
      await sleep(400);
    }
    return calls;
  }

  test('F58 is not read on for a client that does not read', async () => {
    const { hostname, port, pathname, search } = new URL(exportUrl(api, { account }));
    const socket = connect(Number(port), hostname).pause();
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sandbox-altostrat\r\n\r\n`,
    );
    await until(async () => (await upstream.paths()).length > 1);
    const calls = await untilQuiet();
    expect(calls).toBeLessThan(PAGES - 20);
    socket.destroy();
  });

  test('F58 is not read on for a client that has left', async () => {
    const leaving = new AbortController();
    const { body } = await fetch(exportUrl(api, { account }), {
      headers: bothTokens,
      signal: leaving.signal,
    });
    await body?.getReader().read();
    leaving.abort();
    const calls = await untilQuiet();
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(PAGES - 20);
  });

  test('F58 ends in words where the server stops, with where to go on', async () => {
    const stopping = await startProcess({ ALTOSTRAT_URL: upstream.url });
    const answer = await fetch(exportUrl(stopping, { account }), { headers: bothTokens });
    const stopped = stopping.stop();
    const { rows, end } = parseExportText(await answer.text(), 'jsonl');
    expect(await stopped).toBe(0);
    expect(end).toMatchObject({
      complete: false,
      rows: rows.length,
      cursor: rows.at(-1)?.cursor,
      failure: { code: 'SHUTTING_DOWN', retryable: true },
    });
    expect(rows.length % 200).toBe(0);
  });
});
