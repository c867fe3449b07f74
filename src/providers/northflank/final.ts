import { isWireObject, member } from '../../wire/wire-object.js';
import { PAGE_ROWS, parseWireInvoice, parseWirePage } from './wire.js';

/** Words of the generation that has them for what an invoice does not leave. The others say whether it is paid. */
const FINAL: ReadonlySet<unknown> = new Set(['paid', 'void', 'uncollectible']);

/** Whether a page that a cursor leads to will always be the same: it is full, and nothing in it changes any more. */
export function isFinalPage(answer: unknown): boolean {
  const { rows } = parseWirePage(answer);
  return rows.length === PAGE_ROWS && rows.every(isFinal);
}

/** Whether the details of an invoice will always be the same. */
export function isFinalInvoice(answer: unknown): boolean {
  return isFinal(parseWireInvoice(answer));
}

function isFinal(wire: unknown): boolean {
  return isWireObject(wire) && (member(wire, 'paid') === true || FINAL.has(member(wire, 'status')));
}
