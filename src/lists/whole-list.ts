import type { BillingError } from '../errors/billing-error.js';

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
