import { invoiceRow, plant, plantedAccount } from '../support/invoice-row.js';
import { api, startSystem, upstream } from '../support/system.js';

/** What is not stated. */

startSystem();
afterEach(async () => upstream.clearFaults());

const amounts =
  'subtotal { decimal } discount { decimal } tax { decimal } total { decimal } amountDue { decimal } amountPaid { decimal } amountRemaining { decimal }';
const notStated = {
  subtotal: null,
  discount: null,
  tax: null,
  total: null,
  amountDue: null,
  amountPaid: null,
};

async function readPlanted(row: object, fields: string): Promise<{ [field: string]: unknown }> {
  await plant(upstream, [row]);
  const { data, errors } = await api.ask(`{ ${plantedAccount} { invoices { nodes { ${fields} } } } }`);
  expect(errors).toEqual([]);
  return data.billingAccount.invoices.nodes[0];
}

test('F38 null tax and discount are null in a list, and zero is zero', async () => {
  const fields = 'tax { decimal } discount { decimal }';
  expect(await readPlanted(invoiceRow({ tax: null, discount_amount: null }), fields)).toEqual({
    tax: null,
    discount: null,
  });
  expect(await readPlanted(invoiceRow({ tax: 0, discount_amount: 0 }), fields)).toEqual({
    tax: { decimal: '0.00' },
    discount: { decimal: '0.00' },
  });
});

test('F38 null tax and discount are null in a preview, and zero is zero', async () => {
  const preview = async (set: object): Promise<unknown> => {
    await upstream.clearFaults();
    await upstream.fault({
      match: { method: 'POST' },
      fault: { kind: 'patch', set: set as Record<string, null> },
    });
    const { data } = await api.ask(
      'mutation { previewInvoice(input: {workspaceId: "ws_acme", accountId: "cus_acme_eu", subscriptionId: "sub_acme_eu"}) { preview { tax { decimal } discount { decimal } } userErrors { code } } }',
    );
    return data.previewInvoice;
  };
  expect(await preview({ tax: null, discount_amount: null })).toEqual({
    preview: { tax: null, discount: null },
    userErrors: [],
  });
  expect(await preview({ tax: 0, discount_amount: 0 })).toEqual({
    preview: { tax: { decimal: '0.00' }, discount: { decimal: '0.00' } },
    userErrors: [],
  });
});

test('F38 no figure has a default: an invoice that states none has none, and nothing to reconcile', async () => {
  const bare = { id: 'in_bare', lines: null };
  const fields = `${amounts} status statusRaw currency number createdAt dueAt hostedInvoiceUrl pdfUrl discountNames lines { nodes { lineId } } reconciliation { ok checked differences { rule } }`;
  expect(await readPlanted(bare, fields)).toEqual({
    ...notStated,
    amountRemaining: null,
    status: 'UNKNOWN',
    statusRaw: null,
    currency: null,
    number: null,
    createdAt: null,
    dueAt: null,
    hostedInvoiceUrl: null,
    pdfUrl: null,
    discountNames: [],
    lines: null,
    reconciliation: { ok: null, checked: [], differences: [] },
  });
});

test('F38 a line that states nothing has nothing', async () => {
  const line = 'lineId description quantity priceId productName amount { decimal } unitAmount { decimal }';
  const row = invoiceRow({ lines: [{}] });
  expect(await readPlanted(row, `lines { nodes { ${line} } }`)).toEqual({
    lines: {
      nodes: [
        {
          lineId: null,
          description: null,
          quantity: null,
          priceId: null,
          productName: null,
          amount: null,
          unitAmount: null,
        },
      ],
    },
  });
});

test('F38 what is owed is unknown where due or paid is', async () => {
  const fields = 'amountRemaining { decimal }';
  expect(await readPlanted(invoiceRow({ amount_paid: null }), fields)).toEqual({ amountRemaining: null });
  expect(await readPlanted(invoiceRow({ amount_due: null }), fields)).toEqual({ amountRemaining: null });
  expect(await readPlanted(invoiceRow({ amount_paid: 400 }), fields)).toEqual({
    amountRemaining: { decimal: '7.50' },
  });
  expect(await readPlanted(invoiceRow({ amount_paid: 2000 }), fields)).toEqual({
    amountRemaining: { decimal: '-8.50' },
  });
});
