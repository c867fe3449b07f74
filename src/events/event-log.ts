import type { InvoiceSignal } from './invoice-signal.js';

/** What is remembered of one account's changes, for those who come back. */
export const EVENTS_KEPT_MAX = 100;

/** The last changes of one account, and since when nothing of them is missing. */
export class EventLog {
  #signals: readonly InvoiceSignal[] = [];

  /** @param since ordinal of the moment from which on changes are seen */
  constructor(private since: number) {}

  add(signal: InvoiceSignal): void {
    this.#signals = [...this.#signals, signal];
    if (this.#signals.length <= EVENTS_KEPT_MAX) return;
    this.since = this.#signals[0]?.ordinal ?? this.since;
    this.#signals = this.#signals.slice(1);
  }

  /** What came after the ordinal; undefined where some of it may not be known. */
  after(ordinal: number): readonly InvoiceSignal[] | undefined {
    if (ordinal < this.since) return undefined;
    return this.#signals.filter((signal) => signal.ordinal > ordinal);
  }
}
