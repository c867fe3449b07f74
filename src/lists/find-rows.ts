import type { Calls } from '../calls/call-budget.js';
import { BillingError, isBillingError } from '../errors/billing-error.js';
import { settleAll } from '../errors/settle.js';
import { PageReader } from './page-reader.js';
import type { PageRead, PageSource, Row, SourcePage } from './page-source.js';
import { planIds, planRead, type PlannedRead, type SearchState } from './plan-read.js';
import { silence } from './walk-rows.js';

/** What a search found under an id: the row's node, its error, or null where the list has no such row. */
export type Found<Node> = Node | BillingError | null;

/** What a search reads next, and why: how much is still missing, and what it may spend. */
export interface SearchStep {
  readonly read: Exclude<PlannedRead, 'stop'>;
  readonly wanted: number;
  readonly missing: number;
  /** Calls that the search may still make. */
  readonly callsLeft: number;
}

/** What a search may spend, and who watches. */
export interface SearchOptions {
  /** What the search is paid from. */
  readonly calls: Calls;
  /** Whether an answer by id saves a call that a row from a page would still cost. */
  readonly prefersIds?: boolean;
  /** Told of each step before it is taken. */
  readonly onStep?: (step: SearchStep) => void;
}

/**
 * Finds rows of a list by their ids, in the fewest calls. Rows go to their ids by identity, never by place, so a
 * provider that reorders or leaves out rows gives no wrong answer. Where the call budget ends first, what was not
 * found is PAGINATION_TOO_DEEP, for nobody knows whether it exists.
 */
export async function findRows<Node>(
  source: PageSource<Node>,
  ids: readonly string[],
  options: SearchOptions,
): Promise<ReadonlyMap<string, Found<Node>>> {
  return new RowSearch(source, ids, options).run();
}

const CALLS_OF_A_HOP = 2;

class RowSearch<Node> {
  readonly #found = new Map<string, Found<Node>>();
  readonly #missing: Set<string>;
  /** Ids that the provider was asked for without being able to tell. */
  readonly #asked = new Set<string>();
  /** Ids that the provider refused as an anchor, or whose neighbour did not lead to them. */
  readonly #unreachable = new Set<string>();
  readonly #wanted: number;
  #hasRead = false;
  #lastPage: SourcePage<Node> | undefined;
  #pagesRead = 0;
  #lastPageFound = 0;
  #callsOneByOne = 0;
  readonly #reader: PageReader<Node>;

  constructor(
    private readonly source: PageSource<Node>,
    ids: readonly string[],
    private readonly options: SearchOptions,
  ) {
    this.#missing = new Set(ids);
    this.#wanted = this.#missing.size;
    this.#reader = new PageReader(source, options.calls);
  }

