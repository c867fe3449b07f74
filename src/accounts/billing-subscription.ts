import { encodeGlobalId } from '../relay/global-id.js';
import type { BillingAccount } from './billing-account.js';

/** How often a product is billed. A provider's other words are no interval, and read as null. */
export const billingIntervals = { MONTH: 'MONTH', YEAR: 'YEAR' } as const;
export type BillingInterval = keyof typeof billingIntervals;

/** A span of time as the provider states it; some count its last second in. */
export interface BillingPeriod {
  /** RFC 3339, UTC. */
  readonly start: string;
  readonly end: string;
}

/** One product of a subscription. Null is "not stated". */
export interface SubscriptionItem {
  readonly productType: string;
  readonly priceId: string | null;
  readonly quantity: number;
  readonly interval: BillingInterval | null;
}

/** What an account pays for regularly. */
export interface BillingSubscription {
  readonly __typename: 'BillingSubscription';
  /** The global id, see `encodeSubscriptionId`. */
  readonly id: string;
  readonly account: BillingAccount;
  /** The provider's own id. */
  readonly subscriptionId: string;
  /** The provider's own word: `active`, `past_due`, `canceled` ... */
  readonly status: string;
  readonly currency: string | null;
  readonly currentPeriod: BillingPeriod | null;
  readonly items: readonly SubscriptionItem[];
  readonly createdAt: string | null;
}

/** The global id of a subscription. */
export function encodeSubscriptionId(account: BillingAccount, subscriptionId: string): string {
  return encodeGlobalId({ type: 'BillingSubscription', path: [...account.path, subscriptionId] });
}

/** Statuses of a subscription that will be invoiced again if nothing changes. */
const RENEWING_STATUSES: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due']);

/** Whether it will be invoiced again if nothing changes. Of others, nobody asks what comes next. */
export function isRenewing({ status }: BillingSubscription): boolean {
  return RENEWING_STATUSES.has(status);
}
