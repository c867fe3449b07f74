import type { Upstream } from './upstream.js';

export const WORKSPACE = 'ws_rows';
export const ACCOUNT = 'cus_rows';

/** The start of a query for the planted account. */
export const plantedAccount = accountField(ACCOUNT);

export function accountField(accountId: string, workspaceId = WORKSPACE): string {
  return `billingAccount(provider: ALTOSTRAT, workspaceId: "${workspaceId}", accountId: "${accountId}")`;
}

/** A wire invoice of the documented shape whose figures add up, with what the test changes in it. */
export function invoiceRow(changes: object = {}): Record<string, unknown> {
  return {
    id: 'in_row',
    customer_id: ACCOUNT,
    status: 'paid',
    amount_due: 1150,
    amount_paid: 1150,
    currency: 'usd',
    created_at: '2025-10-29T00:40:06.000000Z',
    subtotal: 1000,
    total: 1150,
    tax: 250,
    discount_amount: 100,
    discount_names: ['10% Off Coupon'],
    lines: [invoiceLine()],
    due_date: null,
    hosted_invoice_url: 'https://invoice.stripe.com/i/row',
    invoice_pdf: 'https://pay.stripe.com/invoice/row/pdf',
    number: 'ROW-1',
    ...changes,
  };
}

export function invoiceLine(changes: object = {}): Record<string, unknown> {
  return {
    id: 'il_row',
    description: '10 × Locations',
    amount: 1000,
    currency: 'usd',
    quantity: 10,
    price_id: 'price_row',
    unit_amount: 100,
    product_name: 'Locations',
    ...changes,
  };
}

export async function plant(
  upstream: Upstream,
  invoices: readonly object[],
  currency = 'usd',
): Promise<void> {
  await upstream.createAccount({ workspaceId: WORKSPACE, accountId: ACCOUNT, currency, invoices });
}

/** Lets the next list answer hold JSON that no JavaScript value can: `"@"` in `row` is replaced by `literal`. */
export async function answerWithLiteral(upstream: Upstream, row: object, literal: string): Promise<void> {
  const body = JSON.stringify({ data: [row], has_more: false }).replaceAll('"@"', literal);
  await upstream.fault({ match: { method: 'GET' }, fault: { kind: 'raw', body }, times: 1 });
}
