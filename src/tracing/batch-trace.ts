import { isBillingError } from '../errors/billing-error.js';
import type { Span } from './span.js';

/** Has each batch of a loader be one piece of work that is linked with all fields that wait for it. */
export class BatchTrace {
  readonly #waiting = new Set<Span>();

  /**
   * @param parent what both are part of
   * @param what is read, in one word
   */
  constructor(
    private readonly parent: Span,
    private readonly what: string,
  ) {}

  /** A field has asked, and waits for the answer. */
  async wait<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const span = this.parent.begin(`wait for ${this.what}`);
    this.#waiting.add(span);
    try {
      const value = await answer;
      span.end();
      return value;
    } catch (error) {
      span.end(toFailure(error));
      throw error;
    } finally {
      this.#waiting.delete(span);
    }
  }

  /** The batch begins for all that wait now. */
  begin(size: number): Span {
    const links = [...this.#waiting];
    this.#waiting.clear();
    return this.parent.begin(`batch of ${this.what}`, { attributes: { 'billing.batch.size': size }, links });
  }
}

/** A word for what was thrown. */
export function toFailure(error: unknown): string {
  return isBillingError(error) ? error.code : 'INTERNAL_SERVER_ERROR';
}
