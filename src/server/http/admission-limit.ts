/** How long a turn of the event loop may take before there is too much to do: whoever is answered waits for a few of them. */
const TURN_MS_MAX = 60;
/** Of the last turn, the rest of those before it: a pause of the collector alone is no load. */
const WEIGHT_OF_LAST = 0.1;
/** So many are never too much: a few clients that ask as fast as they are answered are no overload. */
const FLOOR = 128;
const SHRINK_MOST = 0.7;
const GROWTH = 1.05;

/**
 * How many operations may be under way, by how long the turns of the event loop take. Whoever waits for a provider takes no
 * time of anybody's, so that a slow one leaves the limit where it is; where the processor cannot follow, turns get longer, and
 * the limit follows what was under way down, the faster the longer they are.
 */
export class AdmissionLimit {
  #value: number;
  #turnMs = 0;

  /** @param max the most operations, however short turns are */
  constructor(private readonly max: number) {
    this.#value = max;
  }

  get value(): number {
    return this.#value;
  }

  /** Whether it is where it was at first. */
  get isOpen(): boolean {
    return this.#value === this.max;
  }

  /** To be told every so often how long the last turn took, and how many operations are under way. */
  adapt(lastTurnMs: number, underWay: number): void {
    this.#turnMs += (lastTurnMs - this.#turnMs) * WEIGHT_OF_LAST;
    const floor = Math.min(FLOOR, this.max);
    if (this.#turnMs > TURN_MS_MAX) {
      const gradient = Math.max(SHRINK_MOST, TURN_MS_MAX / this.#turnMs);
      this.#value = Math.max(floor, Math.floor(Math.min(this.#value, underWay) * gradient));
    } else this.#value = Math.min(this.max, Math.ceil(this.#value * GROWTH));
  }
}
