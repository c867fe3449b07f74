import type { BillingError } from '../../errors/billing-error.js';
import { member, type WireObject } from '../../wire/wire-object.js';
import { invalidField, parseReference } from '../../wire/wire-row.js';

/**
 * An answer about somebody else must never be shown as the caller's. The field may be missing; where it is
 * there, it must name who was asked about, as text or expanded to the object itself.
 *
 * @throws UPSTREAM_INVALID_RESPONSE
 */
export function assertNames(wire: WireObject, field: string, expected: string | null): void {
  const stated = member(wire, field) ?? null;
  if (stated !== null && parseReference(stated) !== expected) throw notAskedAbout(field);
}

/**
 * The same of the field that makes an answer one of its kind: without it, whatever came is something else, such as
 * a message or an envelope.
 *
 * @throws UPSTREAM_INVALID_RESPONSE
 */
export function assertIs(wire: WireObject, expected: string | null): void {
  if (member(wire, 'id') !== expected) throw notAskedAbout('id');
}

function notAskedAbout(field: string): BillingError {
  return invalidField('ALTOSTRAT', field, 'the one that was asked about');
}
