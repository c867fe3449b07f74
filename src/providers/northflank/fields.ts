import type { BillingError } from '../../errors/billing-error.js';
import type { WireObject } from '../../wire/wire-object.js';
import { invalidField as invalidFieldOf, WireRow } from '../../wire/wire-row.js';

/** An object of Northflank's; what cannot be read of it is an error that names the provider. */
export function toRow(wire: WireObject): WireRow {
  return new WireRow('NORTHFLANK', wire);
}

/** The error of a field that is not as expected. */
export function invalidField(field: string, expected: string): BillingError {
  return invalidFieldOf('NORTHFLANK', field, expected);
}
