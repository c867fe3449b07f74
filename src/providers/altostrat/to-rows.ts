import type { BillingAccount } from '../../accounts/billing-account.js';
import { errorOr, type BillingError } from '../../errors/billing-error.js';
import type { Invoice } from '../../invoices/invoice.js';
import { head, type Position } from '../../lists/position.js';
import type { PageRead, Row } from '../../lists/page-source.js';
import { parseInstant } from '../../scalars/instant.js';
import { isWireObject, member, type WireObject } from '../../wire/wire-object.js';
import { invalidPart } from '../../wire/wire-row.js';
import { invoiceDocument } from './documented.js';
import { assertNames } from './fields.js';
import { isAltostratInvoiceId } from './ids.js';
import { AltostratInvoice } from './to-invoice.js';

/** The rows of a page. One that cannot be read is its error at its place, and the others stand. */
export function toRows(
  wires: readonly unknown[],
  account: BillingAccount,
  read: PageRead,
): readonly Row<Invoice>[] {
  const positions = toPositions(wires, read);
  return wires.map(
    (wire, index) => new WireInvoice(positions[index] as Position, toInvoice(wire, account), wire),
  );
}

class WireInvoice implements Row<Invoice> {
  constructor(
    readonly position: Position,
    readonly node: Invoice | BillingError,
    private readonly wire: unknown,
  ) {}

  text(): string {
    return JSON.stringify(this.wire);
  }
}

function toInvoice(wire: unknown, account: BillingAccount): Invoice | BillingError {
  const id = readId(wire);
  if (!isWireObject(wire) || id === null) return invalidPart(invoiceDocument, 'row', 'an invoice with an id');
  return errorOr(() => {
    assertNames(wire, 'customer_id', account.accountId);
    return new AltostratInvoice(account, id, wire);
  });
}

/**
 * A row with an id stands at it. A row without one is found from its neighbour in the direction of travel:
 * the row before it when reading forward, the row after it when reading backward.
 */
function toPositions(wires: readonly unknown[], { direction, anchor = head }: PageRead): readonly Position[] {
  const travelled = direction === 'forward' ? wires : wires.toReversed();
  const step = direction === 'forward' ? 1 : -1;
  let last = anchor;
  const positions = travelled.map((wire) => (last = toPosition(wire, last, step)));
  return direction === 'forward' ? positions : positions.toReversed();
}

function toPosition(wire: unknown, last: Position, step: number): Position {
  const id = readId(wire);
  if (id === null || !isWireObject(wire)) {
    return { id: last.id, createdAt: last.createdAt, offset: last.offset + step };
  }
  return new RowPosition(id, wire);
}

/** The position of a row that has an id. */
class RowPosition implements Position {
  readonly offset = 0;

  constructor(
    readonly id: string,
    private readonly wire: WireObject,
  ) {}

  /** Read when a cursor is made of it, which is for two rows of most pages. */
  get createdAt(): string | null {
    return readCreatedAt(this.wire);
  }
}

function readId(wire: unknown): string | null {
  const id = isWireObject(wire) ? member(wire, 'id') : null;
  return typeof id === 'string' && isAltostratInvoiceId(id) ? id : null;
}

/** Null also where it cannot be read: a cursor needs the time only to recover a row that is gone. */
function readCreatedAt(wire: WireObject): string | null {
  return parseInstant(member(wire, 'created_at')) ?? null;
}
