import { BillingError } from '../errors/billing-error.js';
import type { Observed } from './invoice-signal.js';

/** Signals that wait for a client to take them: more than whoever comes back to fifty accounts is told at once. */
export const WAITING_MAX = 1000;

const tooSlow = (): BillingError =>
  new BillingError(
    'OVERLOADED',
    `More than ${WAITING_MAX} events waited to be read, so the stream was ended.`,
  );

/**
 * What one stream has still to be told, in its order. It ends when its client leaves, with a failure that is the last one, or
 * when too much waits.
 */
export class Subscriber implements AsyncIterableIterator<Observed, undefined> {
  #waiting: readonly Observed[] = [];
  #isOver = false;
  #wake: (() => void) | undefined = undefined;

  /** @param onEnd called once */
  constructor(private readonly onEnd: () => void) {}

  tell(observed: Observed): void {
    if (this.#isOver) return;
    const isFull = this.#waiting.length >= WAITING_MAX;
    const told: Observed = isFull ? { failure: tooSlow(), isLast: true } : observed;
    // Whoever could not follow has to read everything anew.
    this.#waiting = isFull ? [told] : [...this.#waiting, told];
    if ('failure' in told && told.isLast) this.#end();
    this.#wake?.();
  }

  /** Told after all that waits. */
  close(failure: BillingError): void {
    this.tell({ failure, isLast: true });
  }

  async next(): Promise<IteratorResult<Observed, undefined>> {
    while (this.#waiting.length === 0 && !this.#isOver)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    const [first, ...others] = this.#waiting;
    this.#waiting = others;
    return first ? { done: false, value: first } : { done: true, value: undefined };
  }

  /** The client has gone. */
  async return(): Promise<IteratorResult<Observed, undefined>> {
    this.#waiting = [];
    this.#end();
    this.#wake?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onEnd();
  }
}
