import { CallBudget, type Calls } from '../../src/calls/call-budget.js';
import { BillingError } from '../../src/errors/billing-error.js';
import type { PageRead, PageSource, Row, SourcePage } from '../../src/lists/page-source.js';

export interface ListedOptions {
  readonly pageMax?: number;
  readonly callsMax?: number;
  /** Ids that the provider does not take as an anchor. */
  readonly refused?: ReadonlySet<string>;
  /** What the provider makes of a page's rows before it sends them. */
  readonly spoil?: (ids: readonly string[]) => readonly string[];
  /** The turn (from 0) of the read that fails, and with what. */
  readonly failure?: { readonly turn: number; readonly error: BillingError };
}

/** A provider that lists its rows and has no fetch-by-id. It records the reads it was asked for. */
export class ListedInvoices implements PageSource<string> {
  readonly reads: string[] = [];
  readonly pageMax: number;
  readonly readsBackward = true;
  /** What its reads are paid from. */
  readonly calls: CallBudget;

  constructor(
    private readonly ids: readonly string[],
    private readonly options: ListedOptions = {},
  ) {
    this.pageMax = options.pageMax ?? 200;
    this.calls = new CallBudget(options.callsMax ?? 25);
  }

  async readPage(read: PageRead, calls: Calls): Promise<SourcePage<string>> {
    calls.take();
    const { failure, spoil = (ids) => ids } = this.options;
    const turn = this.reads.length;
    this.reads.push(describe(read));
    if (failure?.turn === turn) throw failure.error;
    const { start, end, more } = this.#range(read);
    // A walk that goes on by the provider's own cursor does not depend on which rows were sent.
    return { rows: spoil(this.ids.slice(start, end)).map(toRow), more, continuation: `${start} ${end}` };
  }

  #range({ direction, limit, anchor, continuation }: PageRead): {
    start: number;
    end: number;
    more: boolean;
  } {
    const [, lastEnd] = continuation?.split(' ').map(Number) ?? [];
    if (direction === 'backward') {
      const end = this.#indexOf(anchor?.id ?? '');
      return { start: Math.max(0, end - limit), end, more: end > limit };
    }
    const start = lastEnd ?? (anchor ? this.#indexOf(anchor.id ?? '') + 1 : 0);
    return { start, end: start + limit, more: start + limit < this.ids.length };
  }

  #indexOf(id: string): number {
    const index = this.options.refused?.has(id) ? -1 : this.ids.indexOf(id);
    if (index === -1) throw new BillingError('INVALID_CURSOR', 'No such row.');
    return index;
  }
}

function describe({ direction, limit, anchor, continuation }: PageRead): string {
  const from = continuation === undefined ? anchor?.id : 'continued';
  return `${direction} ${limit}${from === undefined ? '' : ` from ${from}`}`;
}

function toRow(id: string): Row<string> {
  return { position: { id, createdAt: null, offset: 0 }, node: `invoice ${id}`, text: () => id };
}

export function idsUpTo(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `in_${index}`);
}
