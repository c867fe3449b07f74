import type { Account } from '../accounts/use-accounts';
import type { InvoicesQuery } from '../generated/graphql';
import { Problem } from '../shell/problem';

type List = InvoicesQuery['invoices'];

interface Props {
  readonly list: Pick<List, 'sources' | 'coverage'>;
  readonly accounts: readonly Account[];
  readonly onRetry: () => void;
}

/** What is missing from the list, and why: an account that failed does not stop the others, but must not be passed over. */
export function SourceProblems({ list: { sources, coverage }, accounts, onRetry }: Props) {
  const failed = sources.filter(({ ok }) => !ok);
  return (
    <>
      {failed.map((source) => {
        const account = accounts.find(({ id }) => id === source.account.id);
        return (
          <Problem
            key={source.account.id}
            failure={{ ...source, provider: account?.provider }}
            onRetry={onRetry}
          >
            Invoices of {account?.label ?? 'an account'} are missing.
          </Problem>
        );
      })}
      {coverage.undecided > 0 && (
        <p className="note">
          {coverage.undecided} of {coverage.scanned} invoices that were looked at are not shown, because the
          provider does not state what the filter goes by.
        </p>
      )}
    </>
  );
}
