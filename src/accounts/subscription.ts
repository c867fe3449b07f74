import type { BillingAccount } from './billing-account.js';

export const billingIntervals = { MONTH: 'MONTH', YEAR: 'YEAR' } as const;
export type BillingInterval = keyof typeof billingIntervals;

export interface BillingPeriod {
  /** RFC 3339, UTC. */
  readonly start: string;
  readonly end: string;
}

export interface SubscriptionItem {
  readonly productType: string;
  readonly priceId: string | null;
  readonly quantity: number;
  readonly interval: BillingInterval | null;
}

export interface Subscription {
  readonly account: BillingAccount;
  readonly subscriptionId: string;
  /** The provider's own word: `active`, `past_due`, `canceled` ... */
  readonly status: string;
  readonly currency: string | null;
  readonly currentPeriod: BillingPeriod | null;
  readonly items: readonly SubscriptionItem[];
  readonly createdAt: string | null;
}

/** Statuses of a subscription that will be invoiced again if nothing changes. */
const RENEWING_STATUSES: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due']);

export function isRenewing({ status }: Subscription): boolean {
  return RENEWING_STATUSES.has(status);
}
