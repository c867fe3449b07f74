import { badArgument, quote } from '../errors/billing-error.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';

/** The types that are known by packed ids, with the parts of their paths: an account's, then those of what it holds. */
const pathLengths = { BillingAccount: 3, BillingSubscription: 4, Invoice: 4 } as const;
export type PackedType = keyof typeof pathLengths;

/** What a packed id holds. Anybody can pack one, so its parts are not to be trusted. */
export interface GlobalId {
  readonly type: PackedType;
  /** Provider, scope and local id, outermost first; null where a provider has no such level. */
  readonly path: readonly (string | null)[];
}

const SCOPE = 'id';

/** The same text for the same thing, always: clients store it. */
export function encodeGlobalId({ type, path }: GlobalId): string {
  return encodeOpaque(SCOPE, [type, ...path]);
}

/** @throws BAD_USER_INPUT where the text is not an id that this service gave out, naming `argument` */
export function parseGlobalId(text: string, argument: string): GlobalId {
  const tuple = decodeOpaque(SCOPE, text);
  if (!tuple || !isIdTuple(tuple)) {
    throw badArgument(argument, `expected a global id from this API, got ${quote(text)}.`);
  }
  const [type, ...path] = tuple;
  return { type, path };
}

/** The text keeps no secret, so its parts may be anything that somebody packed. */
function isIdTuple(tuple: readonly unknown[]): tuple is readonly [PackedType, ...(string | null)[]] {
  const [type, ...path] = tuple;
  if (!isPackedType(type) || path.length !== pathLengths[type]) return false;
  if (type !== 'BillingAccount' && typeof path.at(-1) !== 'string') return false;
  return path.every((part) => part === null || typeof part === 'string');
}

function isPackedType(type: unknown): type is PackedType {
  return typeof type === 'string' && Object.hasOwn(pathLengths, type);
}
