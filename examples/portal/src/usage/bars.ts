import type { UsageQuery } from '../generated/graphql';

type Edges = NonNullable<UsageQuery['billingAccount']>['invoices']['edges'];
type Invoice = NonNullable<Edges[number]['node']>;

/** A cost as the provider states it: of a resource, at times of a team or project. */
export type Cost = NonNullable<Invoice['usage']>[number];

/** An invoice with what it is made of. */
export interface Bar extends Pick<Invoice, 'id' | 'period' | 'total'> {
  readonly costs: readonly Cost[];
}

/** The invoices that state usage, the oldest first, as time runs in a chart. */
export function toBars(edges: Edges): readonly Bar[] {
  return edges.flatMap(({ node }) => (node?.usage?.length ? [{ ...node, costs: node.usage }] : [])).reverse();
}

/** What a cost is for, in words that colours go by. */
export const nameResource = ({ product, resource }: Cost): string => `${product} ${resource}`;

/** All resources of some bars, in one order, so that each keeps its colour and its place in every bar. */
export function listResources(bars: readonly Bar[]): readonly string[] {
  return [...new Set(bars.flatMap(({ costs }) => costs.map(nameResource)))].sort().reverse();
}
