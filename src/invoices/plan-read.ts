/** How far a search for several invoices of one list has come. */
export interface SearchState {
  /** Wanted invoices not found yet. */
  readonly missing: number;
  /** How many of them the provider may still accept as an anchor. */
  readonly hoppable: number;
  /** Whether the first page of the list has been read. */
  readonly headRead: boolean;
  /** Whether the walk from the head has reached the end of the list. */
  readonly walkEnded: boolean;
  /** Upstream calls that this operation may still make. */
  readonly callsLeft: number;
}

/** `page`: the next page of the walk from the head. `hop`: find one invoice by its neighbour. */
export type PlannedRead = 'page' | 'hop' | 'stop';

/** A hop finds its newer neighbour, then reads on from there. */
export const CALLS_PER_HOP = 2;

/**
 * Chooses the next read of a provider that cannot fetch an invoice by its id.
 *
 * One invoice is a hop: two calls. Several may lie on the newest page together, so that page comes first.
 * From then on the choice is the one that is cheaper in the worst case: hops cost two calls for each invoice,
 * while the walk, over a list of unknown length, costs all that the budget has left.
 */
export function planRead({ missing, hoppable, headRead, walkEnded, callsLeft }: SearchState): PlannedRead {
  if (missing === 0 || walkEnded || callsLeft === 0) return 'stop';
  if (missing > 1 && !headRead) return 'page';
  return hoppable > 0 && missing * CALLS_PER_HOP <= callsLeft ? 'hop' : 'page';
}
