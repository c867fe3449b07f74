import { relayStylePagination } from '@apollo/client/utilities';

interface Coverage {
  readonly scanned: number;
  readonly undecided: number;
}

const pages = relayStylePagination(['accountIds', 'filter']);

/**
 * Joins the pages of the list as `relayStylePagination` does, which keeps of all else what the last page said. How many
 * invoices were looked at, and how many of them nobody could decide on, is said of all pages.
 */
export const invoicePages: typeof pages = {
  ...pages,
  merge: (existing, incoming, options) => {
    if (typeof pages.merge !== 'function') return existing ?? null; // never: the types of Apollo Client allow for a boolean
    const merged = pages.merge(existing, incoming, options);
    const isFirst = !options.args?.['after'];
    const before = (existing as { coverage?: Coverage } | undefined)?.coverage;
    const last = (incoming as { coverage?: Coverage } | undefined)?.coverage;
    return isFirst || !merged || !before || !last ? merged : { ...merged, coverage: add(before, last) };
  },
};

function add(before: Coverage, last: Coverage): Coverage {
  return { ...last, scanned: before.scanned + last.scanned, undecided: before.undecided + last.undecided };
}
