import type { BillingPeriod } from '../accounts/billing-subscription.js';
import { errorOr, type BillingError } from '../errors/billing-error.js';
import type { Money } from '../money/money.js';
import { standsAt } from './invoice-date.js';
import type { Invoice } from './invoice.js';

/** What the invoices of one currency come to, exactly. */
export interface CurrencyTotals {
  /** Upper-case ISO 4217 code. */
  readonly currency: string;
  /** How many invoices the sums are of. */
  readonly invoices: number;
  readonly total: Money;
  /** As the three below, null where one of the invoices does not state it: the sum of the others would be too small. */
  readonly amountDue: Money | null;
  readonly amountPaid: Money | null;
  readonly amountRemaining: Money | null;
  /** From the oldest invoice counted to the newest; null where the date of one of them is not known. */
  readonly period: BillingPeriod | null;
  /** Whether these are all the invoices there are. */
  readonly complete: boolean;
}

type Sums = Pick<CurrencyTotals, 'total' | 'amountDue' | 'amountPaid' | 'amountRemaining' | 'period'>;

/**
 * Never across currencies. An invoice of which a figure cannot be read, or whose total is not stated, is in no sum, and
 * nobody knows whose currency it would be: no sum is complete then.
 *
 * @param isAll whether the rows are all there are
 */
export function totalByCurrency(
  rows: readonly (Invoice | BillingError)[],
  isAll: boolean,
): readonly CurrencyTotals[] {
  const sums = new Map<string, { sums: Sums; invoices: number }>();
  let complete = isAll;
  for (const row of rows) {
    const figures = row instanceof Error ? undefined : readFigures(row);
    if (!figures) {
      complete = false;
      continue;
    }
    const { currency } = figures.total;
    const before = sums.get(currency);
    sums.set(currency, {
      sums: before ? add(before.sums, figures) : figures,
      invoices: (before?.invoices ?? 0) + 1,
    });
  }
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, { sums: totals, invoices }]) => ({ currency, invoices, ...totals, complete }));
}

/** Undefined where they cannot all be read, or the total is not stated. */
function readFigures(invoice: Invoice): Sums | undefined {
  const figures = errorOr(() => {
    const { total, amountDue, amountPaid, amountRemaining } = invoice;
    return total && { total, amountDue, amountPaid, amountRemaining, period: momentOf(invoice) };
  });
  return figures === null || figures instanceof Error ? undefined : figures;
}

function momentOf(invoice: Invoice): BillingPeriod | null {
  const date = errorOr(() => standsAt(invoice));
  return typeof date === 'string' ? { start: date, end: date } : null;
}

function add(one: Sums, other: Sums): Sums {
  return {
    total: one.total.plus(other.total),
    amountDue: addStated(one.amountDue, other.amountDue),
    amountPaid: addStated(one.amountPaid, other.amountPaid),
    amountRemaining: addStated(one.amountRemaining, other.amountRemaining),
    period: one.period && other.period && span(one.period, other.period),
  };
}

function addStated(one: Money | null, other: Money | null): Money | null {
  return one && other && one.plus(other);
}

function span(one: BillingPeriod, other: BillingPeriod): BillingPeriod {
  return {
    start: one.start < other.start ? one.start : other.start,
    end: one.end > other.end ? one.end : other.end,
  };
}
