import { badArgument, quote } from '../errors/billing-error.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';

/** The types that `Query.node` can fetch, with the parts of their paths. */
const pathLengths = { BillingAccount: 3, Invoice: 4 } as const;
export type NodeType = keyof typeof pathLengths;

export interface GlobalId {
  readonly type: NodeType;
  /** Provider, scope and local id, outermost first; null where a provider has no such level. */
  readonly path: readonly (string | null)[];
}

const SCOPE = 'id';

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
function isIdTuple(tuple: readonly unknown[]): tuple is readonly [NodeType, ...(string | null)[]] {
  const [type, ...path] = tuple;
  if (type !== 'BillingAccount' && type !== 'Invoice') return false;
  if (path.length !== pathLengths[type]) return false;
  if (type === 'Invoice' && typeof path.at(-1) !== 'string') return false;
  return path.every((part) => part === null || typeof part === 'string');
}
