import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { Position } from '../../lists/position.js';
import type { Row } from '../../lists/page-source.js';
import { RowSet } from '../../lists/row-set.js';
import { isWireObject } from '../../wire/wire-object.js';
import { invalidPart } from '../../wire/wire-row.js';
import { invoiceDocument } from './documented.js';
import type { ReadDetails } from './invoice-details.js';
import { readLikeness, readOwnId, readPeriodEnd, toDerivedId } from './invoice-id.js';
import { LikenessTally } from './likeness-tally.js';
import { toInvoice } from './to-invoice.js';

/** Where a page begins. */
export interface PageStart {
  /** The provider's cursor; null: the head of the list. */
  readonly cursor: string | null;
  /** Where rows have no ids: the `LikenessTally` of the pages before, as text. */
  readonly tally: string;
}

/** The head of the list. */
export const FIRST_PAGE: PageStart = { cursor: null, tally: '' };

/** The rows of a page with their cursors' hints, and where the next page begins. */
export function toRows(
  wires: readonly unknown[],
  account: BillingAccount,
  readDetails: ReadDetails,
  start: PageStart,
  nextCursor: string | undefined,
): { readonly rows: readonly Row<Invoice>[]; readonly next: PageStart | undefined } {
  const tally = LikenessTally.parse(start.tally) ?? new LikenessTally();
  const likenesses = wires.map(readLikeness);
  // A row that the provider repeats is one row, or paging over it would never end.
  const set = new RowSet<Invoice>();
  const toRow = (wire: unknown, index: number): Row<Invoice> => {
    const likeness = likenesses[index];
    const invoiceId = readOwnId(wire) ?? deriveId(likeness, tally);
    const hasTwin =
      likeness !== undefined && likenesses.indexOf(likeness) !== likenesses.lastIndexOf(likeness);
    const node =
      invoiceId !== undefined && isWireObject(wire)
        ? toInvoice(wire, { account, invoiceId, hasTwin }, readDetails)
        : invalidPart(invoiceDocument, 'row', 'an invoice with an id, or a period and a total');
    const position =
      invoiceId === undefined
        ? { id: null, createdAt: null, offset: 1 }
        : { id: invoiceId, createdAt: readPeriodEnd(wire), offset: 0 };
    return { position, node, text: () => JSON.stringify(wire) };
  };
  set.add(wires.map(toRow));
  const next = nextCursor === undefined ? undefined : { cursor: nextCursor, tally: tally.toString() };
  return { rows: set.rows.map((row, index) => withHint(row, index, set.rows.length, start, next)), next };
}

function deriveId(likeness: string | undefined, tally: LikenessTally): string | undefined {
  const ordinal = likeness === undefined ? undefined : tally.add(likeness);
  return likeness === undefined || ordinal === undefined ? undefined : toDerivedId(likeness, ordinal);
}

/** What follows the last row is the next page, so its cursor begins there: one call instead of two. */
function withHint(
  row: Row<Invoice>,
  index: number,
  count: number,
  start: PageStart,
  next: PageStart | undefined,
): Row<Invoice> {
  const hint = index === count - 1 && next ? toHint(next, -1) : toHint(start, index);
  return { ...row, position: { ...row.position, hint } };
}

function toHint({ cursor, tally }: PageStart, index: number): NonNullable<Position['hint']> {
  return tally === '' ? [cursor, index] : [cursor, index, tally];
}

/**
 * Where a cursor's row was found; -1 stands right before the page's first row. Undefined: the cursor does not say, or
 * says it as nobody here would. Cursors are not signed, so anything can stand in one.
 */
export function readHint({ hint }: Position): { start: PageStart; index: number } | undefined {
  const [cursor, index, tally = ''] = hint ?? [];
  if (cursor !== null && typeof cursor !== 'string') return undefined;
  if (typeof index !== 'number' || index < -1) return undefined;
  if (typeof tally !== 'string' || !LikenessTally.parse(tally)) return undefined;
  return { start: { cursor, tally }, index };
}
