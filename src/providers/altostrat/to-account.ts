import { BillingAccount, type AccountDetails } from '../../accounts/billing-account.js';
import {
  billingIntervals,
  type BillingInterval,
  type BillingPeriod,
  type Subscription,
  type SubscriptionItem,
} from '../../accounts/subscription.js';
import type { WorkspaceDetails } from '../../accounts/workspace.js';
import type { BillingError } from '../../errors/billing-error.js';
import { stripeExponents } from '../../money/currency.js';
import type { ListItem } from '../../relay/list-connection.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { parseAltostratAccount } from './ids.js';
import { invalidField, readCurrency, readInstant, readObject, readText } from './fields.js';

const INT_MAX = 2 ** 31 - 1;

export class AltostratAccountDetails implements AccountDetails {
  constructor(private readonly wire: WireObject) {}

  get name(): string | null {
    return readText(this.wire, 'name');
  }

  get email(): string | null {
    return readText(this.wire, 'email');
  }

  get currency(): string | null {
    return readCurrency(this.wire, 'currency', stripeExponents);
  }

  get createdAt(): string | null {
    return readInstant(this.wire, 'created_at');
  }
}

export class AltostratWorkspaceDetails implements WorkspaceDetails {
  constructor(private readonly wire: WireObject) {}

  get name(): string | null {
    return readText(this.wire, 'name');
  }

  get billingMode(): string | null {
    return readText(this.wire, 'billing_mode');
  }
}

/** A row of a workspace's accounts. */
export function toAccountItem(wire: unknown, index: number, workspaceId: string): ListItem<BillingAccount> {
  const id = isWireObject(wire) && typeof wire['id'] === 'string' ? wire['id'] : null;
  if (!isWireObject(wire) || id === null)
    return { key: `row ${index}`, node: invalidField('row', 'an account with an id') };
  return { key: id, node: toAccount(wire, id, workspaceId) };
}

function toAccount(wire: WireObject, id: string, workspaceId: string): BillingAccount | BillingError {
  try {
    const { provider, accountId } = parseAltostratAccount(workspaceId, id);
    return new BillingAccount(provider, workspaceId, accountId, new AltostratAccountDetails(wire));
  } catch {
    return invalidField('id', 'that of a billing account');
  }
}

/** A row of an account's subscriptions. */
export function toSubscriptionItem(
  wire: unknown,
  index: number,
  account: BillingAccount,
): ListItem<Subscription> {
  const id = isWireObject(wire) && typeof wire['id'] === 'string' ? wire['id'] : null;
  if (!isWireObject(wire) || id === null)
    return { key: `row ${index}`, node: invalidField('row', 'a subscription with an id') };
  return { key: id, node: new AltostratSubscription(account, id, wire) };
}

class AltostratSubscription implements Subscription {
  constructor(
    readonly account: BillingAccount,
    readonly subscriptionId: string,
    private readonly wire: WireObject,
  ) {}

  get status(): string {
    const status = readText(this.wire, 'status');
    if (status === null) throw invalidField('status', 'text');
    return status;
  }

  get currency(): string | null {
    return readCurrency(this.wire, 'currency', stripeExponents);
  }

  get currentPeriod(): BillingPeriod | null {
    const start = readInstant(this.wire, 'current_period_start');
    const end = readInstant(this.wire, 'current_period_end');
    return start !== null && end !== null ? { start, end } : null;
  }

  get createdAt(): string | null {
    return readInstant(this.wire, 'created_at');
  }

  get items(): readonly SubscriptionItem[] {
    const quantities = readObject(this.wire, 'product_quantities') ?? {};
    return Object.entries(quantities).map(([productType, item]) => toItem(productType, item));
  }
}

function toItem(productType: string, wire: unknown): SubscriptionItem {
  if (!isWireObject(wire)) throw invalidField('product_quantities', 'a map of products');
  const { quantity } = wire;
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || Math.abs(quantity) > INT_MAX) {
    throw invalidField('quantity', 'a whole number');
  }
  return {
    productType,
    priceId: readText(wire, 'price_id'),
    quantity,
    interval: toInterval(wire['interval']),
  };
}

function toInterval(word: unknown): BillingInterval | null {
  const interval = typeof word === 'string' ? word.toUpperCase() : '';
  return Object.hasOwn(billingIntervals, interval) ? (interval as BillingInterval) : null;
}
