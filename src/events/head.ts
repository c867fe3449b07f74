import { hash } from 'node:crypto';
import { errorOr } from '../errors/billing-error.js';
import type { Invoice } from '../invoices/invoice.js';
import type { Row, SourcePage } from '../lists/page-source.js';

/** What is remembered of an invoice at the head of a list: enough to see that it changed, and nothing that it says. */
export interface HeadRow {
  readonly invoiceId: string;
  /** Of all that the provider sent, but for links. */
  readonly fingerprint: string;
  /** The provider's word; null where it said none, or none that can be read. */
  readonly status: string | null;
}

/** The newest invoices of one account at one time, newest first. */
export interface Head {
  readonly rows: readonly HeadRow[];
  /** Whether the list has no more than these. */
  readonly isWhole: boolean;
}

/** Links to invoices are made anew each time that they are asked for: the invoice is the same. */
const LINK = /"https?:\/\/(?:[^"\\]|\\.)*"/g;

/** Rows that cannot be told apart from others are left out. */
export function toHead({ rows, more }: SourcePage<Invoice>): Head {
  return { rows: rows.flatMap(toHeadRow), isWhole: !more };
}

function toHeadRow(row: Row<Invoice>): readonly HeadRow[] {
  const { node, position } = row;
  const invoiceId = node instanceof Error ? position.id : node.invoiceId;
  if (invoiceId === null || position.offset !== 0) return [];
  const status = node instanceof Error ? null : errorOr(() => node.statusRaw);
  const fingerprint = hash('sha256', row.text().replaceAll(LINK, '"link"'), 'base64url');
  return [{ invoiceId, fingerprint, status: typeof status === 'string' ? status : null }];
}
