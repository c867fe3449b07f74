import { useMemo, useState } from 'react';
import type { Account } from '../accounts/use-accounts';
import type { Credentials } from '../client/credentials';
import { InvoiceDialog } from '../invoice/invoice-dialog';
import { Problem } from '../shell/problem';
import type { Edges } from './currencies';
import { ExportButton } from './export-button';
import { NO_FILTER, toInvoiceFilter } from './filter';
import { FilterBar } from './filter-bar';
import { InvoiceRow } from './invoice-row';
import { ListEnd } from './list-end';
import { LiveBar } from './live-bar';
import { SourceProblems } from './source-problems';
import { useInvoices } from './use-invoices';
import { useLive, type Live } from './use-live';

/** As many as the API takes in one question. */
const ACCOUNTS_MAX = 50;

interface Props {
  readonly accounts: readonly Account[];
  readonly credentials: Credentials;
  /** Global id of the invoice that is open. */
  readonly openId: string | undefined;
}

/** The invoices of all accounts as one list. */
export function InvoicesView({ accounts, credentials, openId }: Props) {
  const [fields, setFields] = useState(NO_FILTER);
  const accountIds = useMemo(
    () => (fields.accountId ? [fields.accountId] : accounts.slice(0, ACCOUNTS_MAX).map(({ id }) => id)),
    [accounts, fields.accountId],
  );
  const filter = useMemo(() => toInvoiceFilter(fields), [fields]);
  const { list, isShort, error, moreError, isLoading, isLoadingMore, loadMore, refetch } = useInvoices(
    accountIds,
    filter,
  );
  const live = useLive(accountIds);

  const edges = list?.edges ?? [];
  const readAgain = (): void => {
    live.forget();
    void refetch();
  };

  return (
    <section aria-labelledby="invoices-title">
      <div className="view-title">
        <h2 id="invoices-title">Invoices</h2>
        <LiveBar live={live} onRead={readAgain} />
      </div>
      <FilterBar {...{ accounts, edges, fields }} onChange={setFields}>
        <ExportButton {...{ accountIds, filter, credentials }} />
      </FilterBar>
      {accounts.length > ACCOUNTS_MAX && !fields.accountId && (
        <p className="note">
          The first {ACCOUNTS_MAX} accounts are shown together. Choose another one to see its invoices.
        </p>
      )}
      {error !== undefined && !list && (
        <Problem error={error} onRetry={readAgain}>
          The list is missing.
        </Problem>
      )}
      {list && <SourceProblems list={list} accounts={accounts} onRetry={readAgain} />}
      {isLoading && edges.length === 0 && (
        <p className="empty" role="status">
          Reading invoices …
        </p>
      )}
      {!isLoading && list && edges.length === 0 && !list.pageInfo.hasNextPage && (
        <p className="empty">No invoice is like that.</p>
      )}
      <Rows {...{ edges, accounts, isLoading }} changes={live.changes} />
      {list && (
        <ListEnd
          hasMore={list.pageInfo.hasNextPage}
          isShort={isShort}
          isLoading={isLoadingMore || isLoading}
          error={moreError}
          onMore={() => void loadMore()}
        />
      )}
      {openId !== undefined && <InvoiceDialog id={openId} accounts={accounts} />}
    </section>
  );
}

interface RowsProps {
  readonly edges: Edges;
  readonly accounts: readonly Account[];
  readonly changes: Live['changes'];
  readonly isLoading: boolean;
}

function Rows({ edges, accounts, changes, isLoading }: RowsProps) {
  const labels = useMemo(() => new Map(accounts.map(({ id, label }) => [id, label])), [accounts]);
  return (
    <ul className="rows" aria-label="Invoices" aria-busy={isLoading}>
      {edges.map(({ cursor, node }) =>
        node ? (
          <InvoiceRow
            key={cursor}
            invoice={node}
            account={labels.get(node.billingAccount.id) ?? ''}
            change={changes.get(node.id)}
          />
        ) : (
          <li key={cursor} className="row unreadable">
            An invoice that the provider sent in a form that cannot be read exactly.
          </li>
        ),
      )}
    </ul>
  );
}
