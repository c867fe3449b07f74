import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import type { Credentials } from '../client/credentials';
import {
  AltostratAccountsDocument,
  NorthflankAccountsDocument,
  type AccountPartsFragment,
  type BillingProvider,
} from '../generated/graphql';

/** An account with the name that people know it by. */
export interface Account extends AccountPartsFragment {
  readonly label: string;
}

/** A provider whose accounts could not be listed. */
export interface AccountsProblem {
  readonly provider: BillingProvider;
  readonly error: unknown;
  readonly retry: () => void;
}

/**
 * All accounts that the tokens can see. Two questions, as a provider that fails should not hide the other; none for a
 * provider without a token.
 */
export function useAccounts({ altostrat, northflank }: Credentials) {
  const first = useQuery(AltostratAccountsDocument, { skip: !altostrat });
  const second = useQuery(NorthflankAccountsDocument, { skip: !northflank });

  const accounts = useMemo(() => {
    const workspaces = (first.data?.workspaces?.nodes ?? []).flatMap((workspace) => workspace ?? []);
    return [
      ...workspaces.flatMap(({ billingAccounts }) => present(billingAccounts.nodes).map(toAltostrat)),
      ...present(second.data?.billingAccounts?.nodes ?? []).map(toNorthflank),
    ];
  }, [first.data, second.data]);

  const problems: readonly AccountsProblem[] = [
    ...(first.error
      ? [{ provider: 'ALTOSTRAT' as const, error: first.error, retry: () => void first.refetch() }]
      : []),
    ...(second.error
      ? [{ provider: 'NORTHFLANK' as const, error: second.error, retry: () => void second.refetch() }]
      : []),
  ];
  return { accounts, problems, isLoading: first.loading || second.loading };
}

/** A row that the provider sent malformed is null, and an error beside the list. */
function present<T>(rows: readonly (T | null)[]): readonly T[] {
  return rows.flatMap((row) => row ?? []);
}

function toAltostrat(account: AccountPartsFragment): Account {
  return { ...account, label: account.name ?? account.accountId ?? 'Account' };
}

function toNorthflank(account: AccountPartsFragment): Account {
  return { ...account, label: account.name ?? account.accountId ?? 'Own account' };
}
