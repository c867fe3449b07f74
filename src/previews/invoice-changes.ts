import type { InvoiceFigures, InvoiceLine } from '../invoices/invoice.js';
import type { Money } from '../money/money.js';
import { compareLines, type InvoiceLineChange } from './compare-lines.js';

/** What a change does to an invoice. */
export interface InvoiceChanges {
  readonly added: readonly InvoiceLine[];
  readonly removed: readonly InvoiceLine[];
  readonly changed: readonly InvoiceLineChange[];
  /** After minus before, exact; null across currencies, and where one of the totals is not stated. */
  readonly totalDifference: Money | null;
}

/**
 * How the second invoice differs from the first. Null where one of them did not bring all of its lines: a line that was
 * left out would seem to be gone.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where a line or a total cannot be read
 */
export async function compareInvoices(
  before: InvoiceFigures,
  after: InvoiceFigures,
): Promise<InvoiceChanges | null> {
  const [linesBefore, linesAfter] = await Promise.all([readLines(before), readLines(after)]);
  if (!linesBefore || !linesAfter) return null;
  const { added, removed, changed } = compareLines(linesBefore, linesAfter);
  return { added, removed, changed, totalDifference: subtract(after.total, before.total) };
}

async function readLines({ lines, linesComplete }: InvoiceFigures): Promise<readonly InvoiceLine[] | null> {
  const loaded = await lines;
  if (loaded === null || linesComplete === false) return null;
  return loaded.map((line) => {
    if (line instanceof Error) throw line;
    return line;
  });
}

function subtract(after: Money | null, before: Money | null): Money | null {
  return after && before && after.currency === before.currency ? after.minus(before) : null;
}
