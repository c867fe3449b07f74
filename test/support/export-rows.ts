import { exportColumns, type ExportRecord } from '../../src/exports/export-record.js';

/** A row of an export; its cursor is its number. */
export function exportRow(index: number, facts: Partial<ExportRecord> = {}): ExportRecord {
  const blank = Object.fromEntries(exportColumns.map((name) => [name, null])) as unknown as ExportRecord;
  const amount = `${index}.25`;
  return {
    ...blank,
    record: 'invoice',
    cursor: `0.c${index}`,
    id: `id_${index}`,
    currency: index % 3 === 0 ? 'EUR' : 'USD',
    total: amount,
    amountDue: amount,
    amountPaid: '0.00',
    amountRemaining: amount,
    ...facts,
  };
}
