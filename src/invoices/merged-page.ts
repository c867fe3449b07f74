import type { BillingAccount } from '../accounts/billing-account.js';
import type { BillingError } from '../errors/billing-error.js';
import type { ListFeed, MergeList } from '../lists/list-feed.js';
import { looksAhead, looksBehind, type MergedRow, type MergeWindow } from '../lists/merge-lists.js';
import { Connection, type Coverage, type Edge, type PageInfo } from '../relay/connection.js';
import { encodeMergeCursor } from '../relay/merge-cursor.js';
import type { Invoice } from './invoice.js';
import { toSourceStatus, type SourceStatus } from './load-source-status.js';

/** The list of one account, and what has been read of it. */
export interface MergedSource {
  readonly account: BillingAccount;
  readonly list: MergeList<Invoice>;
  readonly feed: ListFeed<Invoice>;
}

/** What a page of a merged list is made of. */
export interface MergeRead {
  /** In the order of the list's places. */
  readonly sources: readonly MergedSource[];
  readonly window: MergeWindow;
  /** Newest first. */
  readonly rows: readonly MergedRow<Invoice>[];
  /** Whether rows were read that are not on the page, as their details could not be paid for. */
  readonly isShortened: boolean;
  /** Names the list in its cursors. */
  readonly scope: string;
}

/** A page of the invoices of several accounts, and how each of these fared. */
export class MergedPage {
  readonly #page: Connection<Invoice>;

  constructor(
    private readonly read: MergeRead,
    /** As the client named them. */
    private readonly accounts: readonly BillingAccount[],
  ) {
    this.#page = toConnection(read);
  }

  get edges(): readonly Edge<Invoice>[] {
    return this.#page.edges;
  }

  get nodes(): readonly (Invoice | BillingError)[] {
    return this.#page.nodes;
  }

  get pageInfo(): PageInfo {
    return this.#page.pageInfo;
  }

  /** Of any of the lists; null: no row was asked for. */
  get recovered(): boolean | null {
    const { sources, window } = this.read;
    return window.size === 0 ? null : sources.some(({ feed }) => feed.recovered !== undefined);
  }

  get coverage(): Coverage {
    const feeds = this.read.sources.map(({ feed }) => feed);
    const undecided = feeds.reduce((sum, feed) => sum + feed.undecided, 0);
    const isShort =
      this.read.isShortened || feeds.some(({ isCut, failure }) => isCut || failure !== undefined);
    return {
      scanned: feeds.reduce((sum, feed) => sum + feed.scanned, 0),
      undecided,
      complete: !isShort && undecided === 0,
    };
  }

  /** Where no row was asked for, one is read of each that nothing is known of. */
  async sources(): Promise<readonly SourceStatus[]> {
    const { sources, window } = this.read;
    if (window.size === 0) await Promise.all(sources.map(async ({ feed }) => feed.fill(1)));
    const failures = new Map(sources.map(({ account, feed }) => [account.key, feed.failure]));
    return this.accounts.map((account) => toSourceStatus(account, failures.get(account.key)));
  }
}

function toConnection({ sources, window, rows, isShortened, scope }: MergeRead): Connection<Invoice> {
  const isForward = window.direction === 'forward';
  const feeds = sources.map(({ feed }) => feed);
  const lists = sources.map(({ list }) => list);
  const ahead = isShortened || looksAhead(feeds);
  const behind = looksBehind(lists, window, feeds);
  const edges = rows.map((row) => new MergedEdge(row, scope));
  // What is known at the end of a short page, its last edge does not tell.
  const isElsewhere = ahead !== false && !isShortened && rows.length < window.size;
  return new Connection(edges, {
    hasNextPage: isForward ? ahead : behind,
    hasPreviousPage: isForward ? behind : ahead,
    resume: isElsewhere
      ? {
          side: isForward ? 'end' : 'start',
          cursor: () => encodeMergeCursor(scope, { gaps: feeds.map(({ endGap }) => endGap) }),
        }
      : undefined,
  });
}

/** The cursor is made when it is read. */
class MergedEdge implements Edge<Invoice> {
  constructor(
    private readonly merged: MergedRow<Invoice>,
    private readonly scope: string,
  ) {}

  get cursor(): string {
    return encodeMergeCursor(this.scope, this.merged.place);
  }

  get node(): Invoice | BillingError {
    return this.merged.row.node;
  }
}
