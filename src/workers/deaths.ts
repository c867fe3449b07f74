const WINDOW_MS = 60_000;
const DEATHS_PER_WORKER = 3;
const DELAY_MS = 50;
const DELAY_MS_MAX = 5000;

/** What is done about a worker that died: another is started after a while, or all is given up. */
export type AfterDeath =
  { readonly is: 'replace'; readonly delayMs: number } | { readonly is: 'give up'; readonly deaths: number };

/**
 * Whoever dies is replaced, sooner the less of that there has been of late. Where more have died in a minute than three for each
 * worker, the fault is nothing that a new process mends.
 */
export class Deaths {
  readonly #workers: number;
  readonly #atMs: number[] = [];

  constructor(workers: number) {
    this.#workers = workers;
  }

  /** A worker died at `nowMs`, of monotonic time. */
  add(nowMs: number): AfterDeath {
    const times = this.#atMs;
    while (times[0] !== undefined && nowMs - times[0] >= WINDOW_MS) times.shift();
    times.push(nowMs);
    const deaths = times.length;
    if (deaths > DEATHS_PER_WORKER * this.#workers) return { is: 'give up', deaths };
    return { is: 'replace', delayMs: Math.min(DELAY_MS * 2 ** (deaths - 1), DELAY_MS_MAX) };
  }
}
