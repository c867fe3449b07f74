/** Longest that answers are worked at before other connections are looked at. */
const TURN_MS = 10;

/**
 * A process does one thing at a time, and a large answer is much to do. Whoever makes one asks now and then whether
 * this turn of the event loop is over, and if so goes on in a later one. Those who wait go on in the order in which
 * they came, whoever they are, so a small operation is never behind more than a turn or two of large ones.
 */
export class Turns {
  #beganAtMs: number | undefined;
  #waiting: (() => void)[] = [];

  /** @param now monotonic milliseconds */
  constructor(private readonly now: () => number) {}

  /** The first to ask begins the turn. It ends with what the event loop has to do at once. */
  get isOver(): boolean {
    if (this.#beganAtMs !== undefined) return this.now() - this.#beganAtMs > TURN_MS;
    this.#beganAtMs = this.now();
    setImmediate(() => void this.#work());
    return false;
  }

  /** Resolves in a later turn. Asked only where this one is over. */
  async next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** One turn for those who wait; who finds it over waits again behind them. */
  async #work(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#beganAtMs = undefined;
    let served = 0;
    while (served < waiting.length && !this.isOver) {
      waiting[served]?.();
      served += 1;
      // Lets the one whose turn it is do its work, so that the time is read after it.
      await Promise.resolve();
    }
    this.#waiting = waiting.slice(served).concat(this.#waiting);
  }
}
