import { LazyRow } from './lazy-row.js';

/** A JSON object whose members nobody has checked yet. They are read by the functions below. */
export type WireObject = Readonly<Record<string, unknown>> | LazyRow;

/** Whether a JSON value is an object: a list and null are none. */
export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined where it was not sent: an inherited `constructor` is nobody's field. */
export function member(object: WireObject, name: string): unknown {
  if (object instanceof LazyRow) return object.read(name);
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether it was sent, if only as null. */
export function hasMember(object: WireObject, name: string): boolean {
  return object instanceof LazyRow ? object.has(name) : Object.hasOwn(object, name);
}

/** For objects whose keys are data. */
export function memberNames(object: WireObject): readonly string[] {
  return object instanceof LazyRow ? object.names() : Object.keys(object);
}
