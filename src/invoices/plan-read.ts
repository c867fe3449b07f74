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
 * Chooses the next read of a search, so that it costs least in the worst case that is still possible.
 *
 * One invoice is asked for by its id or by a hop. Several may lie on the newest page together, so that page comes
 * first, and the walk goes on while a page brings more than its call would have found otherwise. What is still
 * missing then is looked for one by one. Where the calls do not suffice for that, half of them walk on: the list may
 * be short, and only its end proves that an invoice does not exist.
 */
export function planRead(state: SearchState): PlannedRead {
  const { missing, pagesRead, lastPageFound, walkEnded, callsLeft } = state;
  if (missing === 0 || walkEnded || callsLeft === 0) return 'stop';
  const oneByOne = state.askable > 0 ? 'ids' : state.hoppable > 0 ? 'hop' : undefined;
  if (oneByOne === undefined || callsLeft < CALLS_EACH[oneByOne]) return 'page';
  const isAffordable = missing * CALLS_EACH[oneByOne] <= callsLeft;
  if (pagesRead === 0 && missing > 1)
    return state.prefersIds && oneByOne === 'ids' && isAffordable ? 'ids' : 'page';
  if (lastPageFound > CALLS_EACH[oneByOne]) return 'page';
  return isAffordable || pagesRead >= callsLeft ? oneByOne : 'page';
}
