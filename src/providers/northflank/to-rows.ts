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
import { tiesBefore } from './tied-rows.js';
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
    return { position: toPosition(wire, invoiceId), node, text: () => JSON.stringify(wire) };
  };
  set.add(wires.map(toRow));
  const next = nextCursor === undefined ? undefined : { cursor: nextCursor, tally: tally.toString() };
  const positions = set.rows.map(({ position }) => position);
  const rows = set.rows.map((row, index) => ({
    ...row,
    position:
      next && index === positions.length - 1
        ? new PagePosition(positions, index, next, true)
        : new PagePosition(positions, index, start, false),
  }));
  return { rows, next };
}

function deriveId(likeness: string | undefined, tally: LikenessTally): string | undefined {
  const ordinal = likeness === undefined ? undefined : tally.add(likeness);
  return likeness === undefined || ordinal === undefined ? undefined : toDerivedId(likeness, ordinal);
}

type OwnPosition = Pick<Position, 'id' | 'createdAt' | 'offset'>;

function toPosition(wire: unknown, invoiceId: string | undefined): OwnPosition {
  if (invoiceId === undefined) return { id: null, createdAt: null, offset: 1 };
  return { id: invoiceId, createdAt: readPeriodEnd(wire), offset: 0 };
}

/** Where a row stands, and on which page it is found again. */
class PagePosition implements Position {
  readonly id: string | null;
  readonly createdAt: string | null;
  readonly offset: number;

  constructor(
    private readonly page: readonly OwnPosition[],
    private readonly index: number,
    /** Its page or, of the last row, the next: what follows it is there, so its cursor begins there, one call instead of two. */
    private readonly start: PageStart,
    private readonly isLast: boolean,
  ) {
    ({ id: this.id, createdAt: this.createdAt, offset: this.offset } = page[index] as OwnPosition);
  }

  /** Made when a cursor is. */
  get hint(): NonNullable<Position['hint']> {
    const { cursor, tally } = this.start;
    const parts = [cursor, this.isLast ? -1 : this.index, tally, tiesBefore(this.page, this.index)];
    while (parts.at(-1) === '') parts.pop();
    return parts;
  }
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
