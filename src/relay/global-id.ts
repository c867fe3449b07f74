import { badUserInput, quote } from '../errors/billing-error.js';
import { decodeOpaque, encodeOpaque } from './opaque-text.js';

/** The types that `Query.node` can fetch. */
const nodeTypes = ['BillingAccount', 'Invoice'] as const;
export type NodeType = (typeof nodeTypes)[number];

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
  if (!tuple || !isNodeType(tuple[0])) {
    throw badUserInput(`Argument "${argument}": expected a global id from this API, got ${quote(text)}.`);
  }
  const [type, ...path] = tuple as [NodeType, ...(string | null)[]];
  return { type, path };
}

function isNodeType(type: unknown): type is NodeType {
  return nodeTypes.some((known) => known === type);
}
