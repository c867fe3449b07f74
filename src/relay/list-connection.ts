import { BillingError } from '../errors/billing-error.js';
import { Connection, toEdge } from './connection.js';
import type { Window } from './window.js';

/** One row of a list that is read whole. `key` is its own within the list and the same in every answer. */
export interface ListItem<Node> {
  readonly key: string;
  readonly node: Node | BillingError;
}

/**
 * Answers a window of a list that one upstream call gives whole. An empty window calls `load` only if a
 * fact of `pageInfo` is selected.
 *
 * @throws INVALID_CURSOR where the anchor's row is not in the list any more
 */
export async function connectList<Node>(
  window: Window,
  scope: string,
  load: () => Promise<readonly ListItem<Node>[]>,
): Promise<Connection<Node>> {
  if (window.size === 0) {
    const range = async (): Promise<Range> => toRange(window, await load());
    return new Connection([], {
      hasNextPage: async () => (await range()).hasNextPage,
      hasPreviousPage: async () => (await range()).hasPreviousPage,
    });
  }
  return connectItems(window, scope, await load());
}

/** The same for rows that are at hand already. */
export function connectItems<Node>(
  window: Window,
  scope: string,
  items: readonly ListItem<Node>[],
): Connection<Node> {
  const { start, end, ...facts } = toRange(window, items);
  const edges = items.slice(start, end).map(({ key, node }) => {
    return toEdge({ id: key, createdAt: null, offset: 0 }, node, scope);
  });
  return new Connection(edges, facts);
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

function toRange({ direction, size, anchor }: Window, items: readonly ListItem<unknown>[]): Range {
  const at = anchor ? items.findIndex(({ key }) => key === anchor.id) : -1;
  if (anchor && at === -1)
    throw new BillingError('INVALID_CURSOR', 'The row that the cursor points at is gone.');
  const start = direction === 'forward' ? at + 1 : Math.max(0, (anchor ? at : items.length) - size);
  const end = direction === 'forward' ? Math.min(items.length, start + size) : anchor ? at : items.length;
  return { start, end, hasNextPage: end < items.length, hasPreviousPage: start > 0 };
}
