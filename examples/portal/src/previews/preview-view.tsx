import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { AccountSelect } from '../accounts/account-select';
import type { Account } from '../accounts/use-accounts';
import { SubscriptionsDocument } from '../generated/graphql';
import { Problem } from '../shell/problem';
import { CandidateForm } from './candidate-form';
import { listSubscriptions } from './candidates';

/** What would be billed after a change. Nothing is changed by asking. Northflank previews no changes. */
export function PreviewView({ accounts }: { readonly accounts: readonly Account[] }) {
  const own = accounts.filter(({ provider }) => provider === 'ALTOSTRAT');
  const [chosen, setChosen] = useState<string>();
  const account = own.find(({ id }) => id === chosen) ?? own[0];
  return (
    <section aria-labelledby="preview-title">
      <div className="view-title">
        <h2 id="preview-title">What will I pay if …</h2>
      </div>
      {!account && <p className="empty">Only Altostrat previews changes. Enter a token of it to try some.</p>}
      {account && <AccountPreviews key={account.id} {...{ account, own }} onAccount={setChosen} />}
    </section>
  );
}

interface Props {
  readonly account: Account;
  readonly own: readonly Account[];
  readonly onAccount: (id: string) => void;
}

function AccountPreviews({ account, own, onAccount }: Props) {
  const { workspaceId, accountId } = account;
  const { data, error, loading, refetch } = useQuery(SubscriptionsDocument, {
    variables: { workspaceId: workspaceId ?? '', accountId: accountId ?? '' },
  });
  const subscriptions = listSubscriptions(data);
  const [chosen, setChosen] = useState<string>();
  const subscription = subscriptions.find(({ id }) => id === chosen) ?? subscriptions[0];
  return (
    <>
      <form className="filters" aria-label="Subscription">
        <AccountSelect accounts={own} value={account.id} onChange={onAccount} />
        {subscription && (
          <label className="field">
            Subscription
            <select value={subscription.id} onChange={(event) => setChosen(event.target.value)}>
              {subscriptions.map(({ id, items, status }) => (
                <option key={id} value={id}>
                  {items.map(({ productType, quantity }) => `${quantity} ${productType}`).join(', ')} (
                  {status})
                </option>
              ))}
            </select>
          </label>
        )}
      </form>
      {error && (
        <Problem error={error} onRetry={() => void refetch()}>
          The subscriptions are missing.
        </Problem>
      )}
      {loading && (
        <p className="empty" role="status">
          Reading subscriptions …
        </p>
      )}
      {!loading && !error && !subscription && (
        <p className="empty">This account has no subscription that could change.</p>
      )}
      {subscription && <CandidateForm key={subscription.id} {...{ account, subscription }} />}
    </>
  );
}
