import { BillingError } from '../errors/billing-error.js';
import { keptBack, type IsEnough, type ListItem, type LoadList } from '../lists/whole-list.js';
import { Connection, type Edge } from './connection.js';
import { encodeCursor } from './cursor.js';
import type { Position } from '../lists/position.js';
import type { Window } from '../lists/window.js';

/**
 * Answers a window of a list that is read whole, or from its head until the window is full. An empty window calls `load`
 * only if a fact of `pageInfo` is selected.
 *
 * Where the provider keeps rows back, a page that reaches the last one it gave says that more follow, and whoever asks
 * for those gets an error: an empty page would have no cursor, and send its reader to the first page again.
 *
 * @throws INVALID_CURSOR where the anchor's row is not in the list any more, PAGINATION_TOO_DEEP for rows that the
 *   provider keeps back: those after the last one given, and the last ones of the list
 */
export async function connectList<Node>(
  window: Window,
  scope: string,
  load: LoadList<Node>,
): Promise<Connection<Node>> {
  if (window.size === 0) {
    const range = async (): Promise<Range> =>
      load(fills(window)).then(({ items, more }) => toRange(window, items, more));
    return new Connection([], {
      hasNextPage: async () => (await range()).hasNextPage,
      hasPreviousPage: async () => (await range()).hasPreviousPage,
    });
  }
  const { items, more } = await load(fills(window));
  return connectItems(window, scope, items, more);
}

/** The same for rows that are at hand already. */
export function connectItems<Node>(
  window: Window,
  scope: string,
  items: readonly ListItem<Node>[],
  more = false,
): Connection<Node> {
  const { start, end, ...facts } = toRange(window, items, more);
  const positions = new ItemPositions(items);
  const edges = items
    .slice(start, end)
    .map(({ node }, index) => new ItemEdge(node, scope, positions, start + index));
  return new Connection(edges, facts);
}

/** Where the items of a list stand, worked out when the first cursor is made. */
class ItemPositions {
  #positions: readonly Position[] | undefined;

  constructor(private readonly items: readonly ListItem<unknown>[]) {}

  at(index: number): Position {
    this.#positions ??= toPositions(this.items);
    return this.#positions[index] as Position;
  }
}

class ItemEdge<Node> implements Edge<Node> {
  constructor(
    readonly node: Node | BillingError,
    private readonly scope: string,
    private readonly positions: ItemPositions,
    private readonly index: number,
  ) {}

  get cursor(): string {
    return encodeCursor(this.scope, this.positions.at(this.index));
  }
}

/**
 * Equal keys are numbered: else the cursor of the second would stand at the first, and paging would go round for ever.
 */
function toPositions(items: readonly ListItem<unknown>[]): readonly Position[] {
  const seen = new Map<string, number>();
  return items.map(({ key }) => {
    const offset = seen.get(key) ?? 0;
    seen.set(key, offset + 1);
    return { id: key, createdAt: null, offset };
  });
}

/** What lies before a cursor is behind it once it is found; the end of a list is only found by reading all of it. */
function fills({ direction, size, anchor }: Window): IsEnough<unknown> {
  return (items) => {
    const at = anchor ? indexOf(items, anchor) : -1;
    if (anchor && at === -1) return false;
    return direction === 'forward' ? items.length > at + Math.max(1, size) : anchor !== undefined;
  };
}

function indexOf(items: readonly ListItem<unknown>[], anchor: Position): number {
  return toPositions(items).findIndex((position) => isSame(position, anchor));
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

function toRange(
  { direction, size, anchor }: Window,
  items: readonly ListItem<unknown>[],
  more: boolean,
): Range {
  const at = anchor ? indexOf(items, anchor) : -1;
  if (anchor && at === -1)
    throw new BillingError('INVALID_CURSOR', 'The row that the cursor points at is gone.');
  const isBeyond = direction === 'forward' ? at === items.length - 1 : !anchor;
  if (more && isBeyond) throw keptBack();
  const start = direction === 'forward' ? at + 1 : Math.max(0, (anchor ? at : items.length) - size);
  const end = direction === 'forward' ? Math.min(items.length, start + size) : anchor ? at : items.length;
  return { start, end, hasNextPage: end < items.length || more, hasPreviousPage: start > 0 };
}

function isSame(a: Position, b: Position): boolean {
  return a.id === b.id && a.offset === b.offset;
}
