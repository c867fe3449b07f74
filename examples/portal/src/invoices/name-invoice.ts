import { formatSpan } from '../format/dates';
import type { InvoiceRowFragment } from '../generated/graphql';

/** What people call an invoice: its number, or at Northflank, which prints none, its period. */
export function nameInvoice({
  number,
  period,
  status,
}: Pick<InvoiceRowFragment, 'number' | 'period' | 'status'>): string {
  if (number !== null) return number;
  if (period) return formatSpan(period);
  return status === 'DRAFT' ? 'Draft' : 'No number';
}
