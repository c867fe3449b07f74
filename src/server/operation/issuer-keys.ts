import { toError } from '../../errors/settle.js';
import { parseKeySet, type KeySet } from './key-set.js';

/** How keys come, what time it is, and who is told. */
export interface IssuerKeysOptions {
  /** Makes one call. */
  readonly fetchSet: (signal: AbortSignal) => Promise<Buffer>;
  readonly monotonicMs: () => number;
  /** Told of a set that is not the one before. */
  readonly onSet: (set: KeySet) => void;
  /** Told of each call that brought none. */
  readonly onFailure: (reason: Error, retryAfterMs: number) => void;
}

/** Between two calls when all is well. */
const REFRESH_MS = 5 * 60_000;

/** The same where tokens name keys that are not there, however many do. */
const REFRESH_MS_MIN = 30_000;

/** For how long the last good set stands in while none can be fetched. A key that was withdrawn ends by then. */
const AGE_MS_MAX = 10 * 60_000;

/** After a call that brought no set, doubled with each further one. */
const PAUSE_MS_MIN = 1000;
const PAUSE_MS_MAX = 30_000;

/** How long a request waits for a call that may bring its key. */
const WAIT_MS_MAX = 2000;

/**
 * The keys of an issuer, fetched beside the requests: all of them together never make more calls than the times above
 * allow.
 */
export class IssuerKeys {
  readonly #leaving = new AbortController();
  #set: KeySet | undefined;
  #setAtMs = 0;
  #beganAtMs = 0;
  #dueAtMs = 0;
  #failures = 0;
  #fetching: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: IssuerKeysOptions) {}

  /** The last good set; undefined before the first one, and once it is too old. */
  get current(): KeySet | undefined {
    return this.options.monotonicMs() - this.#setAtMs < AGE_MS_MAX ? this.#set : undefined;
  }

  /** Whether the last call brought a set, so that a key which is not in it is none of the issuer's. */
  get isUpToDate(): boolean {
    return this.#set !== undefined && this.#failures === 0 && this.#fetching === undefined;
  }

  /** When the next call is made; 0 while one is under way. */
  get retryAfterMs(): number {
    return this.#fetching ? 0 : Math.max(0, Math.ceil(this.#dueAtMs - this.options.monotonicMs()));
  }

  /** Makes the first call. */
  start(): void {
    this.#fetching = this.#fetch();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#leaving.abort();
  }

  /** Has the set fetched again as soon as that may be. After a failure that is when its pause is over. */
  want(): void {
    if (!this.#fetching) this.#schedule(this.#beganAtMs + REFRESH_MS_MIN);
  }

  /** A set that is not `other`, where one comes at once; undefined where none does, or not soon enough. */
  async next(other: KeySet | undefined): Promise<KeySet | undefined> {
    this.want();
    if (this.#fetching) await waitFor(this.#fetching, WAIT_MS_MAX);
    const { current } = this;
    return current === other ? undefined : current;
  }

  /** Never later than what is due already. */
  #schedule(atMs: number): void {
    if (this.#timer && this.#dueAtMs <= atMs) return;
    clearTimeout(this.#timer);
    this.#dueAtMs = atMs;
    const waitMs = atMs - this.options.monotonicMs();
    if (waitMs <= 0) return this.start();
    this.#timer = setTimeout(() => this.start(), waitMs).unref();
  }

  async #fetch(): Promise<void> {
    const { fetchSet, monotonicMs, onSet, onFailure } = this.options;
    this.#timer = undefined;
    const beganAtMs = (this.#beganAtMs = monotonicMs());
    try {
      const set = parseKeySet(await fetchSet(this.#leaving.signal));
      this.#failures = 0;
      this.#setAtMs = beganAtMs;
      if (set.text !== this.#set?.text) onSet((this.#set = set));
    } catch (error) {
      if (this.#leaving.signal.aborted) return;
      this.#failures += 1;
      onFailure(toError(error), this.#pauseMs());
    }
    this.#fetching = undefined;
    this.#schedule(this.#failures > 0 ? monotonicMs() + this.#pauseMs() : beganAtMs + REFRESH_MS);
  }

  #pauseMs(): number {
    return Math.min(PAUSE_MS_MIN * 2 ** (this.#failures - 1), PAUSE_MS_MAX);
  }
}

async function waitFor(promise: Promise<void>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
