/** How far a search for invoices of one list has come. */
export interface SearchState {
  /** Wanted invoices not found yet. */
  readonly missing: number;
  /** How many of them the provider can still be asked for by id. */
  readonly askable: number;
  /** How many of them the provider may still accept as an anchor. */
  readonly hoppable: number;
  /** Pages that the walk from the head of the list has read. */
  readonly pagesRead: number;
  /** Wanted invoices that lay on the last of these pages. */
  readonly lastPageFound: number;
  /** Calls that were spent on looking for invoices one by one. */
  readonly callsOneByOne: number;
  /** Whether the walk has reached the end of the list. */
  readonly walkEnded: boolean;
  /** Upstream calls that the search may still make. */
  readonly callsLeft: number;
  /** Whether an answer by id saves a call that an invoice from a page would still cost. */
  readonly prefersIds: boolean;
}

/** `page`: the next page of the walk from the head. `ids`: ask for each by its id. `hop`: find one by its neighbour. */
export type PlannedRead = 'page' | 'ids' | 'hop' | 'stop';

/** What it costs to find one invoice for certain: a hop reads its newer neighbour first, then on from there. */
const CALLS_EACH = { ids: 1, hop: 2 } as const;

/**
 * Chooses the next read of a search, of which nobody knows beforehand how far down its invoices lie.
 *
 * One invoice is asked for by its id or by a hop. Several may lie on the newest page together, so that page comes
 * first, and the walk goes on while a page brings more than its call would have found otherwise. From then on the walk
 * and the search one by one take turns, so that neither is followed far in vain, as long as a call is to spare for
 * that. Where the calls do not suffice for one by one, half of them walk first. An invoice that cannot be asked for is
 * only found, or known not to exist, by the walk; that gets what the others leave.
 */
export function planRead(state: SearchState): PlannedRead {
  const { missing, pagesRead, lastPageFound, callsOneByOne, walkEnded, callsLeft } = state;
  if (missing === 0 || walkEnded || callsLeft === 0) return 'stop';
  const oneByOne = state.askable > 0 ? 'ids' : state.hoppable > 0 ? 'hop' : undefined;
  if (oneByOne === undefined || callsLeft < CALLS_EACH[oneByOne]) return 'page';
  if (missing === 1) return oneByOne;
  if (pagesRead === 0) return state.prefersIds && oneByOne === 'ids' && missing <= callsLeft ? 'ids' : 'page';
  if (lastPageFound > CALLS_EACH[oneByOne]) return 'page';
  const reachable = Math.max(state.askable, state.hoppable);
  const spare = callsLeft - reachable * CALLS_EACH[oneByOne];
  if (spare < 0) return pagesRead >= callsLeft ? oneByOne : 'page';
  if (spare === 0) return oneByOne;
  return reachable === missing && pagesRead > callsOneByOne ? oneByOne : 'page';
}

/** How many to ask for by id at once: as many as keep the turns even, or all, where no call is to spare for a page. */
export function planIds({ askable, pagesRead, callsOneByOne, callsLeft, prefersIds }: SearchState): number {
  if (prefersIds || callsLeft <= askable) return Math.min(askable, callsLeft);
  return Math.max(1, pagesRead - callsOneByOne);
}
