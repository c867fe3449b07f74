import { memo } from 'react';
import { nameProvider } from '../client/explain-error';
import { formatInvoiceDay } from '../format/dates';
import { Money } from '../format/money';
import type { InvoiceChangeCause, InvoiceRowFragment } from '../generated/graphql';
import { nameInvoice } from './name-invoice';
import { StatusBadge } from './status-badge';

const MARKS: Partial<Record<InvoiceChangeCause, string>> = {
  CREATED: 'new',
  CHANGED: 'changed',
  STATUS_CHANGED: 'status changed',
};

interface Props {
  readonly invoice: InvoiceRowFragment;
  readonly account: string;
  /** What was seen to happen to it while the list is open. */
  readonly change: InvoiceChangeCause | undefined;
}

/** One invoice of the list, as a link to all of it. */
export const InvoiceRow = memo(function InvoiceRow({ invoice, account, change }: Props) {
  const mark = change && MARKS[change];
  return (
    <li>
      <a
        className="row"
        href={`#/invoices/${encodeURIComponent(invoice.id)}`}
        data-changed={mark !== undefined}
      >
        <span className="row-number">
          {nameInvoice(invoice)}
          {mark && <span className="mark">{mark}</span>}
        </span>
        <span className="row-account">
          {account} <span className="quiet">{nameProvider(invoice.provider)}</span>
        </span>
        <span className="row-date">{formatInvoiceDay(invoice)}</span>
        <span className="row-status">
          <StatusBadge invoice={invoice} />
        </span>
        <span className="row-total">
          <Money of={invoice.total} />
        </span>
      </a>
    </li>
  );
});
