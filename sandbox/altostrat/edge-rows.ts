import { DAY_MS, SANDBOX_NOW_MS, toMicrosecondText } from '../ground/clock.js';
import type { JsonObject } from '../ground/json.js';
import { createRow, type Row } from '../ground/row-list.js';

interface EdgeCase {
  name: string;
  /** Replaces keys of a plain invoice. */
  set?: JsonObject;
  unset?: string[];
}

const NO_LINKS = { number: null, hosted_invoice_url: null, invoice_pdf: null };

/** One invoice for each thing a reader gets wrong, newest first, a day apart. */
const CASES: EdgeCase[] = [
  {
    name: 'draft',
    set: { status: 'draft', amount_paid: 0, ...NO_LINKS },
  },
  { name: 'above_int32', set: plain(2_147_483_648) },
  { name: 'near_2_53', set: plain(9_007_199_254_740_990) },
  {
    name: 'negative_line',
    set: { ...plain(700), lines: [line('negative_line', 0, 1000), line('negative_line', 1, -300)] },
  },
  {
    name: 'negative_total',
    set: {
      ...plain(-2500),
      amount_due: 0,
      amount_paid: 0,
      lines: [line('negative_total', 0, -2500)],
    },
  },
  { name: 'partial_payment', set: { status: 'open', amount_paid: 400 } },
  { name: 'paid_nothing', set: { ...plain(30), amount_due: 0, amount_paid: 0 } },
  { name: 'inclusive_tax', set: { tax: 167, discount_amount: 0 } },
  { name: 'tax_null', set: { tax: null } },
  { name: 'tax_zero', set: { tax: 0 } },
  {
    name: 'tax_positive',
    set: { subtotal: 1000, tax: 200, total: 1200, amount_due: 1200, amount_paid: 1200 },
  },
  {
    name: 'discount_all',
    set: {
      discount_amount: 1000,
      discount_names: ['100% Off Coupon'],
      tax: 0,
      total: 0,
      amount_due: 0,
      amount_paid: 0,
    },
  },
  { name: 'discount_null', set: { discount_amount: null, discount_names: [] } },
  {
    name: 'due_date',
    set: { status: 'open', amount_paid: 0, due_date: '2026-01-18T00:00:00.000000Z' },
  },
  {
    name: 'overdue',
    set: { status: 'open', amount_paid: 0, due_date: '2025-12-20T00:00:00.000000Z' },
  },
  { name: 'void', set: { status: 'void', amount_paid: 0 } },
  { name: 'uncollectible', set: { status: 'uncollectible', amount_paid: 0 } },
  {
    name: 'many_lines',
    set: { ...plain(2500), lines: Array.from({ length: 25 }, (_, index) => line('many_lines', index, 100)) },
  },
  { name: 'same_time_b', set: { created_at: '2025-12-13T12:00:00.000000Z' } },
  { name: 'same_time_a', set: { created_at: '2025-12-13T12:00:00.000000Z' } },
  {
    name: 'lines_by_number',
    set: { lines: { '0': line('lines_by_number', 0, 600), '1': line('lines_by_number', 1, 400) } },
  },
  {
    name: 'bare_line',
    set: {
      lines: [
        {
          ...line('bare_line', 0, 1000),
          description: null,
          quantity: null,
          price_id: null,
          unit_amount: null,
          product_name: null,
        },
      ],
    },
  },
  { name: 'no_lines', set: { ...plain(0), lines: [] } },
  { name: 'plain_time', set: { created_at: '2025-12-09T00:40:06Z' } },
  { name: 'offset_time', set: { created_at: '2025-12-08T02:40:06.123456+02:00' } },
  { name: 'older_row', unset: ['subtotal', 'tax', 'discount_amount', 'discount_names'] },
];

/** Rows of `cus_edge`; the id of a case is `in_edge_` and its name. */
export function edgeRows(): Row[] {
  return CASES.map((edge, position) => createRow(`in_edge_${edge.name}`, () => edgeInvoice(edge, position)));
}

function edgeInvoice({ name, set = {}, unset = [] }: EdgeCase, position: number): JsonObject {
  const invoice: JsonObject = {
    id: `in_edge_${name}`,
    customer_id: 'cus_edge',
    status: 'paid',
    amount_due: 1000,
    amount_paid: 1000,
    currency: 'usd',
    created_at: toMicrosecondText(SANDBOX_NOW_MS - DAY_MS / 2 - position * DAY_MS),
    subtotal: 1000,
    total: 1000,
    tax: 0,
    discount_amount: 0,
    discount_names: [],
    lines: [line(name, 0, typeof set.total === 'number' ? set.total : 1000)],
    due_date: null,
    hosted_invoice_url: `https://invoice.stripe.com/i/edge_${name}`,
    invoice_pdf: `https://pay.stripe.com/invoice/edge_${name}/pdf`,
    number: `EDGE-${String(CASES.length - position).padStart(4, '0')}`,
    ...set,
  };
  for (const key of unset) delete invoice[key];
  return invoice;
}

function plain(amount: number): JsonObject {
  return { subtotal: amount, total: amount, amount_due: amount, amount_paid: amount };
}

function line(name: string, index: number, amount: number): JsonObject {
  return {
    id: `il_edge_${name}_${index}`,
    description: '1 × Locations',
    amount,
    currency: 'usd',
    quantity: 1,
    price_id: 'price_locations_usd_month',
    unit_amount: Math.abs(amount),
    product_name: 'Locations',
  };
}
