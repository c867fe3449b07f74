import { invoiceLine, invoiceRow, plant, plantedAccount } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** Whether the figures add up as they were sent. */

startSystem();

async function readPlanted(row: object, fields: string): Promise<{ [field: string]: unknown }> {
  await plant(upstream, [row]);
  const { data, errors } = await api.ask(`{ ${plantedAccount} { invoices { nodes { ${fields} } } } }`);
  expect(errors).toEqual([]);
  return data.billingAccount.invoices.nodes[0];
}

const difference = (rule: string, expected: string, actual: string, missing: string): object => ({
  rule,
  expected: { decimal: expected },
  actual: { decimal: actual },
  difference: { decimal: missing },
});

test.each([
  ['tax on top of the subtotal', {}, []],
  ['tax contained in the subtotal', { total: 900, amount_due: 900 }, []],
  [
    'a negative total with nothing due',
    {
      subtotal: -2500,
      discount_amount: 0,
      tax: 0,
      total: -2500,
      amount_due: 0,
      lines: [invoiceLine({ amount: -2500 })],
    },
    [],
  ],
  ['a null tax and discount', { tax: null, discount_amount: null, total: 1000, amount_due: 1000 }, []],
  ['no lines', { lines: null }, []],
  ['a line without an amount', { lines: [invoiceLine({ amount: null })] }, []],
  [
    'lines that miss 1 cent',
    { lines: [invoiceLine({ amount: 999 })] },
    [difference('sum of lines = subtotal', '10.00', '9.99', '0.01')],
  ],
  [
    'an empty list of lines',
    { lines: [] },
    [difference('sum of lines = subtotal', '10.00', '0.00', '10.00')],
  ],
  [
    'a total that is 1 cent too high',
    { total: 1151, amount_due: 1151 },
    [difference('subtotal - discount + tax = total', '11.50', '11.51', '-0.01')],
  ],
  ['less due than the total', { amount_due: 0 }, [difference('total = amountDue', '11.50', '0.00', '11.50')]],
  [
    'a credit that is due',
    { subtotal: -5, discount_amount: null, tax: null, total: -5, amount_due: -5, lines: null },
    [difference('total = amountDue', '0.00', '-0.05', '0.05')],
  ],
])('F39 %s', async (_name, changes, differences) => {
  const fields =
    'reconciliation { ok differences { rule expected { decimal } actual { decimal } difference { decimal } } }';
  expect(await readPlanted(invoiceRow(changes), fields)).toEqual({
    reconciliation: { ok: differences.length === 0, differences },
  });
});

const [lines, total, due] = [
  'sum of lines = subtotal',
  'subtotal - discount + tax = total',
  'total = amountDue',
];
const onlyTotal = { subtotal: null, discount_amount: null, tax: null, amount_due: null, lines: null };

test.each([
  ['all of its figures', {}, true, [lines, total, due], []],
  ['nothing but a total', onlyTotal, null, [], [lines, total, due]],
  ['nothing but a total and what is due', { ...onlyTotal, amount_due: 1150 }, true, [due], [lines, total]],
  ['nothing but a total and less due', { ...onlyTotal, amount_due: 1 }, false, [due], [lines, total]],
  ['no tax', { tax: null, total: 900, amount_due: 900 }, true, [lines, due], [total]],
  ['no discount', { discount_amount: null, total: 1250, amount_due: 1250 }, true, [lines, total, due], []],
  ['no subtotal', { subtotal: null }, true, [due], [lines, total]],
  ['a line without an amount', { lines: [invoiceLine({ amount: null })] }, true, [total, due], [lines]],
  [
    'only the first of its lines',
    { lines: { object: 'list', data: [], has_more: true } },
    true,
    [total, due],
    [lines],
  ],
])(
  'F39 an invoice that states %s says which rules were checked',
  async (_what, changes, ok, checked, unchecked) => {
    expect(await readPlanted(invoiceRow(changes), 'reconciliation { ok checked unchecked }')).toEqual({
      reconciliation: { ok, checked, unchecked },
    });
  },
);

test.each([
  ['a line whose amount is text', { lines: [invoiceLine({ amount: '1000' })] }],
  ['a line that is none', { lines: ['x'] }],
  ['a line in another currency', { lines: [invoiceLine({ currency: 'eur' })] }],
  ['a tax that is text', { tax: '250' }],
])(
  'F39 with %s nothing is reconciled: an error there alone, and the figures stand',
  async (_what, changes) => {
    await plant(upstream, [invoiceRow(changes)]);
    const { data, errors } = await api.ask(
      `{ ${plantedAccount} { invoices { nodes { total { decimal } reconciliation { ok } } } } }`,
    );
    expect(data.billingAccount.invoices.nodes).toEqual([
      { total: { decimal: '11.50' }, reconciliation: null },
    ]);
    expect(errors).toMatchObject([
      {
        path: ['billingAccount', 'invoices', 'nodes', 0, 'reconciliation'],
        extensions: { code: 'UPSTREAM_INVALID_RESPONSE', provider: 'ALTOSTRAT' },
      },
    ]);
  },
);
