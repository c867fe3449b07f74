import type { JsonObject } from '../ground/json.js';
import type { RowList } from '../ground/row-list.js';
import type { NorthflankInvoice } from './invoice.js';
import type { RateLimiter, RateLimitSettings } from './rate-limit.js';

/** Five contracts on the same paths, oldest first. */
export const GENERATIONS = ['N1', 'N2', 'N3', 'N3b', 'N4'] as const;
export type Generation = (typeof GENERATIONS)[number];

/** `object` sends one bare invoice where an array belongs, as the older documents show it. */
export const FORMS = ['object', 'array'] as const;
export type Form = (typeof FORMS)[number];

/** How a last page says that there is no cursor. The official client never ends on anything but `omitted`. */
export const CURSOR_ENDS = ['omitted', 'null', 'empty'] as const;
export type CursorEnd = (typeof CURSOR_ENDS)[number];

/** An invoice the sandbox made, shown in the account's generation, or a row planted ready made. */
export type NorthflankEntry =
  | { readonly kind: 'made'; readonly invoice: NorthflankInvoice }
  | { readonly kind: 'planted'; readonly wire: JsonObject };

export interface NorthflankAccount {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  readonly invoices: RowList<NorthflankEntry>;
  readonly count: number;
  lastOrdinal: number;
  generation: Generation;
  form: Form;
  cursors: CursorEnd;
  /** Whether the details path answers a preview when no timestamp is given. */
  hasPreview: boolean;
  /** Set: calls on this account have a limit of their own. */
  rateLimit: RateLimitSettings | undefined;
}

export interface NorthflankState {
  /** By team id; the user's own account is `own`. */
  readonly accounts: Map<string, NorthflankAccount>;
  readonly rateLimiter: RateLimiter;
}
