import { LRUCache } from 'lru-cache';

/** Thousandths of a retry, so that nothing is lost in adding them up. */
const ONE = 1000;
/** What is there whatever the number of calls, and how fast it comes back when it is used up. */
const FLOOR = 10 * ONE;
const BACK_PER_MS = 1;
/** What each call earns. */
const PER_CALL = ONE / 5;
/** Credentials whose retries are counted; of more than that, the one that was longest not heard of may begin anew. */
const CREDENTIALS_MAX = 10_000;

/**
 * Bounds how many calls are made again: within any time, a fifth of the calls of that time, ten, and one for each of its
 * seconds. So a provider that is down is not asked much more than one that is well, and one that fails now and then is
 * asked until it answers. Each credential has such a budget of its own within that of all: whoever's calls always fail
 * does not use up what others have earned.
 */
export class RetryBudget {
  readonly #all: Bucket;
  /** Of those that are not full. */
  readonly #byCredential = new LRUCache<string, Bucket>({ max: CREDENTIALS_MAX });

  constructor(private readonly monotonicMs: () => number) {
    this.#all = new Bucket(monotonicMs());
  }

  /** To be told of each call that is no retry. */
  earn(credentialKey: string): void {
    if (this.#all.isFull && this.#byCredential.size === 0) return;
    this.#all.earn();
    const own = this.#byCredential.get(credentialKey);
    own?.earn();
    if (own?.isFull === true) this.#byCredential.delete(credentialKey);
  }

  /** Whether one more call may be made again; if so, it has been counted. */
  take(credentialKey: string): boolean {
    const nowMs = this.monotonicMs();
    const own = this.#byCredential.get(credentialKey) ?? new Bucket(nowMs);
    if (!this.#all.has(nowMs) || !own.has(nowMs)) return false;
    this.#all.take();
    own.take();
    this.#byCredential.set(credentialKey, own);
    return true;
  }
}

/** Holds up to `FLOOR`. */
class Bucket {
  #held = FLOOR;

  constructor(private filledAtMs: number) {}

  get isFull(): boolean {
    return this.#held >= FLOOR;
  }

  earn(): void {
    this.#add(PER_CALL);
  }

  has(nowMs: number): boolean {
    const passedMs = Math.floor(nowMs - this.filledAtMs);
    this.#add(passedMs * BACK_PER_MS);
    this.filledAtMs += passedMs;
    return this.#held >= ONE;
  }

  take(): void {
    this.#held -= ONE;
  }

  #add(thousandths: number): void {
    this.#held = Math.min(FLOOR, this.#held + thousandths);
  }
}
