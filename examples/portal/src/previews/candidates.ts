import type { PreviewInvoiceInput, SubscriptionsQuery } from '../generated/graphql';
import type { Account } from '../accounts/use-accounts';

type Node = NonNullable<NonNullable<SubscriptionsQuery['billingAccount']>['subscriptions']['nodes'][number]>;

/** A subscription with products, so that there is something to change. */
export interface Subscription extends Node {
  readonly items: NonNullable<Node['items']>;
}

/** A wanted set: the quantity of each product, in the order of the subscription's items, as typed. */
export type Candidate = readonly string[];

export const CANDIDATES_MAX = 4;

/** Those that are billed again: of one that has ended nothing would change. */
export function listSubscriptions(data: SubscriptionsQuery | undefined): readonly Subscription[] {
  const nodes = data?.billingAccount?.subscriptions.nodes ?? [];
  return nodes.flatMap((node) =>
    node?.items?.length && node.status !== 'canceled' ? [{ ...node, items: node.items }] : [],
  );
}

/** Where a comparison begins: half as much again of the first product, and twice as much. */
export function proposeCandidates({ items }: Subscription): readonly Candidate[] {
  const now = items.map(({ quantity }) => String(quantity));
  const first = items[0]?.quantity ?? 0;
  const withFirst = (quantity: number): Candidate => [String(quantity), ...now.slice(1)];
  return [withFirst(Math.max(first + 1, Math.round(first * 1.5))), withFirst(Math.max(first + 2, first * 2))];
}

/** Whether it can be asked for: whole quantities. */
export const isWhole = (candidate: Candidate): boolean =>
  candidate.every((text) => /^\d{1,6}$/.test(text.trim()));

/** What a candidate changes, in words such as `15 locations`. */
export function nameCandidate(candidate: Candidate, { items }: Subscription): string {
  const changed = items.flatMap(({ productType, quantity }, index) =>
    Number(candidate[index]) === quantity ? [] : [`${candidate[index]} ${productType}`],
  );
  return changed.length > 0 ? changed.join(', ') : 'as it is now';
}

/** The question for one candidate: the full wanted set, with each product billed as often as now. */
export function toInput(
  candidate: Candidate,
  subscription: Subscription,
  account: Account,
): PreviewInvoiceInput {
  return {
    billingAccountId: account.id,
    subscriptionId: subscription.subscriptionId,
    items: subscription.items.map(({ productType, interval }, index) => ({
      productType,
      quantity: Number(candidate[index]),
      interval,
    })),
    clientMutationId: nameCandidate(candidate, subscription),
  };
}
