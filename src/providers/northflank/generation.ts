import type { Decimal } from '../../money/decimal.js';
import { parseExactNumber, shiftPoint } from '../../money/decimal.js';
import { isoExponents } from '../../money/currency.js';
import { Money } from '../../money/money.js';
import type { WireObject } from '../../wire/wire-object.js';
import { invalidField } from './fields.js';

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
  if (has(wire, 'status') || has(wire, 'paas')) return 'N4';
  if (!has(wire, 'id')) return has(wire, 'currency') ? 'N1' : 'N2';
  return has(wire, 'paasUsage') || has(wire, 'byocUsage') ? 'N3' : undefined;
}

/** Reads an amount in the unit of the generation. Missing and null are null. */
export function readAmount(
  wire: WireObject,
  field: string,
  generation: Generation | undefined,
  currency: string | null,
): Money | null {
  const value = has(wire, field) ? wire[field] : null;
  if (value === null || value === undefined) return null;
  const figure = typeof value === 'number' ? parseExactNumber(value) : undefined;
  if (figure === undefined) throw invalidField(field, 'a number that can be held exactly');
  const exponent = currency === null ? undefined : isoExponents.get(currency);
  if (currency === null || exponent === undefined) throw invalidField('currency', `stated beside ${field}`);
  return new Money(currency, exponent, toMinorUnits(figure, generation, exponent));
}

function toMinorUnits(figure: Decimal, generation: Generation | undefined, exponent: number): Decimal {
  if (generation === undefined)
    throw invalidField('row', 'of a known shape, so the unit of its figures is not known');
  return generation === 'N4' ? shiftPoint(figure, -exponent) : figure;
}

function has(wire: WireObject, field: string): boolean {
  return Object.hasOwn(wire, field);
}
