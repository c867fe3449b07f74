import { encodeGlobalId } from '../relay/global-id.js';
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

export function isRenewing({ status }: BillingSubscription): boolean {
  return RENEWING_STATUSES.has(status);
}
