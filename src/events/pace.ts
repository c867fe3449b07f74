/** How many times its shortest an interval grows while nothing changes. */
const STRETCH_MAX = 10;

/**
 * When to look again. The interval doubles while nothing changes, and is the shortest one again after a change; a pause that a
 * provider asks for is waited out.
 */
export class Pace {
  #stretch = 1;

  /** @param shortestMs the interval after a change, milliseconds */
  constructor(private readonly shortestMs: number) {}

  /** Something is said to have changed. */
  quicken(): void {
    this.#stretch = 1;
  }

  /** Milliseconds until the next look, after one that found something or nothing. */
  after(hasChanged: boolean): number {
    if (hasChanged) this.#stretch = 1;
    const waitMs = this.shortestMs * this.#stretch;
    this.#stretch = Math.min(STRETCH_MAX, this.#stretch * 2);
    return waitMs;
  }

  /** The same after one that failed. `retryAfterMs` is what the failure says, if it does. */
  afterFailure(retryAfterMs = 0): number {
    return Math.max(this.after(false), retryAfterMs);
  }
}
