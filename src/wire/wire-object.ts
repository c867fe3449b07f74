/** A JSON object whose fields nobody has checked yet. */
export type WireObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object: a list and null are none. */
export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
