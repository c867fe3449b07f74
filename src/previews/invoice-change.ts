import type { BillingInterval } from '../accounts/billing-subscription.js';

/** One product of the wanted set. Quantity 0 takes it out. */
export interface ChangeItem {
  readonly productType: string;
  readonly quantity: number;
  readonly interval: BillingInterval;
}

/** A change to preview. Without items and without cancelling, it is the subscription's next regular invoice. */
export interface InvoiceChange {
  /** The subscription to change; undefined: a new one. */
  readonly subscriptionId: string | undefined;
  /** The full wanted set; undefined: as it is. */
  readonly items: readonly ChangeItem[] | undefined;
  readonly cancelSubscription: boolean;
}

/** The subscription that a change makes bill otherwise; undefined: it is a new one, or nothing is changed. */
export function changedSubscription(change: InvoiceChange): string | undefined {
  const { subscriptionId, items, cancelSubscription } = change;
  return items || cancelSubscription ? subscriptionId : undefined;
}
