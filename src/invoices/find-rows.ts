import { BillingError, isBillingError } from '../errors/billing-error.js';
import { settleAll } from '../errors/settle.js';
import type { PageRead, PageSource, Row, SourcePage } from '../relay/page-source.js';
import { silence } from '../relay/read-window.js';
import { planRead } from './plan-read.js';

/** What a search found under an id: the row's node, its error, or null where the list has no such row. */
export type Found<Node> = Node | BillingError | null;

/** What a search reads next, and why: how much is still missing, and what it may spend. */
export interface SearchStep {
  readonly read: 'ids' | 'page' | 'hop';
  readonly wanted: number;
  readonly missing: number;
  /** The search's share of the calls that the operation may still make. */
  readonly callsLeft: number;
}

export interface SearchOptions {
  /** How many searches of this operation, this one included, share the call budget just now. */
  readonly searches?: () => number;
  /** Told of each step before it is taken. */
  readonly onStep?: (step: SearchStep) => void;
}

/**
 * Finds rows by id in a list that has no fetch-by-id, in the fewest calls. Rows go to their ids by identity,
 * never by place, so a provider that reorders or leaves out rows gives no wrong answer. Where the call budget
 * ends first, what was not found is PAGINATION_TOO_DEEP, for nobody knows whether it exists.
 */
export async function findRows<Node>(
  source: PageSource<Node>,
  ids: readonly string[],
  options: SearchOptions = {},
): Promise<ReadonlyMap<string, Found<Node>>> {
  return new RowSearch(source, ids, options).run();
}

class RowSearch<Node> {
  readonly #found = new Map<string, Found<Node>>();
  readonly #missing: Set<string>;
  /** Ids that the provider refused as an anchor, or whose neighbour did not lead to them. */
  readonly #unreachable = new Set<string>();
  readonly #wanted: number;
  #hasRead = false;
  #lastPage: SourcePage<Node> | undefined;

  constructor(
    private readonly source: PageSource<Node>,
    ids: readonly string[],
    private readonly options: SearchOptions,
  ) {
    this.#missing = new Set(ids);
    this.#wanted = this.#missing.size;
  }

  async run(): Promise<ReadonlyMap<string, Found<Node>>> {
    await this.#readById();
    const rest = await this.#readOn();
    for (const id of this.#missing) this.#found.set(id, rest);
    return this.#found;
  }

  /** Asks for each by its id, all at once, where the provider has such a call; pages are for more than fit. */
  async #readById(): Promise<void> {
    const { source } = this;
    if (!source.readRow || this.#missing.size > this.#callsLeft) return;
    this.#report('ids');
    const read = source.readRow.bind(source);
    const ids = [...this.#missing];
    const rows = await settleAll(ids.map(async (id) => read(id)));
    for (const [index, row] of rows.entries()) this.#settle(ids[index] as string, row);
  }

  #settle(id: string, row: Row<Node> | null | undefined | Error): void {
    if (row === undefined) return;
    if (row instanceof Error && !isBillingError(row)) throw row;
    this.#missing.delete(id);
    this.#found.set(id, row instanceof Error || row === null ? row : row.node);
  }

  /** Reads until nothing is missing or nothing more can be read; returns what is true of the missing ones. */
  async #readOn(): Promise<null | BillingError> {
    try {
      for (;;) {
        const read = this.#plan();
        if (read === 'stop') return this.#walkEnded ? null : this.#hasRead ? tooDeep() : tooCostly();
        this.#report(read);
        this.#hasRead = true;
        await (read === 'hop' ? this.#hop() : this.#readNextPage());
      }
    } catch (error) {
      // What was found before the failure stands.
      if (isBillingError(error)) return error;
      throw error;
    }
  }

  #plan(): ReturnType<typeof planRead> {
    return planRead({
      missing: this.#missing.size,
      hoppable: this.source.readsBackward ? this.#missing.size - this.#unreachable.size : 0,
      headRead: this.#lastPage !== undefined,
      walkEnded: this.#walkEnded,
      callsLeft: this.#callsLeft,
    });
  }

  #report(read: SearchStep['read']): void {
    const { size: missing } = this.#missing;
    this.options.onStep?.({ read, wanted: this.#wanted, missing, callsLeft: this.#callsLeft });
  }

  /** Its share of the budget: planning with all of it, many searches would each begin what none can finish. */
  get #callsLeft(): number {
    const left = this.source.callsLeft();
    return left === 0 ? 0 : Math.max(1, Math.floor(left / (this.options.searches?.() ?? 1)));
  }

  get #walkEnded(): boolean {
    return this.#lastPage?.more === false;
  }

  async #readNextPage(): Promise<void> {
    const page = await this.source.readPage({
      direction: 'forward',
      limit: this.source.pageMax,
      anchor: this.#lastPage?.rows.at(-1)?.position,
      continuation: this.#lastPage?.continuation,
    });
    // There is nowhere to go on from, and the end of the list has not been seen either.
    if (page.rows.length === 0 && page.more) throw silence();
    this.#lastPage = page;
    this.#collect(page.rows);
  }

  /** The row right before the wanted one leads to it: what follows that row is the wanted one. */
  async #hop(): Promise<void> {
    const id = [...this.#missing].find((candidate) => !this.#unreachable.has(candidate)) as string;
    // Neighbours are often wanted together, so a search for several reads full pages at the same price.
    const limit = this.#wanted > 1 ? this.source.pageMax : 1;
    const newer = await this.#readUnlessRefused({ direction: 'backward', limit, anchor: anchorOf(id) });
    if (newer) {
      const neighbour = newer.rows.at(-1)?.position;
      this.#collect(newer.rows);
      const onwards = await this.#readUnlessRefused({ direction: 'forward', limit, anchor: neighbour });
      this.#collect(onwards?.rows ?? []);
    }
    if (this.#missing.has(id)) this.#unreachable.add(id);
  }

  async #readUnlessRefused(read: PageRead): Promise<SourcePage<Node> | undefined> {
    try {
      return await this.source.readPage(read);
    } catch (error) {
      // A refused anchor proves nothing: some providers take no ids as cursors. The walk decides.
      if (isBillingError(error, 'INVALID_CURSOR', 'NOT_FOUND')) return undefined;
      throw error;
    }
  }

  #collect(rows: readonly Row<Node>[]): void {
    for (const { position, node } of rows) {
      if (position.offset !== 0 || position.id === null || !this.#missing.delete(position.id)) continue;
      this.#unreachable.delete(position.id);
      this.#found.set(position.id, node);
    }
  }
}

function anchorOf(id: string): { id: string; createdAt: null; offset: 0 } {
  return { id, createdAt: null, offset: 0 };
}

function tooDeep(): BillingError {
  return new BillingError(
    'PAGINATION_TOO_DEEP',
    'The invoice was not found within the upstream calls of one operation. It may lie further down its list.',
  );
}

function tooCostly(): BillingError {
  return new BillingError(
    'QUERY_TOO_COSTLY',
    'The upstream calls of this operation were used up before this invoice had its turn. Ask for less at a time.',
  );
}
