import { isoExponents } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import { hasMember, type WireObject } from '../../wire/wire-object.js';
import type { WireRow } from '../../wire/wire-row.js';

/**
 * Northflank has shipped five contracts on the same paths, and two accounts can get different ones on the same
 * day. Which one a row follows is told by its shape, never by looking at a figure.
 *
 * - `N1`: currency, no id. Cents.
 * - `N2`: neither id nor currency. Cents.
 * - `N3`: id and `paasUsage` or `byocUsage`; also N3b, whose rows are the same. Cents.
 * - `N4`: `status` or `paas`. Decimal major units.
 */
export type Generation = 'N1' | 'N2' | 'N3' | 'N4';

/** Undefined: a shape that none of them has. Its figures cannot be read, for their unit is not known. */
export function recogniseGeneration(wire: WireObject): Generation | undefined {
  if (hasMember(wire, 'status') || hasMember(wire, 'paas')) return 'N4';
  if (!hasMember(wire, 'id')) return hasMember(wire, 'currency') ? 'N1' : 'N2';
  return hasMember(wire, 'paasUsage') || hasMember(wire, 'byocUsage') ? 'N3' : undefined;
}

/** Reads an amount in the unit of the generation. Missing and null are null. */
export function readAmount(
  row: WireRow,
  field: string,
  generation: Generation | undefined,
  currency: string | null,
): Money | null {
  if (generation === 'N4') return row.majorUnits(field, currency, isoExponents);
  const amount = row.minorUnits(field, currency, isoExponents);
  if (amount && generation === undefined)
    throw row.invalid('row', 'of a known shape, so the unit of its figures is not known');
  return amount;
}
