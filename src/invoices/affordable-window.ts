import { BillingError } from '../errors/billing-error.js';
import type { Window } from '../relay/window.js';

export interface WindowPrice {
  /** Rows that one call gives. */
  readonly pageMax: number;
  /** Calls that each row costs beside its page, for the fields that were selected. */
  readonly callsPerRow: number;
  readonly callsLeft: number;
}

/**
 * The window, or as much of it as the calls that are left can fill with all that was selected. A shorter page
 * that says more follows is better than a full one whose last rows failed.
 *
 * @throws QUERY_TOO_COSTLY where not even one row can be filled
 */
export function toAffordable(window: Window, { pageMax, callsPerRow, callsLeft }: WindowPrice): Window {
  if (callsPerRow === 0 || window.size === 0) return window;
  let size = window.size;
  while (size > 0 && Math.ceil(size / pageMax) + size * callsPerRow > callsLeft) size -= 1;
  if (size > 0) return { ...window, size };
  throw new BillingError(
    'QUERY_TOO_COSTLY',
    'The fields selected here cost an upstream call for each invoice, and none is left. Ask for less at a time.',
  );
}
