import type { InvoiceLine } from '../invoices/invoice.js';
import type { Money } from '../money/money.js';

/** A line of two invoices that is not the same in both. */
export interface InvoiceLineChange {
  readonly before: InvoiceLine;
  readonly after: InvoiceLine;
}

/** How two lists of lines differ. Each line stands in one place only; those that are not here are the same in both. */
export interface LineChanges {
  readonly added: readonly InvoiceLine[];
  readonly removed: readonly InvoiceLine[];
  readonly changed: readonly InvoiceLineChange[];
  /** How many lines of each list are the same in the other. */
  readonly unchanged: number;
}

/** What two lines must share to be taken for one; undefined: nothing that would tell. */
type KeyOf = (line: InvoiceLine) => readonly unknown[] | undefined;

/**
 * The surest first. A change bills one price several times over (what was unused, what remains, what is next), so lines
 * of one price are told apart by what they say, and by what they say beside the figures: "10 × Users", "15 × Users".
 */
const KEYS: readonly KeyOf[] = [
  (line) => byProduct(line, line.description),
  (line) => byProduct(line, withoutFigures(line.description)),
  (line) => byProduct(line),
  ({ description }) => (description === null ? undefined : [description]),
];

/**
 * Pairs lines by price and product, then by description, and says which are new, gone or different. In the order of the
 * lists. A credit is never paired with a charge: what is given back is not what is billed.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where a field of a line cannot be read
 */
export function compareLines(before: readonly InvoiceLine[], after: readonly InvoiceLine[]): LineChanges {
  const origins = new Map<InvoiceLine, InvoiceLine>();
  let removed = before;
  for (const keyOf of KEYS) removed = pair(removed, after, keyOf, origins);
  const pairs = after.flatMap((line) => {
    const origin = origins.get(line);
    return origin ? [{ before: origin, after: line }] : [];
  });
  const changed = pairs.filter((each) => !isSame(each));
  const added = after.filter((line) => !origins.has(line));
  return { added, removed, changed, unchanged: pairs.length - changed.length };
}

/** Pairs in order what has one key. Returns the lines before that are still alone. */
function pair(
  before: readonly InvoiceLine[],
  after: readonly InvoiceLine[],
  keyOf: KeyOf,
  origins: Map<InvoiceLine, InvoiceLine>,
): readonly InvoiceLine[] {
  const alone = groupByKey(
    after.filter((line) => !origins.has(line)),
    keyOf,
  );
  return before.filter((line) => {
    const partner = alone.get(toKey(line, keyOf))?.pop();
    if (partner) origins.set(partner, line);
    return !partner;
  });
}

/** The last one first, so that the first is at hand. Lines without a key are in no group. */
function groupByKey(lines: readonly InvoiceLine[], keyOf: KeyOf): Map<string | undefined, InvoiceLine[]> {
  const groups = new Map<string | undefined, InvoiceLine[]>();
  for (const line of lines.toReversed()) {
    const key = toKey(line, keyOf);
    const group = groups.get(key);
    if (group) group.push(line);
    else if (key !== undefined) groups.set(key, [line]);
  }
  return groups;
}

function toKey(line: InvoiceLine, keyOf: KeyOf): string | undefined {
  const key = keyOf(line);
  return key && JSON.stringify([isCredit(line), ...key]);
}

function byProduct(
  { priceId, productName }: InvoiceLine,
  ...more: unknown[]
): readonly unknown[] | undefined {
  return priceId === null && productName === null ? undefined : [priceId, productName, ...more];
}

function withoutFigures(description: string | null): string | null {
  return description && description.replace(/\d+(?:[.,]\d+)*/g, '#');
}

function isCredit({ amount }: InvoiceLine): boolean {
  return amount !== null && amount.minor.digits < 0n;
}

function isSame({ before, after }: InvoiceLineChange): boolean {
  return toContent(before) === toContent(after);
}

/** All that a line says; its id is the provider's affair. */
function toContent(line: InvoiceLine): string {
  const { description, amount, quantity, unitAmount, priceId, productName, proration } = line;
  return JSON.stringify([
    description,
    toText(amount),
    quantity,
    toText(unitAmount),
    priceId,
    productName,
    proration,
  ]);
}

function toText(amount: Money | null): string | null {
  return amount && `${amount.decimal} ${amount.currency}`;
}
