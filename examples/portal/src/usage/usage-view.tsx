import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { AccountSelect } from '../accounts/account-select';
import type { Account } from '../accounts/use-accounts';
import { formatSpan } from '../format/dates';
import { Money } from '../format/money';
import { UsageDocument } from '../generated/graphql';
import { Problem } from '../shell/problem';
import { toBars } from './bars';
import { UsageChart } from './usage-chart';
import { UsageTable } from './usage-table';

/** One call for the list, one for what is running, and one for the usage of each invoice. */
const INVOICES = 12;

/** What the last invoices of a Northflank account are made of. Altostrat bills products, and states no usage. */
export function UsageView({ accounts }: { readonly accounts: readonly Account[] }) {
  const own = accounts.filter(({ provider }) => provider === 'NORTHFLANK');
  const [chosen, setChosen] = useState<string>();
  const account = own.find(({ id }) => id === chosen) ?? own[0];
  return (
    <section aria-labelledby="usage-title">
      <div className="view-title">
        <h2 id="usage-title">Usage</h2>
      </div>
      {!account && <p className="empty">Only Northflank states usage. Enter a token of it to see some.</p>}
      {account && (
        <>
          <form className="filters" aria-label="Account">
            <AccountSelect accounts={own} value={account.id} onChange={setChosen} />
          </form>
          <AccountUsage key={account.id} account={account} />
        </>
      )}
    </section>
  );
}

function AccountUsage({ account }: { readonly account: Account }) {
  const { data, error, loading, refetch } = useQuery(UsageDocument, {
    variables: { accountId: account.accountId, first: INVOICES },
  });
  const [chosen, setChosen] = useState<string>();
  const upcoming = data?.billingAccount?.upcomingInvoice;
  const bars = toBars(data?.billingAccount?.invoices.edges ?? []);
  const bar = bars.find(({ id }) => id === chosen) ?? bars.at(-1);
  return (
    <>
      {error && (
        <Problem error={error} onRetry={() => void refetch()}>
          {bars.length > 0 ? 'Some of it is missing.' : 'The usage is missing.'}
        </Problem>
      )}
      {loading && (
        <p className="empty" role="status">
          Reading usage …
        </p>
      )}
      {!loading && !error && bars.length === 0 && (
        <p className="empty">No invoice of this account states usage.</p>
      )}
      {upcoming && (
        <p>
          Since the last invoice:{' '}
          <strong>
            <Money of={upcoming.total} />
          </strong>
        </p>
      )}
      {bar && (
        <>
          <UsageChart bars={bars} chosen={bar.id} onChoose={setChosen} />
          <label className="field">
            Invoice
            <select value={bar.id} onChange={(event) => setChosen(event.target.value)}>
              {bars.toReversed().map(({ id, period }, index) => (
                <option key={id} value={id}>
                  {period ? formatSpan(period) : `${index + 1} back`}
                </option>
              ))}
            </select>
          </label>
          <p>
            Total of the invoice:{' '}
            <strong>
              <Money of={bar.total} />
            </strong>
          </p>
          <UsageTable costs={bar.costs} />
        </>
      )}
    </>
  );
}
