import type { BillingError } from '../errors/billing-error.js';
import { encodeCursor } from './cursor.js';
import { markPassed, type Position } from '../lists/position.js';
import { opposite } from '../lists/direction.js';
import type { Slice } from '../lists/slice.js';
import { silence } from '../lists/walk-rows.js';
import type { Window } from '../lists/window.js';

/** A row at its place in a list. Its cursor is the same in every answer. */
export interface Edge<Node> {
  readonly cursor: string;
  /** An error here is reported at the edge's path; the edges beside it stay. */
  readonly node: Node | BillingError;
}

/** A fact of `pageInfo`. A function is called only if the client selected the field. */
export type Fact = boolean | (() => Promise<boolean>);

/** Where a page stands in its list. Cursors are null where the page has no edges. */
export interface PageInfo {
  readonly hasNextPage: Fact;
  readonly hasPreviousPage: Fact;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** How much of a list was looked at for a page. */
export interface Coverage {
  /** Rows. */
  readonly scanned: number;
  /** Those of them of which nobody can tell whether they belong on the page. They are not on it. */
  readonly undecided: number;
  /** Whether nothing is missing from the page: neither because reading ended early, nor among the undecided. */
  readonly complete: boolean;
}

/** What is known of a page beside its edges. */
export interface PageFacts extends Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'> {
  /** Where to go on instead of at the outermost edge on that side. */
  readonly resume?: Resume | undefined;
  /** Why the page is shorter than it could be; to be told beside it. */
  readonly failure?: Error | undefined;
  /** What was read for the page. */
  readonly read?: { readonly slice: Slice<unknown>; readonly window: Window };
}

/** Its cursor is made when it is read. */
interface Resume {
  readonly side: 'start' | 'end';
  readonly cursor: () => string;
}

const NOTHING_READ: Coverage = { scanned: 0, undecided: 0, complete: true };

/** What a paged list answers: edges in its order, and what lies on either side of them. */
export class Connection<Node> {
  constructor(
    readonly edges: readonly Edge<Node>[],
    private readonly facts: PageFacts,
  ) {}

  get failure(): Error | undefined {
    return this.facts.failure;
  }

  get nodes(): readonly (Node | BillingError)[] {
    return this.edges.map(({ node }) => node);
  }

  get pageInfo(): PageInfo {
    return new EdgesPageInfo(this.edges, this.facts);
  }

  /** Whether the row under the cursor is gone, so that the page begins where it was; null: nothing was read. */
  get recovered(): boolean | null {
    return this.facts.read ? this.facts.read.slice.recovered !== undefined : null;
  }

  get coverage(): Coverage {
    return this.facts.read ? coverageOf(this.facts.read) : NOTHING_READ;
  }

  /** Whether the page is all of the list, as far as anybody can tell. */
  get isWhole(): boolean {
    const { read, failure } = this.facts;
    return read !== undefined && !failure && !read.window.anchor && !read.slice.more;
  }

  /** The same page of the list in its other order. */
  reversed(): Connection<Node> {
    const { hasNextPage, hasPreviousPage, resume } = this.facts;
    return new Connection(this.edges.toReversed(), {
      ...this.facts,
      hasNextPage: hasPreviousPage,
      hasPreviousPage: hasNextPage,
      resume: resume && { ...resume, side: resume.side === 'start' ? 'end' : 'start' },
    });
  }
}

/** Cursors are made when they are read: most clients ask for one of them. */
class EdgesPageInfo<Node> implements PageInfo {
  readonly hasNextPage: Fact;
  readonly hasPreviousPage: Fact;

  constructor(
    private readonly edges: readonly Edge<Node>[],
    private readonly facts: PageFacts,
  ) {
    this.hasNextPage = facts.hasNextPage;
    this.hasPreviousPage = facts.hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.#resumeAt('start') ?? this.edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#resumeAt('end') ?? this.edges.at(-1)?.cursor ?? null;
  }

  #resumeAt(side: Resume['side']): string | undefined {
    const { resume } = this.facts;
    return resume?.side === side ? resume.cursor() : undefined;
  }
}

/** Loads the slice of a window, in as few calls as the whole operation allows. */
export type LoadSlice<Node> = (window: Window) => Promise<Slice<Node>>;

/**
 * Answers a window of a provider's list. `scope` names the list in its cursors.
 *
 * The slice tells only what lies ahead. Behind it lies the anchor's row, since the provider accepted the anchor;
 * without an anchor, nothing does.
 *
 * @throws UPSTREAM_INVALID_RESPONSE for a slice of no rows that more are to follow: its page would have no cursor to go
 *   on from, and send its reader to the first page again
 */
