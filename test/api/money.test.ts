import { accountField } from '../support/invoice-row.js';
import { api, startSystem } from '../support/system.js';

/** The invoice that the provider's documentation shows. */

startSystem();

const money = '{ amountMinor currency exponent decimal }';
const figures = ['subtotal', 'discount', 'tax', 'total', 'amountDue', 'amountPaid', 'amountRemaining'];
const usd = (amountMinor: string, decimal: string): object => ({
  amountMinor,
  currency: 'USD',
  exponent: 2,
  decimal,
});

test('F39 every figure of the documented sample invoice is served as documented', async () => {
  const all = figures.map((figure) => `${figure} ${money}`).join(' ');
  const line = `lineId description quantity priceId productName proration amount ${money} unitAmount ${money}`;
  const { data, errors } = await api.ask(
    `{ ${accountField('cus_sample', 'ws_sample')} { invoices(first: 1) { nodes {
      invoiceId workspaceId accountId provider status statusRaw currency period { start } number createdAt dueAt
      hostedInvoiceUrl pdfUrl discountNames ${all} lines { nodes { ${line} } complete }
      reconciliation { ok differences { rule expected ${money} actual ${money} difference ${money} } } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.billingAccount.invoices.nodes[0]).toEqual({
    invoiceId: 'in_1KbSample',
    workspaceId: 'ws_sample',
    accountId: 'cus_sample',
    provider: 'ALTOSTRAT',
    status: 'PAID',
    statusRaw: 'paid',
    currency: 'USD',
    period: null,
    number: 'AB123-001',
    createdAt: '2025-10-29T00:40:06.000000Z',
    dueAt: null,
    hostedInvoiceUrl: 'https://invoice.stripe.com/i/sample',
    pdfUrl: 'https://pay.stripe.com/invoice/sample/pdf',
    discountNames: ['10% Off Coupon'],
    subtotal: usd('1099', '10.99'),
    discount: usd('100', '1.00'),
    tax: usd('0', '0.00'),
    total: usd('999', '9.99'),
    amountDue: usd('999', '9.99'),
    amountPaid: usd('999', '9.99'),
    amountRemaining: usd('0', '0.00'),
    lines: {
      nodes: [
        {
          lineId: 'il_1KbSample',
          description: '10 × Locations',
          quantity: '10',
          priceId: 'price_1KbSample',
          productName: 'Locations',
          proration: null,
          amount: usd('1000', '10.00'),
          unitAmount: usd('100', '1.00'),
        },
      ],
      complete: null,
    },
    reconciliation: {
      ok: false,
      differences: [
        {
          rule: 'sum of lines = subtotal',
          expected: usd('1099', '10.99'),
          actual: usd('1000', '10.00'),
          difference: usd('99', '0.99'),
        },
      ],
    },
  });
});
