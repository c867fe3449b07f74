import type { BillingError } from '../errors/billing-error.js';
import { sumMoney, type Money } from '../money/money.js';
import type { InvoiceFigures, InvoiceLine } from './invoice.js';

/** A rule that the figures break, and by how much. */
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

/** Whether the figures of an invoice add up, and what could not be looked at. */
export interface Reconciliation {
  /** Whether all checked rules hold; null where none could be checked. */
  readonly ok: boolean | null;
  /** The rules whose figures are all stated; a discount that is not stated takes nothing off. */
  readonly checked: readonly string[];
  /** The rules for which a figure is not stated. */
  readonly unchecked: readonly string[];
  readonly differences: readonly FigureDifference[];
}

/** The figures that the rules speak of, all of them at hand. */
type Figures = {
  readonly [Name in 'subtotal' | 'discount' | 'tax' | 'total' | 'amountDue']: Money | null;
} & {
  readonly lines: readonly (InvoiceLine | BillingError)[] | null;
  readonly linesComplete: boolean | null;
};

/** Both sides of a rule, in terms of `FigureDifference`. */
interface Sides {
  readonly expected: Money;
  readonly actual: Money;
}

/** Undefined: a figure that the rule speaks of is not stated. */
type ReadSides = (figures: Figures) => Sides | undefined;

const rules: Readonly<Record<string, ReadSides>> = {
  'sum of lines = subtotal': sidesOfLines,
  'subtotal - discount + tax = total': sidesOfTotal,
  'total = amountDue': sidesOfDue,
};

/** The figures that a reconciliation reads of an invoice, beside those that every row has at hand. */
const FIGURES_BEHIND = ['subtotal', 'discount', 'tax', 'lines'] as const satisfies (keyof Figures)[];

/** The selected fields with those that a derived one among them is made of. */
export function withFiguresBehind(selected: ReadonlySet<string>): ReadonlySet<string> {
  return selected.has('reconciliation') ? new Set([...selected, ...FIGURES_BEHIND]) : selected;
}

/**
 * Whether the figures add up as they were sent. A rule is checked where its figures are stated; nothing is
 * repaired.
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
  const checked: string[] = [];
  const unchecked: string[] = [];
  const differences: FigureDifference[] = [];
  for (const [rule, readSides] of Object.entries(rules)) {
    const sides = readSides(figures);
    (sides ? checked : unchecked).push(rule);
    const difference = sides?.expected.minus(sides.actual);
    if (sides && difference && !difference.isZero) differences.push({ rule, ...sides, difference });
  }
  return { ok: checked.length === 0 ? null : differences.length === 0, checked, unchecked, differences };
}

/** Of lines that are not all there, nobody knows what they should come to. */
function sidesOfLines({ lines, linesComplete, subtotal }: Figures): Sides | undefined {
  if (!lines || linesComplete === false || !subtotal) return undefined;
  const amounts = lines.map((line) => readLine(line).amount);
  if (amounts.includes(null)) return undefined;
  return { expected: subtotal, actual: sumMoney(amounts as Money[], subtotal) };
}

/**
 * Tax comes on top of the subtotal, or is contained in it already; the provider does not say which. Where it was
 * not computed, nobody knows what the total should be. A discount that is not stated takes nothing off.
 */
function sidesOfTotal({ subtotal, discount, tax, total }: Figures): Sides | undefined {
  if (!subtotal || !tax || !total) return undefined;
  const withoutTax = discount ? subtotal.minus(discount) : subtotal;
  const isContained = total.minus(withoutTax).isZero;
  return { expected: isContained ? withoutTax : withoutTax.plus(tax), actual: total };
}

/** An invoice that owes the customer money is not due; the credit goes to the next one. */
function sidesOfDue({ total, amountDue }: Figures): Sides | undefined {
  if (!total || !amountDue) return undefined;
  return { expected: total.minor.digits < 0n ? sumMoney([], total) : total, actual: amountDue };
}

function readLine(line: InvoiceLine | BillingError): InvoiceLine {
  if (line instanceof Error) throw line;
  return line;
}