export async function connect<Node>(
  window: Window,
  scope: string,
  load: LoadSlice<Node>,
): Promise<Connection<Node>> {
  if (window.size === 0) return new Connection([], probeFacts(window, load));
  const slice = await load(window);
  const { rows, more, failure, scan } = slice;
  if (rows.length === 0 && more && !scan) throw silence();
  const edges = rows.map(({ position, node }) => new RowEdge(position, node, scope));
  const ahead = scan && !scan.isMoreKnown ? lookAhead(window, load) : more;
  const behind = whatLiesBehind(window, load, slice);
  return new Connection(edges, {
    ...(window.direction === 'forward'
      ? { hasNextPage: ahead, hasPreviousPage: behind }
      : { hasNextPage: behind, hasPreviousPage: ahead }),
    failure,
    read: { slice, window },
    resume:
      scan?.resume && toResume(scan.resume.position, window, scope, rows.length > 0 || behind !== false),
  });
}

/** A page that is shorter than its window although more follows was cut short. */
function coverageOf({ slice, window }: NonNullable<PageFacts['read']>): Coverage {
  const { rows, more, failure, scan } = slice;
  const isCut = failure !== undefined || (more && rows.length < window.size);
  const undecided = scan?.undecided ?? 0;
  return { scanned: scan?.scanned ?? rows.length, undecided, complete: !isCut && undecided === 0 };
}

function toResume(position: Position, { direction }: Window, scope: string, hasMatch: boolean): Resume {
  const place = markPassed(position, { direction, hasMatch });
  return { side: direction === 'forward' ? 'end' : 'start', cursor: () => encodeCursor(scope, place) };
}

/** Whether a search for one row more finds it, or comes to where it is cut short. */
function lookAhead<Node>(window: Window, load: LoadSlice<Node>): Fact {
  return async () => {
    const { rows, more } = await load({ ...window, size: window.size + 1 });
    return rows.length > window.size || more;
  };
}

/**
 * Behind a window lies its anchor's row, since the provider accepted the anchor. Where a search was cut short, that row may
 * be none of the filter's, and what it had passed tells; whoever turns round there has to look. Where the anchor's row is
 * gone, the one beside it lies there, which may be none of the filter's either.
 */
function whatLiesBehind<Node>(
  { anchor, direction }: Window,
  load: LoadSlice<Node>,
  { recovered, scan, rows }: Slice<Node>,
): Fact {
  if (!anchor) return false;
  const look = (from: Position) => async () =>
    isThere(await load({ direction: opposite(direction), size: 1, anchor: from }));
  if (recovered?.behind === undefined && recovered) return false;
  if (recovered) return !scan || look((direction === 'forward' ? rows[0] : rows.at(-1))?.position ?? anchor);
  if (!anchor.passed) return true;
  return anchor.passed.direction === direction ? anchor.passed.hasMatch : look(anchor);
}

/** Whether a window of one row has it, or may have it where the looking was cut short. */
function isThere<Node>({ rows, more, scan }: Slice<Node>): boolean {
  return rows.length > 0 || (more && scan !== undefined);
}

/** The cursor is made when it is read: most clients ask for two of a page's, through `pageInfo`. */
class RowEdge<Node> implements Edge<Node> {
  constructor(
    private readonly position: Position,
    readonly node: Node | BillingError,
    private readonly scope: string,
  ) {}

  get cursor(): string {
    return encodeCursor(this.scope, this.position);
  }
}

/** An empty window has read nothing, so its facts cost a read of one row, once and only if selected. */
function probeFacts<Node>(
  window: Window,
  load: LoadSlice<Node>,
): Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'> {
  const { direction, anchor } = window;
  // Without an anchor, "before the head" and "after the end" hold nothing; the list's own rows lie the other way.
  const probe: Window = anchor ? { ...window, size: 1 } : { direction: 'forward', size: 1, anchor };
  const ahead = async (): Promise<boolean> => isThere(await load(probe));
  // An anchor counts as a row once the provider has accepted it.
  const behind = anchor
    ? async (): Promise<boolean> => load(probe).then((slice) => factOf(window, load, slice))
    : false;
  return direction === 'forward'
    ? { hasNextPage: ahead, hasPreviousPage: behind }
    : { hasNextPage: behind, hasPreviousPage: ahead };
}

async function factOf<Node>(window: Window, load: LoadSlice<Node>, slice: Slice<Node>): Promise<boolean> {
  const fact = whatLiesBehind(window, load, slice);
  return typeof fact === 'boolean' ? fact : fact();
}
