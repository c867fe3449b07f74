import { DAY_MS, HOUR_MS, MINUTE_MS, SANDBOX_NOW_MS, toMicrosecondText } from '../ground/clock.js';
import type { JsonObject } from '../ground/json.js';
import { createRandom, type Random } from '../ground/random.js';
import { createRow, type Row } from '../ground/row-list.js';
import { roundAmount } from './currencies.js';
import { type InvoiceLine, ordinaryLines, sumOf } from './invoice-lines.js';

export interface InvoicePlan {
  readonly seed: number;
  readonly accountId: string;
  readonly currency: string;
  /** Null: tax is not computed for this account. */
  readonly taxPercent: number | null;
  /** Inclusive tax is part of the subtotal and not added to it. */
  readonly isTaxInclusive: boolean;
  /** How many invoices the account starts with; sets how densely they lie in time. */
  readonly count: number;
  readonly newestAtMs?: number;
}

const SPAN_MS = 5 * 365 * DAY_MS;

/** Ordinary invoices newest first, ordinals `count` down to 1. */
export function ordinaryRows(plan: InvoicePlan): Row[] {
  return Array.from({ length: plan.count }, (_, position) => ordinaryRow(plan, plan.count - position));
}

export function ordinaryRow(plan: InvoicePlan, ordinal: number, createdAtMs?: number): Row {
  const id = invoiceId(plan.accountId, ordinal);
  return createRow(id, () => ordinaryInvoice(plan, ordinal, createdAtMs ?? creationOf(plan, ordinal)));
}

/** Higher ordinals are newer, so a reader of a failing test sees at once what is out of order. */
export function invoiceId(accountId: string, ordinal: number): string {
  return `in_${accountId.replace(/^cus_/, '')}_${String(ordinal).padStart(6, '0')}`;
}

function ordinaryInvoice(plan: InvoicePlan, ordinal: number, createdAtMs: number): JsonObject {
  const random = createRandom(plan.seed, plan.accountId, ordinal);
  const lines = ordinaryLines(plan.currency, ordinal, plan.accountId, random);
  const status = pickStatus(random);
  const amounts = settle(plan, lines, status, random);
  const isDraft = status === 'draft';
  const id = invoiceId(plan.accountId, ordinal);
  return {
    id,
    customer_id: plan.accountId,
    status,
    amount_due: amounts.amountDue,
    amount_paid: amounts.amountPaid,
    currency: plan.currency,
    created_at: toMicrosecondText(createdAtMs),
    subtotal: amounts.subtotal,
    total: amounts.total,
    tax: amounts.tax,
    discount_amount: amounts.discount?.amount ?? (random.chance(0.5) ? 0 : null),
    discount_names: amounts.discount ? [amounts.discount.name] : [],
    lines,
    due_date: random.chance(0.3) ? toMicrosecondText(createdAtMs + 30 * DAY_MS) : null,
    hosted_invoice_url: isDraft ? null : `https://invoice.stripe.com/i/${id}`,
    invoice_pdf: isDraft ? null : `https://pay.stripe.com/invoice/${id}/pdf`,
    number: isDraft ? null : `${numberPrefix(plan.accountId)}-${String(ordinal).padStart(4, '0')}`,
  };
}

type OrdinaryStatus = 'paid' | 'open' | 'void' | 'uncollectible' | 'draft';

function pickStatus(random: Random): OrdinaryStatus {
  const draw = random.next();
  if (draw < 0.78) return 'paid';
  if (draw < 0.89) return 'open';
  if (draw < 0.94) return 'void';
  return draw < 0.98 ? 'uncollectible' : 'draft';
}

function settle(plan: InvoicePlan, lines: InvoiceLine[], status: OrdinaryStatus, random: Random) {
  const subtotal = sumOf(lines);
  const discount = pickDiscount(subtotal, plan.currency, random);
  const taxable = subtotal - (discount?.amount ?? 0);
  // Zero beside "not computed" and beside a real tax: reverse charge and exempt customers exist.
  const tax = plan.taxPercent === null || random.chance(0.2) ? pickNoTax(random) : taxOf(plan, taxable);
  const total = plan.isTaxInclusive ? taxable : taxable + (tax ?? 0);
  const amountDue = Math.max(0, total);
  return { subtotal, discount, tax, total, amountDue, amountPaid: pickPaid(status, amountDue, plan, random) };
}

function pickNoTax(random: Random): 0 | null {
  return random.chance(0.5) ? 0 : null;
}

/** Null where tax is not computed; none on a credit. */
export function taxOf(plan: InvoicePlan, taxable: number): number | null {
  if (plan.taxPercent === null) return null;
  if (taxable <= 0) return 0;
  const divisor = plan.isTaxInclusive ? 100 + plan.taxPercent : 100;
  return roundAmount((taxable * plan.taxPercent) / divisor, plan.currency);
}

function pickDiscount(subtotal: number, currency: string, random: Random) {
  if (!random.chance(0.2)) return undefined;
  const percent = random.pick([10, 25]);
  return { amount: roundAmount((subtotal * percent) / 100, currency), name: `${percent}% Off Coupon` };
}

function pickPaid(status: OrdinaryStatus, amountDue: number, plan: InvoicePlan, random: Random): number {
  if (status === 'paid') return amountDue;
  if (status === 'open' && random.chance(0.1)) return roundAmount(amountDue / 3, plan.currency);
  return 0;
}

function creationOf(plan: InvoicePlan, ordinal: number): number {
  const newestAtMs = plan.newestAtMs ?? SANDBOX_NOW_MS - HOUR_MS;
  const position = plan.count - ordinal;
  if (position < 0) return newestAtMs + -position * MINUTE_MS;
  const stepMs = Math.min(30 * DAY_MS, Math.max(MINUTE_MS, SPAN_MS / plan.count));
  const jitter = createRandom(plan.seed, plan.accountId, ordinal, 'time').next() * 0.8;
  return Math.floor((newestAtMs - (position + jitter) * stepMs) / 1000) * 1000;
}

function numberPrefix(accountId: string): string {
  const letters = accountId.replace(/^cus_/, '').replace(/[^a-z0-9]/gi, '');
  return letters.slice(0, 8).toUpperCase();
}
