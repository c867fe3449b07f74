import type { FieldReader } from '../field-reader.js';

/** The path of a field inside what a reader reads, for its problems. */
export function nested(fields: FieldReader, name: string): string {
  return fields.path ? `${fields.path}.${name}` : name;
}

/** Leaves undefined keys out, so that rules are shown as they were given. */
export function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}
