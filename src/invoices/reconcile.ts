import type { BillingError } from '../errors/billing-error.js';
import { sumMoney, type Money } from '../money/money.js';
import type { InvoiceFigures, InvoiceLine } from './invoice.js';

export interface FigureDifference {
  /** The rule that does not hold, in terms of the figures' names. */
  readonly rule: string;
  /** What the right side of the rule asks for: the subtotal as sent, or what the other figures come to. */
  readonly expected: Money;
  /** What stands on its other side: the sum of the lines, or the total or amount due as sent. */
  readonly actual: Money;
  /** Expected minus actual: what the lines, the total or the amount due lack; negative where they exceed. */
  readonly difference: Money;
}

export interface Reconciliation {
  readonly ok: boolean;
  readonly differences: readonly FigureDifference[];
}

/**
 * Whether the figures add up as they were sent. A rule is applied where all of its figures are stated;
 * nothing is repaired.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where a stated figure cannot be read
 */
export function reconcile(invoice: InvoiceFigures): Reconciliation {
  const differences = [checkLines(invoice), checkTotal(invoice), checkDue(invoice)].filter(
    (difference) => difference !== undefined,
  );
  return { ok: differences.length === 0, differences };
}

function checkLines({ lines, subtotal }: InvoiceFigures): FigureDifference | undefined {
  if (!lines || !subtotal) return undefined;
  const amounts = lines.map((line) => readLine(line).amount);
  if (amounts.includes(null)) return undefined;
  return compare('sum of lines = subtotal', subtotal, sumMoney(amounts as Money[], subtotal));
}

/** Tax comes on top of the subtotal, or is contained in it already; the provider does not say which. */
function checkTotal({ subtotal, discount, tax, total }: InvoiceFigures): FigureDifference | undefined {
  if (!subtotal || !total) return undefined;
  const withoutTax = discount ? subtotal.minus(discount) : subtotal;
  if (total.minus(withoutTax).isZero) return undefined;
  const expected = tax ? withoutTax.plus(tax) : withoutTax;
  return compare('subtotal - discount + tax = total', expected, total);
}

/** An invoice that owes the customer money is not due; the credit goes to the next one. */
function checkDue({ total, amountDue }: InvoiceFigures): FigureDifference | undefined {
  if (!total || !amountDue) return undefined;
  const expected = total.minor.digits < 0n ? sumMoney([], total) : total;
  return compare('total = amountDue', expected, amountDue);
}

function compare(rule: string, expected: Money, actual: Money): FigureDifference | undefined {
  const difference = expected.minus(actual);
  return difference.isZero ? undefined : { rule, expected, actual, difference };
}

function readLine(line: InvoiceLine | BillingError): InvoiceLine {
  if (line instanceof Error) throw line;
  return line;
}
