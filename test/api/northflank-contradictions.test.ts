import type { GraphqlAnswer } from '../support/api.js';
import { api, startSystem, upstream } from '../support/system.js';
import { askTeam } from './northflank-paging.js';

/** What an invoice's list and its details say of it need not agree, in shape or in figures: exact, or an error. */

startSystem();
beforeEach(async () => upstream.reset());

const period = { start: 1655823815, end: 1655910214 };
const n3 = { id: 'A-1', period, currency: 'usd', paasUsage: {}, total: 1200, subTotal: 1000 };
const n4 = { id: 'A-1', period, currency: 'usd', status: 'paid', total: 12, subTotal: 10 };
const n1 = { period, currency: 'usd', total: 1200, subTotal: 1000 };
const n2 = { period, total: 1200 };
const lineItems = [{ title: 'a', total: 1000 }];
const inCents = { lineItems, tax: { value: 200 } };
const inUnits = { lineItems: [{ title: 'a', total: 10 }], tax: { amount: 2 } };

/** The answer for a list of these rows, where every question for details has this answer. */
async function askFor(rows: readonly object[], details: object, fields: string): Promise<GraphqlAnswer> {
  await upstream.control('PATCH', '/northflank/team-n3', { invoices: rows });
  const body = JSON.stringify({ data: details });
  for (const path of ['/invoices/A-1', '/invoices/details'])
    await upstream.fault({ match: { path }, fault: { kind: 'raw', body } });
  return askTeam(api, 'team-n3', `invoices(first: 5) { nodes { ${fields} } }`);
}

const amounts = 'total { decimal } tax { decimal currency } lines { nodes { amount { decimal currency } } }';
const shown = (currency = 'USD'): object => ({
  total: { decimal: '12.00' },
  tax: { decimal: '2.00', currency },
  lines: { nodes: [{ amount: { decimal: '10.00', currency } }] },
});

test.each([
  ['cents, and details in major units', n3, { ...n4, ...inUnits }],
  ['major units, and details in cents', n4, { ...n3, ...inCents }],
  ['cents, and details that do not say', n3, { id: 'A-1', currency: 'usd', total: 1200, ...inCents }],
  ['major units, and details that do not say', n4, { id: 'A-1', currency: 'usd', total: 12, ...inUnits }],
  ['no currency, and details with the one assumed', n2, { ...n1, ...inCents }],
  ['a currency, and details without one', n1, { ...n2, ...inCents }],
])('F36 a list in %s: each figure in its own unit', async (_what, row, details) => {
  const { data, errors } = await askFor([row], details, amounts);
  expect([data.billingAccount.invoices.nodes, errors]).toEqual([[shown()], []]);
});

test.each([
  ['currency', n3, { ...n3, ...inCents, currency: 'eur' }],
  ['assumed currency', n2, { ...n1, ...inCents, currency: 'eur' }],
  ['total', n3, { ...n3, ...inCents, total: 999 }],
  ['total, by a hundred', n3, { ...n3, ...inCents, total: 12 }],
  ['total in another unit', n3, { ...n4, ...inUnits, total: 1200 }],
  ['subtotal', n3, { ...n3, ...inCents, subTotal: 999 }],
])(
  'F36 details with another %s than the list are an error, and the list stands',
  async (_what, row, details) => {
    const { data, errors } = await askFor([row], details, amounts);
    const [node] = data.billingAccount.invoices.nodes;
    expect([node.total, node.tax, node.lines]).toEqual([{ decimal: '12.00' }, null, null]);
    expect(
      errors.map(({ path, extensions }) => [path?.at(-1), extensions['code'], extensions['provider']]),
    ).toEqual([
      ['tax', 'UPSTREAM_INVALID_RESPONSE', 'NORTHFLANK'],
      ['lines', 'UPSTREAM_INVALID_RESPONSE', 'NORTHFLANK'],
    ]);
  },
);

test.each([
  ['another id', n3, { ...n3, ...inCents, id: 'A-2' }],
  ['another total of its period', n1, { ...n1, ...inCents, total: 999 }],
  ['another word on whether it is paid', { ...n1, paid: true }, { ...n1, ...inCents, paid: false }],
  ['another subtotal of its period and total', n1, { ...n1, ...inCents, subTotal: 999 }],
])("F17 details of an invoice with %s are nobody else's", async (_what, row, details) => {
  const { data, errors } = await askFor(
    [row],
    details,
    'tax { decimal } lines { complete } usage { resource }',
  );
  expect([data.billingAccount.invoices.nodes, errors]).toEqual([
    [{ tax: null, lines: null, usage: null }],
    [],
  ]);
});

