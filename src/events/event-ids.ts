const ID = /^([A-Za-z0-9_-]{1,40})\.(\d{1,15})$/;

/** Before every signal. */
const BEFORE_ALL = -1;

/**
 * Names the signals of one process for clients that come back. An id tells when, and nothing of anybody else's signals.
 */
export class EventIds {
  #last = 0;

  /**
   * @param process no other process has the same name
   * @param monotonicMs milliseconds from anywhere
   */
  constructor(
    private readonly process: string,
    private readonly monotonicMs: () => number,
  ) {}

  /** Larger than every one before. */
  nextOrdinal(): number {
    this.#last = Math.max(this.#last + 1, Math.floor(this.monotonicMs()));
    return this.#last;
  }

  format(ordinal: number): string {
    return `${this.process}.${ordinal}`;
  }

  /** The ordinal; of an id that is none of this process's, one before all. */
  parse(id: string): number {
    const [, process, ordinal] = ID.exec(id) ?? [];
    return process === this.process ? Number(ordinal) : BEFORE_ALL;
  }
}
