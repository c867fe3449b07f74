import type { Calls } from '../calls/call-budget.js';
import { BillingError } from '../errors/billing-error.js';
import type { PageRead, PageSource, SourcePage } from './page-source.js';

/**
 * Reads the pages of one list for one walk or search. An answer that was too large to be read is asked for again in
 * halves, as long as calls are left, and the pages after it are no larger.
 */
export class PageReader<Node> {
  #limitMax: number;

  constructor(
    private readonly source: PageSource<Node>,
    private readonly calls: Calls,
  ) {
    this.#limitMax = source.pageMax;
  }

  async read(read: PageRead, calls = this.calls): Promise<SourcePage<Node>> {
    const limit = Math.min(read.limit, this.#limitMax);
    try {
      return await this.source.readPage({ ...read, limit }, calls);
    } catch (error) {
      if (!isTooLarge(error) || limit === 1 || calls.left <= 0) throw error;
      this.#limitMax = Math.floor(limit / 2);
      return this.read(read, calls);
    }
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof BillingError && error.details.isTooLarge === true;
}
