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

/** The figures that the rules speak of, all of them at hand. */
type Figures = {
  readonly [Name in 'subtotal' | 'discount' | 'tax' | 'total' | 'amountDue']: Money | null;
} & {
  readonly lines: readonly (InvoiceLine | BillingError)[] | null;
  readonly linesComplete: boolean | null;
};

/**
 * Whether the figures add up as they were sent. A rule is applied where all of its figures are stated;
 * nothing is repaired.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where a stated figure cannot be read
 */
export async function reconcile(invoice: InvoiceFigures): Promise<Reconciliation> {
  const { total, amountDue, linesComplete } = invoice;
  const [subtotal, discount, tax, lines] = await Promise.all([
    invoice.subtotal,
    invoice.discount,
    invoice.tax,
    invoice.lines,
  ]);
  const figures = { subtotal, discount, tax, total, amountDue, lines, linesComplete };
  const differences = [checkLines(figures), checkTotal(figures), checkDue(figures)].filter(
    (difference) => difference !== undefined,
  );
  return { ok: differences.length === 0, differences };
}

function checkLines({ lines, linesComplete, subtotal }: Figures): FigureDifference | undefined {
  if (!lines || linesComplete === false || !subtotal) return undefined;
  const amounts = lines.map((line) => readLine(line).amount);
  if (amounts.includes(null)) return undefined;
  return compare('sum of lines = subtotal', subtotal, sumMoney(amounts as Money[], subtotal));
}

/**
 * Tax comes on top of the subtotal, or is contained in it already; the provider does not say which. Where it was
 * not computed, nobody knows what the total should be.
 */
function checkTotal({ subtotal, discount, tax, total }: Figures): FigureDifference | undefined {
  if (!subtotal || !total) return undefined;
  const withoutTax = discount ? subtotal.minus(discount) : subtotal;
  if (tax === null || total.minus(withoutTax).isZero) return undefined;
  return compare('subtotal - discount + tax = total', withoutTax.plus(tax), total);
}

/** An invoice that owes the customer money is not due; the credit goes to the next one. */
function checkDue({ total, amountDue }: Figures): FigureDifference | undefined {
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