  async run(): Promise<ReadonlyMap<string, Found<Node>>> {
    const rest = await this.#readOn();
    for (const id of this.#missing) this.#found.set(id, rest);
    return this.#found;
  }

  /** Reads until nothing is missing or nothing more can be read; returns what is true of the missing ones. */
  async #readOn(): Promise<null | BillingError> {
    const reads = {
      ids: async () => this.#askById(),
      hop: async () => this.#hop(),
      page: async () => this.#readNextPage(),
    };
    try {
      for (;;) {
        const read = planRead(this.#state);
        if (read === 'stop') {
          if (this.#missing.size === 0 || this.#walkEnded) return null;
          if (await this.options.calls.willHaveOne()) continue;
          return this.#hasRead ? tooDeep() : tooCostly();
        }
        this.#report(read);
        this.#hasRead = true;
        await reads[read]();
      }
    } catch (error) {
      // What was found before the failure stands.
      if (isBillingError(error)) return error;
      throw error;
    }
  }

  get #state(): SearchState {
    const { source, options } = this;
    return {
      missing: this.#missing.size,
      askable: source.readRow ? without(this.#missing, this.#asked).length : 0,
      hoppable: source.readsBackward ? without(this.#missing, this.#unreachable).length : 0,
      pagesRead: this.#pagesRead,
      lastPageFound: this.#lastPageFound,
      callsOneByOne: this.#callsOneByOne,
      walkEnded: this.#walkEnded,
      callsLeft: options.calls.left,
      prefersIds: options.prefersIds ?? false,
    };
  }

  #report(read: SearchStep['read']): void {
    const { onStep, calls } = this.options;
    onStep?.({ read, wanted: this.#wanted, missing: this.#missing.size, callsLeft: calls.left });
  }

  get #walkEnded(): boolean {
    return this.#lastPage?.more === false;
  }

  async #readNextPage(): Promise<void> {
    const page = await this.#reader.read({
      direction: 'forward',
      limit: this.source.pageMax,
      anchor: this.#lastPage?.rows.at(-1)?.position,
      continuation: this.#lastPage?.continuation,
    });
    // There is nowhere to go on from, and the end of the list has not been seen either.
    if (page.rows.length === 0 && page.more) throw silence();
    this.#lastPage = page;
    this.#pagesRead += 1;
    this.#lastPageFound = this.#collect(page.rows);
  }

  /** Asks for several at once; each has its own answer, or error. */
  async #askById(): Promise<void> {
    const ids = without(this.#missing, this.#asked).slice(0, planIds(this.#state));
    this.#callsOneByOne += ids.length;
    const rows = await settleAll(ids.map(async (id) => this.source.readRow?.(id, this.options.calls)));
    for (const [index, row] of rows.entries()) this.#settle(ids[index] as string, row);
  }

  #settle(id: string, row: Row<Node> | null | undefined | Error): void {
    this.#asked.add(id);
    if (row === undefined) return;
    if (row instanceof Error && !isBillingError(row)) throw row;
    this.#missing.delete(id);
    this.#found.set(id, row instanceof Error || row === null ? row : row.node);
  }

  /** The row right before the wanted one leads to it: what follows that row is the wanted one. */
  async #hop(): Promise<void> {
    const [id] = without(this.#missing, this.#unreachable) as [string];
    // Neighbours are often wanted together, so a search for several reads full pages at the same price.
    const limit = this.#wanted > 1 ? this.source.pageMax : 1;
    // Without the second call the first one would be in vain.
    const purse = this.options.calls.reserve(CALLS_OF_A_HOP);
    try {
      const newer = await this.#readOneByOne({ direction: 'backward', limit, anchor: anchorOf(id) }, purse);
      if (newer) {
        this.#collect(newer.rows);
        const neighbour = newer.rows.at(-1)?.position;
        const onwards = await this.#readOneByOne({ direction: 'forward', limit, anchor: neighbour }, purse);
        this.#collect(onwards?.rows ?? []);
      }
    } finally {
      purse.close();
    }
    if (this.#missing.has(id)) this.#unreachable.add(id);
  }

  /** Undefined: the provider refused the anchor. */
  async #readOneByOne(read: PageRead, calls: Calls): Promise<SourcePage<Node> | undefined> {
    this.#callsOneByOne += 1;
    try {
      return await this.#reader.read(read, calls);
    } catch (error) {
      // A refused anchor proves nothing: some providers take no ids as cursors. The walk decides.
      if (isBillingError(error, 'INVALID_CURSOR', 'NOT_FOUND', 'UPSTREAM_REJECTED')) return undefined;
      throw error;
    }
  }

  /** Returns how many of the missing ones the rows hold. */
  #collect(rows: readonly Row<Node>[]): number {
    const before = this.#missing.size;
    for (const { position, node } of rows) {
      if (position.offset !== 0 || position.id === null || !this.#missing.delete(position.id)) continue;
      this.#found.set(position.id, node);
    }
    return before - this.#missing.size;
  }
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...ids].filter((id) => !others.has(id));
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
