/** What stands in one row of an export, in this order. Each is text, or null where it is not stated. */
export const exportColumns = [
  /**
   * `invoice`; `undecided`: the filter goes by something that the invoice does not tell; `passed`: no invoice, the filter
   * let nothing through up to here; `end`: the last row of all.
   */
  'record',
  /** Where `after` goes on behind this row. */
  'cursor',
  'provider',
  'workspaceId',
  'accountId',
  /** Global id. */
  'id',
  'invoiceId',
  'number',
  'status',
  'statusRaw',
  'createdAt',
  'dueAt',
  'periodStart',
  'periodEnd',
  'currency',
  'subtotal',
  'discount',
  'tax',
  'total',
  'amountDue',
  'amountPaid',
  'amountRemaining',
  'hostedInvoiceUrl',
  'pdfUrl',
  /** What of the invoice cannot be read, and why. */
  'note',
] as const;
export type ExportColumn = (typeof exportColumns)[number];

/** Exact decimals in major units, which are numbers to a spreadsheet. */
export const amountColumns = [
  'subtotal',
  'discount',
  'tax',
  'total',
  'amountDue',
  'amountPaid',
  'amountRemaining',
] as const;

/** One row, but for the last. Instants are RFC 3339 in UTC. */
export type ExportRecord = Readonly<Record<Exclude<ExportColumn, 'record'>, string | null>> & {
  readonly record: 'invoice' | 'undecided' | 'passed';
};

/** A row that says how far a filter has looked where it found nothing for long. */
export function toPassed(cursor: string): ExportRecord {
  return { ...blank, record: 'passed', cursor };
}

const blank = Object.fromEntries(exportColumns.map((name) => [name, null])) as unknown as ExportRecord;

/** What the invoices of one currency come to, exactly; null where one of them does not state the figure. */
export interface ExportSum {
  readonly currency: string;
  readonly rows: number;
  readonly total: string;
  readonly amountDue: string | null;
  readonly amountPaid: string | null;
  readonly amountRemaining: string | null;
}

/** Why an export ended before the list did. */
export interface ExportFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly provider?: string;
  readonly retryAfterMs?: number;
  readonly correlationId?: string;
}

/** The last row: without it, the export was broken off. */
export interface ExportEnd {
  readonly record: 'end';
  /** Where to go on; null where there is nothing to go on with, or nothing was read. */
  readonly cursor: string | null;
  /** Whether these are all invoices there are, and all of them are in the sums. */
  readonly complete: boolean;
  readonly rows: number;
  /** Rows of which the filter cannot tell. They are in no sum. */
  readonly undecided: number;
  /** Rows whose total is not stated, or cannot be read. They are in no sum. */
  readonly unsummed: number;
  readonly sums: readonly ExportSum[];
  readonly failure: ExportFailure | null;
  /** What the export took, where it is an answer of the server's. */
  readonly upstreamCalls?: number;
}
