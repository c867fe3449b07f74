import { type GraphqlAnswer } from '../support/api.js';
import { invoiceLine, invoiceRow, plant, plantedAccount } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Rows that are not as documented: an error at their place, and never a coerced figure. */

startSystem();

const nodes = ['billingAccount', 'invoices', 'nodes'];

/** Asks for three invoices of which the middle one is malformed. */
async function askWithMiddle(middle: object, field: string): Promise<GraphqlAnswer> {
  const rows = [invoiceRow({ id: 'in_1' }), middle, invoiceRow({ id: 'in_3' })];
  await plant(upstream, rows);
  return api.ask(
    `{ ${plantedAccount} { invoices { nodes { id: invoiceId total { amountMinor } other: ${field} } } } }`,
  );
}

const wrongAmounts = ['999', '', true, {}, [999]];
const wrongDates = ['2025-13-45', '2025-10-29', '2025-10-29T00:40:06', 1761698406000, true];
const wrongUrls = [
  'javascript:alert(1)',
  'data:text/html,x',
  'http://pay.stripe.com/',
  'https://user@evil.example/',
  7,
];

const malformed: readonly (readonly [wire: string, field: string, value: unknown])[] = [
  ...wrongAmounts.map((value) => ['subtotal', 'subtotal { amountMinor }', value] as const),
  ...wrongAmounts.map((value) => ['tax', 'tax { amountMinor }', value] as const),
  ...wrongAmounts.map((value) => ['amount_paid', 'amountPaid { amountMinor }', value] as const),
  ...wrongAmounts.map((value) => ['amount_due', 'amountRemaining { amountMinor }', value] as const),
  ...wrongDates.map((value) => ['created_at', 'createdAt', value] as const),
  ...wrongDates.map((value) => ['due_date', 'dueAt', value] as const),
  ...wrongUrls.map((value) => ['hosted_invoice_url', 'hostedInvoiceUrl', value] as const),
  ...wrongUrls.map((value) => ['invoice_pdf', 'pdfUrl', value] as const),
  ['number', 'number', 7],
  ...[[7], [null], 'x', { a: 'b' }].map((value) => ['discount_names', 'discountNames', value] as const),
  ['lines', 'lines { nodes { lineId } }', 'x'],
  ['lines', 'lines { nodes { lineId } }', { a: 1 }],
];

test.each(malformed)(
  'F33 %s as %#: the field is null with an error at its path, all else stays',
  async (wire, field, value) => {
    const { data, errors } = await askWithMiddle(invoiceRow({ id: 'in_2', [wire]: value }), field);
    const [first, second, third] = data.billingAccount.invoices.nodes;
    expect(second).toEqual({ id: 'in_2', total: { amountMinor: '1150' }, other: null });
    expect(first).toMatchObject({ id: 'in_1', total: { amountMinor: '1150' } });
    expect(third).toEqual({ ...first, id: 'in_3' });
    expect(errors).toMatchObject([
      {
        path: [...nodes, 1, 'other'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE', provider: 'ALTOSTRAT' },
      },
    ]);
  },
);

test.each([7, 'US', 'XYZ', {}, ''])(
  'F36 currency %j: no figure of the invoice is served in a guessed currency',
  async (currency) => {
    const { data, errors } = await askWithMiddle(invoiceRow({ id: 'in_2', currency }), 'currency');
    expect(data.billingAccount.invoices.nodes).toEqual([
      { id: 'in_1', total: { amountMinor: '1150' }, other: 'USD' },
      { id: 'in_2', total: null, other: null },
      { id: 'in_3', total: { amountMinor: '1150' }, other: 'USD' },
    ]);
    expect(errors.map(({ path }) => path)).toEqual([
      [...nodes, 1, 'total'],
      [...nodes, 1, 'other'],
    ]);
  },
);

test.each([
  ['without an id', { id: undefined }],
  ['with an id that is no text', { id: 7 }],
  ['with an id with a line break', { id: 'in_2\r\nx' }],
  ['of another account', { id: 'in_2', customer_id: 'cus_other' }],
  ['with an owner that is no text', { id: 'in_2', customer_id: 7 }],
])('F33 a row %s is null with an error at its index, its neighbours stay', async (_what, changes) => {
  const { data, errors } = await askWithMiddle(invoiceRow(changes), 'number');
  const [first, second, third] = data.billingAccount.invoices.nodes;
  expect([first.id, second, third.id]).toEqual(['in_1', null, 'in_3']);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.path?.slice(0, 4)).toEqual([...nodes, 1]);
  expect(errors[0]?.extensions['code']).toBe('UPSTREAM_INVALID_RESPONSE');
});

test.each([
  ['paid', 'PAID', 'paid'],
  ['uncollectible', 'UNCOLLECTIBLE', 'uncollectible'],
  ['processing', 'UNKNOWN', 'processing'],
  ['constructor', 'UNKNOWN', 'constructor'],
  ['', 'UNKNOWN', ''],
  [null, 'UNKNOWN', null],
  [7, 'UNKNOWN', null],
])('F34 status %j is %s, with the raw word %j beside it', async (wire, status, statusRaw) => {
  await plant(upstream, [invoiceRow({ status: wire })]);
  const { data, errors } = await api.ask(`{ ${plantedAccount} { invoices { nodes { status statusRaw } } } }`);
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes).toEqual([{ status, statusRaw }]);
});

test('F33 one malformed line leaves the lines beside it', async () => {
  const lines = [invoiceLine(), 'x', invoiceLine({ id: 'il_3', amount: '7' })];
  await plant(upstream, [invoiceRow({ lines })]);
  const { data, errors } = await api.ask(
    `{ ${plantedAccount} { invoices { nodes { lines { nodes { lineId amount { amountMinor } } } } } } }`,
  );
  expect(data.billingAccount.invoices.nodes[0].lines.nodes).toEqual([
    { lineId: 'il_row', amount: { amountMinor: '1000' } },
    null,
    { lineId: 'il_3', amount: null },
  ]);
  expect(errors.map(({ path }) => path)).toEqual([
    [...nodes, 0, 'lines', 'nodes', 1],
    [...nodes, 0, 'lines', 'nodes', 2, 'amount'],
  ]);
});

test('F33 lines that come as an object keyed by number are a list', async () => {
  const lines = { '0': invoiceLine({ id: 'il_0' }), '1': invoiceLine({ id: 'il_1' }) };
  await plant(upstream, [invoiceRow({ lines })]);
  const { data, errors } = await api.ask(
    `{ ${plantedAccount} { invoices { nodes { lines { nodes { lineId } } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes[0].lines.nodes).toEqual([{ lineId: 'il_0' }, { lineId: 'il_1' }]);
});
