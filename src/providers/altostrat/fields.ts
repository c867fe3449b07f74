import { createFieldReaders, type WireObject } from '../../wire/wire-object.js';

/** Readers of Altostrat's fields. */
export const {
  invalidField,
  readArray,
  readCurrency,
  readDecimalText,
  readInstant,
  readMinorUnits,
  readObject,
  readText,
  readTexts,
  readWebUrl,
} = createFieldReaders('ALTOSTRAT');

/**
 * An answer about somebody else must never be shown as the caller's. The field may be missing; where it is
 * there, it must name who was asked about.
 *
 * @throws UPSTREAM_INVALID_RESPONSE
 */
export function assertNames(wire: WireObject, field: string, expected: string | null): void {
  const stated = Object.hasOwn(wire, field) ? wire[field] : null;
  if (stated !== null && stated !== expected) throw invalidField(field, 'the one that was asked about');
}
