import { BillingAccount, type AccountDetails } from '../../accounts/billing-account.js';
import {
  billingIntervals,
  encodeSubscriptionId,
  type BillingInterval,
  type BillingPeriod,
  type BillingSubscription,
  type SubscriptionItem,
} from '../../accounts/billing-subscription.js';
import type { WorkspaceDetails } from '../../accounts/workspace.js';
import { errorOr } from '../../errors/billing-error.js';
import { stripeExponents } from '../../money/currency.js';
import type { ListItem } from '../../lists/whole-list.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { parseAltostratAccount } from './ids.js';
import { assertNames, invalidField, readCurrency, readInstant, readObject, readText } from './fields.js';

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
  return toItem(wire, index, (row, id) => {
    assertNames(row, 'workspace_id', workspaceId);
    const { provider, accountId } = parseRowAccount(workspaceId, id);
    return new BillingAccount(provider, workspaceId, accountId, new AltostratAccountDetails(row));
  });
}

/** A row of an account's subscriptions. */
export function toSubscriptionItem(
  wire: unknown,
  index: number,
  account: BillingAccount,
): ListItem<BillingSubscription> {
  return toItem(wire, index, (row, id) => {
    assertNames(row, 'billing_account_id', account.accountId);
    return new AltostratSubscription(account, id, row);
  });
}

/** A row with its id as key, or with its place where it has none; one that cannot be read is its error. */
function toItem<Node>(
  wire: unknown,
  index: number,
  read: (wire: WireObject, id: string) => Node,
): ListItem<Node> {
  const id = isWireObject(wire) && typeof wire['id'] === 'string' ? wire['id'] : null;
  if (!isWireObject(wire) || id === null) {
    return { key: `row ${index}`, node: invalidField('row', 'an object with an id') };
  }
  return { key: id, node: errorOr(() => read(wire, id)) };
}

/** The provider's ids are read as a caller's are, for they become part of the same paths. */
function parseRowAccount(workspaceId: string, id: string): BillingAccount {
  try {
    return parseAltostratAccount(workspaceId, id);
  } catch {
    throw invalidField('id', 'that of a billing account');
  }
}

class AltostratSubscription implements BillingSubscription {
  readonly __typename = 'BillingSubscription';

  constructor(
    readonly account: BillingAccount,
    readonly subscriptionId: string,
    private readonly wire: WireObject,
  ) {}

  get id(): string {
    return encodeSubscriptionId(this.account, this.subscriptionId);
  }

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
    return Object.entries(quantities).map(([productType, item]) => toProduct(productType, item));
  }
}

function toProduct(productType: string, wire: unknown): SubscriptionItem {
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
