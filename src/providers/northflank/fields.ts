import type { BillingError } from '../../errors/billing-error.js';
import type { WireObject } from '../../wire/wire-object.js';
import { invalidField as invalidFieldOf, WireRow } from '../../wire/wire-row.js';

export function toRow(wire: WireObject): WireRow {
  return new WireRow('NORTHFLANK', wire);
}

export function invalidField(field: string, expected: string): BillingError {
  return invalidFieldOf('NORTHFLANK', field, expected);
}
