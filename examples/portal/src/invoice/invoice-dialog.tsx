import { useQuery } from '@apollo/client/react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Account } from '../accounts/use-accounts';
import { nameProvider } from '../client/explain-error';
import { formatDay, formatInvoiceDay, formatSpan } from '../format/dates';
import { Money } from '../format/money';
import { InvoiceDocument, type InvoiceQuery } from '../generated/graphql';
import { nameInvoice } from '../invoices/name-invoice';
import { StatusBadge } from '../invoices/status-badge';
import { Problem } from '../shell/problem';
import { InvoiceLines } from './invoice-lines';
import { Reconciliation } from './reconciliation';

type Invoice = NonNullable<InvoiceQuery['invoice']>;

interface Props {
  readonly id: string;
  readonly accounts: readonly Account[];
}

/** One invoice beside the list, which stays where it was. The address names it; closing goes back to the list's. */
export function InvoiceDialog({ id, accounts }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { data, error, loading, fetchMore, refetch } = useQuery(InvoiceDocument, { variables: { id } });
  useEffect(() => dialog.current?.showModal(), []);

  const invoice = data?.invoice;
  const account = accounts.find((one) => one.id === invoice?.billingAccount.id);
  const loadMore = (after: string): void => void fetchMore({ variables: { after } });
  return (
    <dialog
      ref={dialog}
      className="sheet side"
      aria-labelledby="invoice-title"
      onClose={() => (window.location.hash = '#/invoices')}
    >
      <div className="view-title">
        <h2 id="invoice-title">{invoice ? nameInvoice(invoice) : 'Invoice'}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      {loading && !invoice && <p role="status">Reading the invoice …</p>}
      {error && (
        <Problem error={error} onRetry={() => void refetch()}>
          {invoice ? 'Not all of it could be read.' : 'The invoice is missing.'}
        </Problem>
      )}
      {!loading && !error && !invoice && <p>The account has no such invoice (any more).</p>}
      {invoice && (
        <>
          <p>
            <StatusBadge invoice={invoice} /> {account?.label}{' '}
            <span className="quiet">{nameProvider(invoice.provider)}</span>
          </p>
          <Facts invoice={invoice} />
          <Links invoice={invoice} />
          <InvoiceLines lines={invoice.lines} onMore={loadMore} />
          <Reconciliation result={invoice.reconciliation} />
        </>
      )}
    </dialog>
  );
}

function Facts({ invoice }: { readonly invoice: Invoice }) {
  const { discountNames } = invoice;
  return (
    <dl className="facts">
      <Fact name="Date">{formatInvoiceDay(invoice)}</Fact>
      {invoice.period && <Fact name="Period">{formatSpan(invoice.period)}</Fact>}
      {invoice.dueAt && <Fact name="Due">{formatDay(invoice.dueAt)}</Fact>}
      <Fact name="Subtotal">
        <Money of={invoice.subtotal} />
      </Fact>
      <Fact name={discountNames?.length ? `Discount (${discountNames.join(', ')})` : 'Discount'}>
        <Money of={invoice.discount} />
      </Fact>
      <Fact name="Tax">
        <Money of={invoice.tax} />
      </Fact>
      <Fact name="Total">
        <strong>
          <Money of={invoice.total} />
        </strong>
      </Fact>
      <Fact name="Paid">
        <Money of={invoice.amountPaid} />
      </Fact>
      <Fact name="Still owed">
        <Money of={invoice.amountRemaining} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Both open without a login, so that nobody is told where the click came from. */
function Links({ invoice: { pdfUrl, hostedInvoiceUrl } }: { readonly invoice: Invoice }) {
  const links = [
    ['PDF', pdfUrl],
    ['See and pay', hostedInvoiceUrl],
  ] as const;
  return (
    <p className="actions">
      {links.map(
        ([word, url]) =>
          url && (
            <a key={word} className="button" href={url} target="_blank" rel="noopener noreferrer">
              {word}
            </a>
          ),
      )}
    </p>
  );
}
