import { parseExactNumber, toDecimalText } from '../../money/decimal.js';
import { hasMember, isWireObject, member, type WireObject } from '../../wire/wire-object.js';

/** What tells an invoice from its neighbours where the provider sends no id. */
export interface DerivedId {
  readonly start: number;
  readonly end: number;
  /** As sent, in cents. */
  readonly total: string;
  /** 0 for the newest of the invoices that agree in all of the above, 1 for the next ... */
  readonly ordinal: number;
}

/** Becomes part of a path, so what it may hold is listed. */
const OWN_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const DERIVED_ID = /^period\.(\d{1,12})\.(\d{1,12})\.(-?[\d_]{1,30})\.(\d{1,6})$/;

/** Whether an invoice could have the id: one of Northflank's own, or one that is derived here. */
export function isNorthflankInvoiceId(text: string): boolean {
  return OWN_ID.test(text) || DERIVED_ID.test(text);
}

/** The provider's own id, where the row has one that can be asked for. */
export function readOwnId(wire: unknown): string | undefined {
  const id = isWireObject(wire) ? member(wire, 'id') : undefined;
  return typeof id === 'string' && OWN_ID.test(id) ? id : undefined;
}

/**
 * Period and total of a row without an id, as text. Rows that agree in it are told apart by their order alone.
 * Undefined where the row has an id, or does not state the two. Periods alone repeat: a threshold can end several a
 * month.
 */
export function readLikeness(wire: unknown): string | undefined {
  if (!isWireObject(wire) || hasMember(wire, 'id')) return undefined;
  const period = member(wire, 'period');
  if (!isWireObject(period)) return undefined;
  const [start, end] = [readSeconds(period, 'start'), readSeconds(period, 'end')];
  const stated = member(wire, 'total');
  const total = typeof stated === 'number' ? parseExactNumber(stated) : undefined;
  if (start === undefined || end === undefined || total === undefined) return undefined;
  const likeness = `period.${start}.${end}.${toDecimalText(total).replace('.', '_')}`;
  return DERIVED_ID.test(toDerivedId(likeness, 0)) ? likeness : undefined;
}

/** Whether an answer about one invoice is about the one in the row. */
export function isSameInvoice(answer: WireObject, row: WireObject): boolean {
  const ownId = readOwnId(row);
  if (ownId !== undefined) return readOwnId(answer) === ownId;
  const likeness = readLikeness(row);
  return likeness !== undefined && readLikeness(answer) === likeness && !contradicts(answer, row);
}

/** Whether the two state different things of which not every generation's list states both. */
function contradicts(answer: WireObject, row: WireObject): boolean {
  return ['subTotal', 'paid'].some((field) => {
    const [one, other] = [member(answer, field), member(row, field)];
    return one !== undefined && other !== undefined && one !== other;
  });
}

/** `likeness` as `readLikeness` tells it. */
export function toDerivedId(likeness: string, ordinal: number): string {
  return `${likeness}.${ordinal}`;
}

/** Undefined: the id is one of Northflank's own. */
export function parseDerivedId(invoiceId: string): DerivedId | undefined {
  const match = DERIVED_ID.exec(invoiceId);
  if (!match) return undefined;
  const [, start, end, total = '', ordinal] = match;
  return { start: Number(start), end: Number(end), total: total.replace('_', '.'), ordinal: Number(ordinal) };
}

/** Whole Unix seconds; undefined where the value is none, or milliseconds by mistake. */
export function readSeconds(period: WireObject, field: string): number | undefined {
  const value = member(period, field);
  return typeof value === 'number' && value >= 0 && value <= SECONDS_MAX ? Math.floor(value) : undefined;
}

/** By which invoices without a date of creation have their order. Null where the row does not state it. */
export function readPeriodEnd(wire: unknown): string | null {
  const period = isWireObject(wire) ? member(wire, 'period') : undefined;
  const seconds = isWireObject(period) ? readSeconds(period, 'end') : undefined;
  return seconds === undefined ? null : toInstant(seconds);
}

/** Of Unix seconds. */
export function toInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Past the year 5138; what is larger counts milliseconds. */
const SECONDS_MAX = 1e11;
