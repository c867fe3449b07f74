import { startProcess, type GraphqlAnswer } from '../support/api.js';
import { driftLines, driftSince, readDrift, type DriftCounts, type DriftLine } from '../support/drift.js';
import { accountField } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';
import { askTeam } from './northflank-paging.js';

/** What comes otherwise than the providers document: counted, logged once, and nothing to the client. */

startSystem({}, startProcess);
afterEach(async () => upstream.clearFaults());

const sample = accountField('cus_sample', 'ws_sample');
const invoices = `{ ${sample} { invoices(first: 5) { nodes { id status amountDue { decimal } lines { nodes { description } } } pageInfo { endCursor hasNextPage } } } }`;

async function ask(query = invoices): Promise<GraphqlAnswer> {
  return api.ask(query, { headers: { 'x-request-id': 'one-id' } });
}

interface Noticed {
  readonly text: string;
  readonly counted: DriftCounts;
  readonly logged: readonly DriftLine[];
}

/** What an operation is answered with, and what is told of drift meanwhile. */
async function notice(operation: () => Promise<GraphqlAnswer> = ask): Promise<Noticed> {
  const [before, linesBefore] = [await readDrift(api), await driftLines(api)];
  const { text } = await operation();
  const counted = driftSince(before, await readDrift(api));
  return { text, counted, logged: (await driftLines(api)).slice(linesBefore.length) };
}

async function plant(patch: object, match: object = { route: '/invoices' }): Promise<void> {
  await upstream.fault({ match, fault: { kind: 'patch', ...patch } } as never);
}

test('F27 answers as the providers document them are no drift', async () => {
  const { counted, logged } = await notice();
  expect([counted, logged]).toEqual([{}, []]);
});

test.each([
  ['a field', { rows: 0, set: { payment_terms: 'net30' } }, 'invoice', 'field', 'payment_terms'],
  ['a field of a line', { set: { 'lines.0.tax_code': 'txcd_1' } }, 'line', 'field', 'tax_code'],
  ['a field beside the rows', { page: { request_log_url: 'x' } }, 'list', 'field', 'request_log_url'],
  ['a cursor that is a number', { page: { next_cursor: 7 } }, 'list', 'type', 'next_cursor'],
  ['a limit of another kind', { headers: { 'X-RateLimit-Cost': '3' } }, 'head', 'header', 'x-ratelimit-cost'],
  ['an announced end', { headers: { Sunset: 'Sat, 31 Dec 2050 23:59:59 GMT' } }, 'head', 'header', 'sunset'],
  [
    'another content type',
    { headers: { 'content-type': 'application/json; profile=v2' } },
    'head',
    'header',
    'content-type',
  ],
])(
  'F27 %s that is new is counted, logged once, and changes no byte',
  async (_what, patch, object, kind, name) => {
    const { text } = await ask();
    await plant(patch);
    const counted = { [`ALTOSTRAT ${object} ${kind}`]: 1 };
    expect(await notice()).toEqual({
      text,
      counted,
      logged: [{ provider: 'ALTOSTRAT', object, kind, name }],
    });
    expect(await notice()).toEqual({ text, counted, logged: [] });
  },
);

test('F27 F34 a status that is new is counted, logged once, and UNKNOWN as ever', async () => {
  const { text } = await ask();
  await plant({ rows: 0, set: { status: 'disputed' } });
  const expected = {
    text: text.replace('"PAID"', '"UNKNOWN"'),
    counted: { 'ALTOSTRAT invoice status': 1 },
    logged: [{ provider: 'ALTOSTRAT', object: 'invoice', kind: 'status', name: 'status' }],
  };
  expect(expected.text).not.toBe(text);
  expect(await notice()).toEqual(expected);
  expect(await notice()).toEqual({ ...expected, logged: [] });
  expect(api.output()).not.toContain('disputed');
});

test('F27 a number that became text is counted once for its object, however often it is read, and logged once', async () => {
  await plant({ rows: 0, set: { amount_due: '999' } });
  const twice = `{ ${sample} { invoices(first: 5) { nodes { amountDue { decimal } again: amountDue { decimal } amountRemaining { decimal } } } } }`;
  const { counted, logged } = await notice(async () => ask(twice));
  expect(counted).toEqual({ 'ALTOSTRAT invoice type': 1 });
  expect(logged).toEqual([{ provider: 'ALTOSTRAT', object: 'invoice', kind: 'type', name: 'amount_due' }]);
  const { errors } = await ask(twice);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(
    Array<string>(3).fill('UPSTREAM_INVALID_RESPONSE'),
  );
});

