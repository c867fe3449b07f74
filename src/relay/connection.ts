import type { BillingError } from '../errors/billing-error.js';
import { encodeCursor } from './cursor.js';
import { type Position } from '../lists/position.js';
import { silence, type Slice } from '../lists/read-window.js';
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

/** What a paged list answers: edges newest first, and what lies on either side of them. */
export class Connection<Node> {
  constructor(
    readonly edges: readonly Edge<Node>[],
    private readonly facts: Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>,
    /** Why the page is shorter than it could be; to be told beside it. */
    readonly failure?: Error,
  ) {}

  get nodes(): readonly (Node | BillingError)[] {
    return this.edges.map(({ node }) => node);
  }

  get pageInfo(): PageInfo {
    return new EdgesPageInfo(this.edges, this.facts);
  }
}

/** Cursors are made when they are read: most clients ask for one of them. */
class EdgesPageInfo<Node> implements PageInfo {
  readonly hasNextPage: Fact;
  readonly hasPreviousPage: Fact;

  constructor(
    private readonly edges: readonly Edge<Node>[],
    { hasNextPage, hasPreviousPage }: Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>,
  ) {
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.edges.at(-1)?.cursor ?? null;
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
  const { rows, more, failure } = await load(window);
  if (rows.length === 0 && more) throw silence();
  const edges = rows.map(({ position, node }) => new RowEdge(position, node, scope));
  const behind = window.anchor !== undefined;
  return new Connection(
    edges,
    window.direction === 'forward'
      ? { hasNextPage: more, hasPreviousPage: behind }
      : { hasNextPage: behind, hasPreviousPage: more },
    failure,
  );
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
  const ahead = async (): Promise<boolean> => (await load(probe)).rows.length > 0;
  // An anchor counts as a row once the provider has accepted it.
  const behind = anchor ? async (): Promise<boolean> => load(probe).then(() => true) : false;
  return direction === 'forward'
    ? { hasNextPage: ahead, hasPreviousPage: behind }
    : { hasNextPage: behind, hasPreviousPage: ahead };
}
