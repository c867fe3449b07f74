import type { Head, HeadRow } from './head.js';

/** What happened to an invoice. RESYNC: to some, and nobody can tell which. */
export const invoiceChangeCauses = {
  CREATED: 'CREATED',
  STATUS_CHANGED: 'STATUS_CHANGED',
  CHANGED: 'CHANGED',
  RESYNC: 'RESYNC',
} as const;
export type InvoiceChangeCause = keyof typeof invoiceChangeCauses;

/** One difference between two heads of a list. */
export interface HeadChange {
  readonly invoiceId: string;
  readonly cause: Exclude<InvoiceChangeCause, 'RESYNC'>;
}

/**
 * What became of a list between two looks at its head, the newest invoice first. A row that was not there before has been
 * created, unless it only moved up into the head because others before it are gone: such a one stands behind all rows that
 * are known.
 */
export function diffHeads(before: Head, after: Head): readonly HeadChange[] {
  const known = new Map(before.rows.map((row) => [row.invoiceId, row]));
  const lastKnown = after.rows.findLastIndex(({ invoiceId }) => known.has(invoiceId));
  // Where none is known any more, all that were have been pushed out by others.
  const newUntil = before.isWhole || lastKnown === -1 ? after.rows.length : lastKnown;
  return firstOfEach(after.rows).flatMap(({ row, index }): readonly HeadChange[] => {
    const earlier = known.get(row.invoiceId);
    if (!earlier) return index < newUntil ? [{ invoiceId: row.invoiceId, cause: 'CREATED' }] : [];
    if (earlier.fingerprint === row.fingerprint) return [];
    const cause = earlier.status === row.status ? 'CHANGED' : 'STATUS_CHANGED';
    return [{ invoiceId: row.invoiceId, cause }];
  });
}

interface PlacedRow {
  readonly row: HeadRow;
  readonly index: number;
}

/** A list that changes while it is read may hold a row twice. */
function firstOfEach(rows: readonly HeadRow[]): readonly PlacedRow[] {
  const seen = new Set<string>();
  return rows.flatMap((row, index) => {
    if (seen.has(row.invoiceId)) return [];
    seen.add(row.invoiceId);
    return [{ row, index }];
  });
}
