import type { ProviderName } from '../errors/provider-name.js';

/**
 * What came that the provider's documents do not have: a member of an object, a word of a closed list, a value of another
 * type, a header.
 */
export type DriftKind = 'field' | 'status' | 'type' | 'header';

/** One thing that came otherwise than documented. Each member is a word of ours, but for `name`. */
export interface Drift {
  readonly provider: ProviderName;
  /** What it was met in, as `Documented` names it. */
  readonly object: string;
  readonly kind: DriftKind;
  /** The member or header, where it can be told; never what stood in it. */
  readonly name: string | undefined;
}

export type DriftListener = (drift: Drift) => void;

/**
 * Those of the process. A value is met where a field of a row is read, far below anybody who knows a server, and a row
 * that carried somebody to tell would nearly always carry him in vain.
 */
const listeners = new Set<DriftListener>();

/** Has somebody told of whatever comes otherwise than documented. Returns how to stop it. */
export function onDrift(listener: DriftListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function noteDrift(drift: Drift): void {
  for (const listener of listeners) listener(drift);
}

/** What has been noted of an object, for a field may be read several times. */
const noted = new WeakMap<object, Set<string>>();

/** The same for what is in `holder`: once, however often it is read. */
export function noteDriftIn(holder: object, drift: Drift): void {
  const before = noted.get(holder) ?? new Set();
  noted.set(holder, before);
  const what = `${drift.kind} ${drift.name}`;
  if (before.has(what)) return;
  before.add(what);
  noteDrift(drift);
}
