import { badUserInput, quote } from '../errors/billing-error.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';

/** The types that `Query.node` can fetch. */
export type NodeType = 'BillingAccount' | 'Invoice';

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
  if (!tuple) {
    throw badUserInput(`Argument "${argument}": expected a global id from this API, got ${quote(text)}.`);
  }
  const [type, ...path] = tuple as [NodeType, ...(string | null)[]];
  return { type, path };
}
