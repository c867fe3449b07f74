import type { Calls } from '../calls/call-budget.js';
import { BillingError } from '../errors/billing-error.js';
import type { PageRead, PageSource, SourcePage } from './page-source.js';

/** An answer that is too large however little is asked for must not cost call after call. */
const HALVINGS_MAX = 2;

/**
 * Reads the pages of one list for one walk or search. Where an answer was too large to be read, half as many rows are
 * asked for, twice at most and as long as calls are left; the pages after it are no larger.
 */
export class PageReader<Node> {
  #limitMax: number;
  #halvings = 0;

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
      if (!isTooLarge(error) || limit === 1 || this.#halvings === HALVINGS_MAX || calls.left <= 0)
        throw error;
      this.#halvings += 1;
      this.#limitMax = Math.floor(limit / 2);
      return this.read(read, calls);
    }
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof BillingError && error.facts.isTooLarge === true;
}
