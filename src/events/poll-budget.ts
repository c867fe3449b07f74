const MINUTE_MS = 60_000;

/**
 * Polls that one credential may make in any minute, however many accounts it looks at. Places are given in the order in which
 * they are asked for, so that each account has its turn.
 */
export class PollBudget {
  /** When the last polls begin, or have begun: as many as one minute may have. */
  #begins: readonly number[] = [];

  /** @param now monotonic milliseconds */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number,
  ) {}

  /** Takes the next place. Milliseconds until it; 0: now. */
  reserve(): number {
    const nowMs = this.now();
    const [oldest] = this.#begins;
    const isFull = this.#begins.length >= this.perMinute;
    const beginMs = isFull && oldest !== undefined ? Math.max(nowMs, oldest + MINUTE_MS) : nowMs;
    this.#begins = [...(isFull ? this.#begins.slice(1) : this.#begins), beginMs];
    return beginMs - nowMs;
  }
}
