import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { Position } from '../../relay/cursor.js';
import type { Row } from '../../relay/page-source.js';
import { isWireObject } from '../../wire/wire-object.js';
import type { InvoiceDetails } from './invoice-details.js';
import { readLikeness, readOwnId, toDerivedId } from './invoice-id.js';
import { toInvoice } from './to-invoice.js';
import { invalidField } from './fields.js';

/** Where a page begins. */
export interface PageStart {
  /** The provider's cursor; null: the head of the list. */
  readonly cursor: string | null;
  /**
   * Where rows have no ids: the likenesses of the rows before that share the last one's period, each followed by
   * how many rows had it. Rows of one period lie side by side.
   */
  readonly alike: readonly (string | number)[];
}

export const FIRST_PAGE: PageStart = { cursor: null, alike: [] };

/** They become part of cursors, whose length is limited; the ones met last are kept. */
const LIKENESSES_MAX = 32;

export function toPageKey({ cursor, alike }: PageStart): string {
  return JSON.stringify([cursor, alike]);
}

/** The rows of a page with their cursors' hints, and where the next page begins. */
export function toRows(
  wires: readonly unknown[],
  account: BillingAccount,
  details: InvoiceDetails,
  start: PageStart,
  nextCursor: string | undefined,
): { readonly rows: readonly Row<Invoice>[]; readonly next: PageStart | undefined } {
  const { ids, alike } = deriveIds(wires, start);
  const next = nextCursor === undefined ? undefined : { cursor: nextCursor, alike };
  const rows = wires.map((wire, index): Row<Invoice> => {
    const id = readOwnId(wire) ?? ids[index];
    // What follows the last row is the next page, so its cursor begins there: one call instead of two.
    const isLast = index === wires.length - 1 && next !== undefined;
    const hint = isLast ? toHint(next, -1) : toHint(start, index);
    const position: Position = { id: id ?? null, createdAt: null, offset: id === undefined ? 1 : 0, hint };
    const node =
      id !== undefined && isWireObject(wire)
        ? toInvoice(wire, account, id, details)
        : invalidField('row', 'an invoice with an id, or a period and a total');
    return { position, node, text: () => JSON.stringify(wire) };
  });
  return { rows, next };
}

/** For each row without an id, one told apart by how many rows like it came before; and what the next page needs. */
function deriveIds(
  wires: readonly unknown[],
  start: PageStart,
): { readonly ids: readonly (string | undefined)[]; readonly alike: PageStart['alike'] } {
  const counts = new Map<string, number>();
  for (let at = 0; at < start.alike.length; at += 2)
    counts.set(String(start.alike[at]), Number(start.alike[at + 1]));
  let period = toPeriod(String(start.alike[0]));
  const ids = wires.map((wire) => {
    const likeness = readLikeness(wire);
    if (likeness === undefined) return undefined;
    if (toPeriod(likeness) !== period) counts.clear();
    period = toPeriod(likeness);
    const ordinal = counts.get(likeness) ?? 0;
    // Set anew, so that the ones met last come last.
    counts.delete(likeness);
    counts.set(likeness, ordinal + 1);
    return toDerivedId(likeness, ordinal);
  });
  return { ids, alike: [...counts].slice(-LIKENESSES_MAX).flat() };
}

function toPeriod(likeness: string): string {
  return likeness.slice(0, likeness.lastIndexOf('.'));
}

function toHint({ cursor, alike }: PageStart, index: number): NonNullable<Position['hint']> {
  return [cursor, index, ...alike];
}

/**
 * Where a cursor's row was found; -1 stands right before the page's first row. Undefined: the cursor does not say, or
 * says it as nobody here would. Cursors are not signed, so anything can stand in one.
 */
export function readHint({ hint }: Position): { start: PageStart; index: number } | undefined {
  const [cursor, index, ...alike] = hint ?? [];
  if (cursor !== null && typeof cursor !== 'string') return undefined;
  if (typeof index !== 'number' || index < -1 || !areCounted(alike)) return undefined;
  return { start: { cursor, alike }, index };
}

/** Texts, each followed by a number. */
function areCounted(alike: readonly (string | number | null)[]): alike is PageStart['alike'] {
  return (
    alike.length % 2 === 0 &&
    alike.every((part, at) =>
      at % 2 === 0 ? typeof part === 'string' : typeof part === 'number' && part > 0,
    )
  );
}
