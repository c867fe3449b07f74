import type { Allowance } from './call-budget.js';

/**
 * What a search or a list needs of the upstream calls that one operation may make. They are shared by one rule:
 *
 * 1. Fields that need a fixed number of calls take them first, in the order of the document.
 * 2. Searches for invoices by their ids come next, lists last.
 * 3. Among several of them, each gets the fewest calls that bring it anything, in the order of the document; what is
 *    left is dealt to them in turn, a step at a time, as long as they have a use for it.
 *
 * So a list gets shorter before anything else is refused. What somebody turns out not to need goes to the others, and
 * nothing is refused while calls are left that it could do with.
 */
export interface CallNeed {
  /** Fewer than these bring nothing. */
  readonly least: number;
  /** More than these are of no use. */
  readonly most: number;
  /** Calls that are of use together; fewer are not dealt. */
  readonly step: number;
}

/** What there is to deal. */
export interface Dealable {
  /** Calls that nobody keeps. */
  readonly left: number;
  /** Those of them that nobody counts on. */
  readonly spare: number;
}

/** One allowance for each need, in its order. */
export function dealCalls(calls: Dealable, needs: readonly CallNeed[]): readonly Allowance[] {
  const kept = dealLeast(calls.left, needs);
  const shares = kept.map(() => 0);
  let rest = calls.spare - kept.reduce((sum, own) => sum + own, 0);
  for (let isDealt = true; isDealt;) {
    isDealt = false;
    for (const [index, { most, step }] of needs.entries()) {
      const own = kept[index] ?? 0;
      const share = shares[index] ?? 0;
      if (own === 0 || own + share >= most || step > rest) continue;
      shares[index] = share + step;
      rest -= step;
      isDealt = true;
    }
  }
  return kept.map((own, index) => ({ kept: own, share: shares[index] ?? 0 }));
}

/** In order, as far as it goes; who needs more than is left gets none of it. */
function dealLeast(calls: number, needs: readonly CallNeed[]): readonly number[] {
  let rest = calls;
  return needs.map(({ least }) => {
    if (least > rest) return 0;
    rest -= least;
    return least;
  });
}
