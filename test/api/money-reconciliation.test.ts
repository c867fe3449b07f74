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
