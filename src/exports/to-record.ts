import type { BillingAccount } from '../accounts/billing-account.js';
import { BillingError } from '../errors/billing-error.js';
import type { Invoice, Loadable } from '../invoices/invoice.js';
import type { Money } from '../money/money.js';
import type { ExportColumn, ExportRecord } from './export-record.js';

type Text = string | null;
type InvoiceColumn = Exclude<ExportColumn, 'record' | 'cursor' | 'provider' | 'note'>;
type ReadColumn = (invoice: Invoice) => Loadable<Text>;

const amount =
  (read: (invoice: Invoice) => Loadable<Money | null>): ReadColumn =>
  (invoice) => {
    const value = read(invoice);
    return value instanceof Promise ? value.then(toDecimal) : toDecimal(value);
  };

/** In the order of the columns. */
const readers: Readonly<Record<InvoiceColumn, ReadColumn>> = {
  workspaceId: ({ workspaceId }) => workspaceId,
  accountId: ({ accountId }) => accountId,
  id: ({ id }) => id,
  invoiceId: ({ invoiceId }) => invoiceId,
  number: ({ number }) => number,
  status: ({ status }) => status,
  statusRaw: ({ statusRaw }) => statusRaw,
  createdAt: ({ createdAt }) => createdAt,
  dueAt: ({ dueAt }) => dueAt,
  periodStart: ({ period }) => period && period.start,
  periodEnd: ({ period }) => period && period.end,
  currency: ({ currency }) => currency,
  subtotal: amount(({ subtotal }) => subtotal),
  discount: amount(({ discount }) => discount),
  tax: amount(({ tax }) => tax),
  total: amount(({ total }) => total),
  amountDue: amount(({ amountDue }) => amountDue),
  amountPaid: amount(({ amountPaid }) => amountPaid),
  amountRemaining: amount(({ amountRemaining }) => amountRemaining),
  hostedInvoiceUrl: ({ hostedInvoiceUrl }) => hostedInvoiceUrl,
  pdfUrl: ({ pdfUrl }) => pdfUrl,
};
const columns = Object.entries(readers) as [InvoiceColumn, ReadColumn][];

/** A row, and where it stands. */
export interface ExportedRow {
  readonly record: 'invoice' | 'undecided';
  readonly cursor: string;
  readonly account: BillingAccount;
  readonly node: Invoice | BillingError;
}

/**
 * The row as text. What would cost a call for each invoice is left out; what cannot be read is null, and `note` says why.
 */
export async function toRecord({ record, cursor, account, node }: ExportedRow): Promise<ExportRecord> {
  const values: Partial<Record<ExportColumn, Text>> = { record, cursor, provider: account.provider };
  const notes: string[] = [];
  if (node instanceof Error) {
    for (const [column] of columns) values[column] = null;
    Object.assign(values, { workspaceId: account.workspaceId, accountId: account.accountId });
    notes.push(`${node.code}: ${node.message}`);
  } else {
    const costly = node.detailCall?.fields;
    for (const [column, read] of columns) {
      const value = costly?.has(column) ? null : readOrNote(() => read(node), column, notes);
      values[column] = value instanceof Promise ? await value : value;
    }
  }
  values.note = notes.length > 0 ? notes.join(' ') : null;
  return values as ExportRecord;
}

function readOrNote(read: () => Loadable<Text>, column: string, notes: string[]): Loadable<Text> {
  const note = (thrown: unknown): null => {
    if (!(thrown instanceof BillingError)) throw thrown;
    notes.push(`${column}: ${thrown.code}: ${thrown.message}`);
    return null;
  };
  try {
    const value = read();
    return value instanceof Promise ? value.catch(note) : value;
  } catch (thrown) {
    return note(thrown);
  }
}

function toDecimal(value: Money | null): Text {
  return value && value.decimal;
}
