import { BillingError } from '../errors/billing-error.js';

/** One row of a list that is read whole. `key` is the same in every answer; a provider may repeat a row. */
export interface ListItem<Node> {
  readonly key: string;
  readonly node: Node | BillingError;
}

/** What one upstream call gives of a list that has no pages. */
export interface WholeList<Node> {
  readonly items: readonly ListItem<Node>[];
  /** Whether the provider has more, which it offers no way to ask for. */
  readonly more: boolean;
}

/** Whether the rows read so far are all that somebody needs. */
export type IsEnough<Node> = (items: readonly ListItem<Node>[]) => boolean;

/**
 * Reads a list from its head, one call a page where it has pages, until the rows are enough or the list ends. Where it
 * stopped early, `more` is true.
 */
export type LoadList<Node> = (isEnough: IsEnough<Node>) => Promise<WholeList<Node>>;

/**
 * The row with this key; null where the list has none.
 *
 * @throws the row's own error, where it cannot be read, and PAGINATION_TOO_DEEP where it may be among the rows that the
 *   provider keeps back
 */
export function findItem<Node>({ items, more }: WholeList<Node>, key: string): Node | null {
  const found = items.find((item) => item.key === key);
  if (!found && more) throw keptBack();
  if (found?.node instanceof BillingError) throw found.node;
  return found?.node ?? null;
}

/** The provider says that it has more rows than it gives: nobody can tell what they are. */
export function keptBack(): BillingError {
  return new BillingError(
    'PAGINATION_TOO_DEEP',
    'The provider has more rows than it gives, and offers no way to ask for the others.',
  );
}
