import { createRow, type Row } from '../ground/row-list.js';

export const SAMPLE_CREATED_AT_MS = Date.parse('2025-10-29T00:40:06Z');

/** The documented list sample value for value; only the parts it elides are filled in. */
export function sampleRow(): Row {
  return createRow('in_1KbSample', () => ({
    id: 'in_1KbSample',
    customer_id: 'cus_sample',
    status: 'paid',
    amount_due: 999,
    amount_paid: 999,
    currency: 'usd',
    created_at: '2025-10-29T00:40:06.000000Z',
    subtotal: 1099,
    total: 999,
    tax: 0,
    discount_amount: 100,
    discount_names: ['10% Off Coupon'],
    lines: [
      {
        id: 'il_1KbSample',
        description: '10 × Locations',
        amount: 1000,
        currency: 'usd',
        quantity: 10,
        price_id: 'price_1KbSample',
        unit_amount: 100,
        product_name: 'Locations',
      },
    ],
    due_date: null,
    hosted_invoice_url: 'https://invoice.stripe.com/i/sample',
    invoice_pdf: 'https://pay.stripe.com/invoice/sample/pdf',
    number: 'AB123-001',
  }));
}
