import { useQuery } from '@apollo/client/react';
import { useCallback, useState } from 'react';
import { InvoicesDocument, type InvoiceFilter } from '../generated/graphql';

const PAGE = 30;

/**
 * The list, as far as it was read. Pages are joined in the cache, by `relayStylePagination`.
 *
 * @param accountIds global ids, at most 50
 */
export function useInvoices(accountIds: string[], filter: InvoiceFilter | null) {
  const { data, error, loading, fetchMore, refetch } = useQuery(InvoicesDocument, {
    variables: { accountIds, filter, first: PAGE },
    notifyOnNetworkStatusChange: true,
  });
  // Of the page after the first; what is kept of one list says nothing of another.
  const [more, setMore] = useState<More>(NO_MORE);
  const { isLoading: isLoadingMore, error: moreError, rows } = more.of === filter ? more : NO_MORE;

  const list = data?.invoices;
  const after = list?.pageInfo.endCursor;
  const loadMore = useCallback(async () => {
    setMore({ ...NO_MORE, of: filter, isLoading: true });
    const answer = await fetchMore({ variables: { after }, errorPolicy: 'all' }).catch((thrown: unknown) => ({
      error: thrown,
      data: undefined,
    }));
    const page = answer.data?.invoices;
    setMore({
      of: filter,
      isLoading: false,
      error: page ? undefined : answer.error,
      rows: page?.edges.length,
    });
  }, [fetchMore, after, filter]);

  return {
    list,
    /** Whether the last page ended before it was full, with more behind it: a narrow filter, or calls that were used up. */
    isShort: list?.pageInfo.hasNextPage === true && (rows ?? list.edges.length) < PAGE,
    error,
    moreError,
    isLoading: loading && !isLoadingMore,
    isLoadingMore,
    loadMore,
    refetch,
  };
}

interface More {
  readonly of: InvoiceFilter | null;
  readonly isLoading: boolean;
  readonly error: unknown;
  /** Rows of the last page. Undefined: there was only the first. */
  readonly rows: number | undefined;
}

const NO_MORE: More = { of: null, isLoading: false, error: undefined, rows: undefined };