test.each([
  ['subscriptions', { status: 'frozen' }, 'status', 'subscription status'],
  [
    'subscriptions',
    { product_quantities: { locations: { quantity: 1, interval: 'week' } } },
    'items { interval }',
    'product status',
  ],
  ['subscriptions', { created_at: 1730162406 }, 'createdAt', 'subscription type'],
  ['subscriptions', { read_only: true }, 'id', 'subscription field'],
])('F27 of %s, %j is noticed', async (list, set, field, what) => {
  await plant({ rows: 0, set }, { route: `/${list}` });
  const account = accountField('cus_acme_us', 'ws_acme');
  const { counted } = await notice(async () => ask(`{ ${account} { ${list} { nodes { ${field} } } } }`));
  expect(counted).toEqual({ [`ALTOSTRAT ${what}`]: 1 });
});

test('F27 a product that is new is no drift: its name is data', async () => {
  await plant(
    { rows: 0, set: { product_quantities: { satellites: { quantity: 1 } } } },
    { route: '/subscriptions' },
  );
  const account = accountField('cus_acme_us', 'ws_acme');
  const { text, counted } = await notice(async () =>
    ask(`{ ${account} { subscriptions { nodes { items { productType } } } } }`),
  );
  expect(text).toContain('"satellites"');
  expect(counted).toEqual({});
});

test.each([
  ['team-n1', { rows: 0, set: { vat: 1 } }, 'invoice field'],
  ['team-n2', { rows: 0, set: { paid: 'yes' } }, 'invoice type'],
  ['team-n3', { set: { 'paasUsage.price.network': 5 } }, 'price field'],
  ['team-n4', { rows: 0, set: { status: 'carried_over' } }, 'invoice status'],
  ['team-n4', { page: { total: 9 } }, 'pagination field'],
])('F27 of the list of %s, %j is noticed', async (team, patch, what) => {
  await plant(patch, { route: '/v1/teams' });
  const { counted } = await notice(async () => askTeam(api, team, 'invoices(first: 3) { nodes { status } }'));
  expect(counted).toEqual({ [`NORTHFLANK ${what}`]: 1 });
});

test('F27 a documented word that is none of ours is no drift', async () => {
  await plant({ rows: 0, set: { status: 'payment_failed' } }, { route: '/v1/teams' });
  const { text, counted } = await notice(async () =>
    askTeam(api, 'team-n4', 'invoices(first: 1) { nodes { status } }'),
  );
  expect([text.includes('UNKNOWN'), counted]).toEqual([true, {}]);
});

test.each([
  ['a part of the token', 'xsandboxaltostratx'],
  ['a key', 'alto_sk_1234567890'],
  ['more than a name', 'a b+c'],
  ['a capital', 'Secret'],
  ['no end', 'n'.repeat(65)],
])('F27 N09 a field whose name is %s is counted, and its name is not written', async (_what, name) => {
  await plant({ rows: 0, set: { [name]: 1 } });
  const { counted } = await notice();
  expect(counted).toEqual({ 'ALTOSTRAT invoice field': 1 });
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  expect([api.output().includes(name), metrics.includes(name)]).toEqual([false, false]);
});

test('F27 whatever comes, the labels are few and the log has fifty lines at most', async () => {
  const other = await startProcess({ ALTOSTRAT_URL: upstream.url });
  try {
    for (let answer = 0; answer < 4; answer += 1) {
      await upstream.clearFaults();
      const names = Array.from({ length: 30 }, (_, index) => [`field_${answer}_${index}`, 1]);
      await plant({ rows: 0, set: Object.fromEntries(names) as object });
      await other.ask(invoices);
    }
    expect(await readDrift(other)).toEqual({ 'ALTOSTRAT invoice field': 80 });
    expect(await driftLines(other)).toHaveLength(50);
  } finally {
    await other.stop();
  }
});
