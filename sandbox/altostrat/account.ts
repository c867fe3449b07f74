import type { JsonObject } from '../ground/json.js';
import type { RowList } from '../ground/row-list.js';
import type { InvoicePlan } from './invoice-rows.js';

export const CURSOR_MODES = ['ids', 'omitted', 'empty', 'opaque', 'strict-opaque'] as const;

/**
 * What the list answers as cursors, since no document says: ids of invoices, no keys at all, empty texts, or
 * opaque texts. `strict-opaque` also refuses ids where a cursor is expected.
 */
export type CursorMode = (typeof CURSOR_MODES)[number];

export interface Subscription {
  /** The object as it goes over the wire. */
  readonly wire: JsonObject;
  /** More is in use than would be left: a cancellation is refused. */
  readonly isOverused: boolean;
}

export interface BillingAccount {
  readonly id: string;
  readonly workspaceId: string;
  /** Currency, tax and number series: what a further invoice of this account is made from. */
  readonly plan: InvoicePlan;
  readonly wire: JsonObject;
  readonly invoices: RowList;
  subscriptions: Subscription[];
  cursors: CursorMode;
  /** Number of the last invoice made; the next one counts on. */
  lastOrdinal: number;
}

export interface Workspace {
  readonly id: string;
  readonly wire: JsonObject;
  readonly accountIds: string[];
}

export interface AltostratState {
  readonly seed: number;
  readonly workspaces: Map<string, Workspace>;
  readonly accounts: Map<string, BillingAccount>;
  /** Previews answered so far; each gets ids and a time of its own. */
  previewCount: number;
}
