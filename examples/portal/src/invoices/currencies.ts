import type { Account } from '../accounts/use-accounts';
import type { InvoicesQuery } from '../generated/graphql';

export type Edges = InvoicesQuery['invoices']['edges'];

/** The currencies that can be asked for: of the accounts, of what is shown, and the one that is chosen. */
export function listCurrencies(
  accounts: readonly Account[],
  edges: Edges,
  chosen: string,
): readonly string[] {
  const all = [
    chosen,
    ...accounts.map(({ currency }) => currency),
    ...edges.map(({ node }) => node?.currency),
  ];
  return [...new Set(all)].flatMap((code) => code || []).sort();
}

/** Decimal places of a currency as the provider counts them, where an amount of it is shown; else as the browser does. */
export function exponentOf(currency: string, edges: Edges): number {
  const shown = edges.find(({ node }) => node?.total?.currency === currency)?.node?.total?.exponent;
  if (shown !== undefined || !currency) return shown ?? 0;
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