test('F17 of two invoices that the list cannot tell apart, neither has the details that come', async () => {
  const fields = 'invoiceId subtotal { decimal } tax { decimal }';
  const { data, errors } = await askFor([{ ...n1, subTotal: 1200 }, n1], { ...n1, ...inCents }, fields);
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toEqual(
    ['12.00', '10.00'].map((decimal, ordinal) => ({
      invoiceId: `period.1655823815.1655910214.1200.${ordinal}`,
      subtotal: { decimal },
      tax: null,
    })),
  );
  expect(await upstream.paths()).toHaveLength(1);
});

test('F17 an invoice by its derived id is the one in the list, whatever a twin answers', async () => {
  const { data: listed } = await askFor(
    [
      { ...n2, paid: false },
      { ...n2, paid: true },
    ],
    {},
    'id status',
  );
  const { nodes } = listed.billingAccount.invoices;
  expect(nodes.map(({ status }: { status: string }) => status)).toEqual(['OPEN', 'PAID']);
  await upstream.clearFaults();
  const body = JSON.stringify({ data: { ...n2, ...inCents, paid: true } });
  await upstream.fault({ match: { path: '/invoices/details' }, fault: { kind: 'raw', body } });
  const { data } = await api.ask(
    `{ a: node(id: "${nodes[0].id}") { id ... on Invoice { status lines { complete } } } b: node(id: "${nodes[1].id}") { id ... on Invoice { status } } }`,
    { headers: { 'northflank-authorization': 'Bearer sandbox-northflank' } },
  );
  expect(data).toEqual({ a: { ...nodes[0], lines: null }, b: nodes[1] });
});

test.each([
  ['an object without a total', { discounts: {}, discount: 100 }, '1.00'],
  ['an object with a null total', { discounts: { total: null }, discount: 100 }, '1.00'],
  ['both', { discounts: { total: 300 }, discount: 100 }, '3.00'],
])('F38 a discount in %s', async (_what, discount, decimal) => {
  const { data } = await askFor([n3], { ...n3, ...inCents, ...discount }, 'discount { decimal }');
  expect(data.billingAccount.invoices.nodes).toEqual([{ discount: { decimal } }]);
});

test('F36 of two names for the tax, the newer one counts', async () => {
  const { data } = await askFor(
    [n3],
    { ...n3, lineItems, tax: { value: 1, amount: 200 } },
    'tax { decimal }',
  );
  expect(data.billingAccount.invoices.nodes).toEqual([{ tax: { decimal: '2.00' } }]);
});

const team = (price: object, ...projects: readonly object[]): object => ({ id: 't', price, projects });
const project = (price: object): object => ({ id: 'p', price });

test.each<[string, object, readonly (readonly [string, string | null, string | null, string])[]]>([
  [
    'parts that add up',
    { paasUsage: { price: { total: 300, cpu: 100, memory: 200 } } },
    [
      ['cpu', null, null, '1.00'],
      ['memory', null, null, '2.00'],
    ],
  ],
  [
    'parts that leave a rest',
    { paasUsage: { price: { total: 500, cpu: 100 } } },
    [
      ['cpu', null, null, '1.00'],
      ['other', null, null, '4.00'],
    ],
  ],
  [
    'a part that is null',
    { paasUsage: { price: { total: 500, cpu: null } } },
    [['total', null, null, '5.00']],
  ],
  [
    'parts that exceed their sum',
    { paasUsage: { price: { total: 100, cpu: 90, memory: 20 } } },
    [['total', null, null, '1.00']],
  ],
  ['parts without a sum', { paasUsage: { price: { cpu: 90 } } }, [['cpu', null, null, '0.90']]],
  [
    'a breakdown of which more pages follow',
    {
      paasUsage: { price: { total: 1000 }, teams: [team({ total: 700 }, project({ total: 100, cpu: 100 }))] },
    },
    [
      ['cpu', 't', 'p', '1.00'],
      ['other', 't', null, '6.00'],
      ['other', null, null, '3.00'],
    ],
  ],
  [
    'projects that exceed their team',
    {
      paasUsage: { price: { total: 700 }, teams: [team({ total: 700, cpu: 700 }, project({ total: 900 }))] },
    },
    [['cpu', 't', null, '7.00']],
  ],
  [
    'projects beside the product that holds them',
    { paasUsage: { price: { total: 500 } }, projects: [{ projectId: 'p', price: { total: 500 } }] },
    [['total', null, null, '5.00']],
  ],
])('F40 usage with %s adds up to what the provider says it costs', async (_what, usage, expected) => {
  const details = { ...n3, ...inCents, ...usage };
  const { data, errors } = await askFor(
    [n3],
    details,
    'usage { resource teamId projectId amount { decimal } }',
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes[0].usage).toEqual(
    expected.map(([resource, teamId, projectId, decimal]) => ({
      resource,
      teamId,
      projectId,
      amount: { decimal },
    })),
  );
});
