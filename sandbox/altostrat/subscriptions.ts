import type { JsonObject } from '../ground/json.js';
import type { Subscription } from './account.js';
import { priceId } from './currencies.js';
import type { LineItem } from './invoice-lines.js';

interface SubscriptionSeed {
  readonly id: string;
  readonly status: string;
  readonly items: LineItem[];
  readonly isYearly?: boolean;
  readonly isOverused?: boolean;
}

const SEEDS: Readonly<Record<string, SubscriptionSeed[]>> = {
  cus_acme_us: [
    {
      id: 'sub_acme_us_monthly',
      status: 'active',
      items: [
        { product: 'locations', quantity: 10, interval: 'month' },
        { product: 'users', quantity: 25, interval: 'month' },
      ],
    },
    {
      id: 'sub_acme_us_yearly',
      status: 'active',
      items: [{ product: 'sso', quantity: 1, interval: 'year' }],
      isYearly: true,
    },
    {
      id: 'sub_acme_us_canceled',
      status: 'canceled',
      items: [{ product: 'locations', quantity: 3, interval: 'month' }],
    },
  ],
  cus_acme_eu: [
    {
      id: 'sub_acme_eu',
      status: 'active',
      items: [{ product: 'locations', quantity: 8, interval: 'month' }],
    },
  ],
  cus_globex: [
    {
      id: 'sub_globex',
      status: 'active',
      items: [
        { product: 'locations', quantity: 40, interval: 'month' },
        { product: 'users', quantity: 120, interval: 'month' },
        { product: 'sso', quantity: 1, interval: 'year' },
      ],
      isOverused: true,
    },
  ],
  cus_sample: [
    {
      id: 'sub_a1b2c3d4e5f6g7h8',
      status: 'active',
      items: [{ product: 'locations', quantity: 10, interval: 'month' }],
    },
  ],
  cus_edge: [
    {
      id: 'sub_edge_past_due',
      status: 'past_due',
      items: [{ product: 'users', quantity: 5, interval: 'month' }],
    },
  ],
  cus_initech: [
    {
      id: 'sub_initech_trial',
      status: 'trialing',
      items: [{ product: 'locations', quantity: 2, interval: 'month' }],
    },
  ],
};

export function subscriptionsOf(accountId: string, currency: string): Subscription[] {
  return (SEEDS[accountId] ?? []).map((seed) => ({
    wire: subscriptionWire(accountId, currency, seed),
    isOverused: seed.isOverused ?? false,
  }));
}

function subscriptionWire(accountId: string, currency: string, seed: SubscriptionSeed): JsonObject {
  const [start, end] = seed.isYearly ? ['2025-06-15', '2026-06-15'] : ['2025-12-15', '2026-01-15'];
  return {
    id: seed.id,
    billing_account_id: accountId,
    status: seed.status,
    currency,
    product_quantities: Object.fromEntries(
      seed.items.map(({ product, quantity, interval }) => [
        product,
        { price_id: priceId(currency, product, interval), quantity, interval },
      ]),
    ),
    metadata: {},
    current_period_start: `${start}T00:00:00Z`,
    current_period_end: `${end}T00:00:00Z`,
    created_at: '2024-06-15T00:00:00Z',
    updated_at: '2025-12-15T12:30:00Z',
  };
}
