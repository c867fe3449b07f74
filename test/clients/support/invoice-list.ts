import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client/core';
import { relayStylePagination } from '@apollo/client/utilities';
import { filter, firstValueFrom } from 'rxjs';
import type { Upstream } from '../../support/upstream.js';

/** An invoice list as users of Apollo Client write one: the library's cache policy, no merge function of their own. */

export interface Page {
  readonly billingAccount: {
    readonly __typename: 'BillingAccount';
    readonly id: string;
    readonly invoices: {
      readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
      readonly pageInfo: Record<'startCursor' | 'endCursor', string | null> &
        Record<'hasNextPage' | 'hasPreviousPage', boolean>;
    };
  };
}

interface Row {
  readonly id: string;
  readonly invoiceId: string;
}

interface Variables {
  readonly accountId: string;
  readonly first?: number | undefined;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

/** A user pages in one direction, and asks only for what that direction needs. */
const listOf = (facts: string): TypedDocumentNode<Page, Variables> => gql`
  query Invoices($accountId: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    billingAccount(provider: ALTOSTRAT, workspaceId: "ws_acme", accountId: $accountId) {
      id
      invoices(first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id invoiceId } }
        pageInfo { ${facts} }
      }
    }
  }
`;

export const FORWARD = listOf('endCursor hasNextPage');
export const BACKWARD = listOf('startCursor hasPreviousPage');

export function createClient(apiUrl: string): ApolloClient {
  const cache = new InMemoryCache({
    possibleTypes: {
      Node: ['BillingAccount', 'BillingSubscription', 'Invoice', 'Workspace'],
      InvoiceFigures: ['Invoice', 'InvoicePreview'],
    },
    typePolicies: {
      BillingAccount: { keyFields: ['id'], fields: { invoices: relayStylePagination() } },
      Invoice: { keyFields: ['id'] },
    },
  });
  const headers = { authorization: 'Bearer sandbox-altostrat' };
  return new ApolloClient({ cache, link: new HttpLink({ uri: `${apiUrl}/graphql`, headers }) });
}

/** A list on the screen: `read` gives what the cache holds of it, all pages merged. */
export async function showList(client: ApolloClient, query: typeof FORWARD, variables: Variables) {
  const observable = client.watchQuery({ query, variables });
  await firstValueFrom(observable.pipe(filter(({ loading }) => !loading)));
  return { list: observable, read: () => client.readQuery({ query, variables }) as Page };
}

export const invoiceIdsOf = ({ billingAccount }: Page): string[] =>
  billingAccount.invoices.edges.map(({ node }) => node.invoiceId);

export const pathOf = (accountId: string): string =>
  `/workspaces/ws_acme/billing-accounts/${accountId}/invoices`;

/** Ids of the account's newest invoices, read from the provider itself, 200 at a time. Leaves no call counted. */
export async function readOracle(upstream: Upstream, accountId: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const after = ids.length === 0 ? '' : `&after=${ids.at(-1)}`;
    const response = await fetch(`${upstream.url}${pathOf(accountId)}?limit=200${after}`, {
      headers: { authorization: 'Bearer sandbox-altostrat' },
    });
    const { data } = (await response.json()) as { data: { id: string }[] };
    ids.push(...data.map(({ id }) => id));
  }
  await upstream.forget();
  return ids.slice(0, count);
}
