import { BillingAccount, type AccountProfile } from '../../accounts/billing-account.js';
import { toListItem } from '../../accounts/list-item.js';
import {
  billingIntervals,
  encodeSubscriptionId,
  type BillingInterval,
  type BillingPeriod,
  type BillingSubscription,
  type SubscriptionItem,
} from '../../accounts/billing-subscription.js';
import {
  isWorkspaceId,
  toWorkspace,
  type Workspace,
  type WorkspaceProfile,
} from '../../accounts/workspace.js';
import { stripeExponents } from '../../money/currency.js';
import type { ListItem } from '../../lists/whole-list.js';
import { isWireObject, type WireObject } from '../../wire/wire-object.js';
import { WireRow } from '../../wire/wire-row.js';
import {
  accountDocument,
  billingModes,
  productDocument,
  subscriptionDocument,
  subscriptionStatuses,
  workspaceDocument,
} from './documented.js';
import { assertIs, assertNames } from './fields.js';
import { parseAltostratAccount } from './ids.js';
import { parseWireObject } from './wire.js';

const INT_MAX = 2 ** 31 - 1;

class AltostratAccountProfile implements AccountProfile {
  readonly #row: WireRow;

  constructor(wire: WireObject) {
    this.#row = new WireRow(accountDocument, wire);
  }

  get name(): string | null {
    return this.#row.text('name');
  }

  get email(): string | null {
    return this.#row.text('email');
  }

  get currency(): string | null {
    return this.#row.currency('currency', stripeExponents);
  }

  get createdAt(): string | null {
    return this.#row.instant('created_at');
  }
}

class AltostratWorkspaceProfile implements WorkspaceProfile {
  readonly #row: WireRow;

  constructor(wire: WireObject) {
    this.#row = new WireRow(workspaceDocument, wire);
  }

  get name(): string | null {
    return this.#row.text('name');
  }

  get billingMode(): string | null {
    return this.#row.word('billing_mode', billingModes);
  }
}

/** @throws UPSTREAM_INVALID_RESPONSE where the answer does not say that it is about the account */
export function parseAccountProfile(answer: unknown, account: BillingAccount): AccountProfile {
  const wire = parseWireObject(answer, accountDocument);
  assertIs(wire, account.accountId);
  assertNames(wire, 'workspace_id', account.workspaceId);
  return new AltostratAccountProfile(wire);
}

/** @throws UPSTREAM_INVALID_RESPONSE where the answer does not say that it is about the workspace */
export function parseWorkspaceProfile(answer: unknown, workspaceId: string): WorkspaceProfile {
  const wire = parseWireObject(answer, workspaceDocument);
  assertIs(wire, workspaceId);
  return new AltostratWorkspaceProfile(wire);
}

/** A row of the workspaces that a token can see. */
export function toWorkspaceItem(wire: unknown, index: number): ListItem<Workspace> {
  return toListItem(workspaceDocument, wire, index, (row, id) => {
    if (!isWorkspaceId(id)) throw new WireRow(workspaceDocument, row).invalid('id', 'that of a workspace');
    return { ...toWorkspace(id), profile: new AltostratWorkspaceProfile(row) };
  });
}

/** A row of a workspace's accounts. */
export function toAccountItem(wire: unknown, index: number, workspaceId: string): ListItem<BillingAccount> {
  return toListItem(accountDocument, wire, index, (row, id) => {
    assertNames(row, 'workspace_id', workspaceId);
    const { provider, accountId } = parseRowAccount(workspaceId, id, row);
    return new BillingAccount(provider, workspaceId, accountId, new AltostratAccountProfile(row));
  });
}

/** A row of an account's subscriptions. */
export function toSubscriptionItem(
  wire: unknown,
  index: number,
  account: BillingAccount,
): ListItem<BillingSubscription> {
  return toListItem(subscriptionDocument, wire, index, (row, id) => {
    assertNames(row, 'billing_account_id', account.accountId);
    return new AltostratSubscription(account, id, row);
  });
}

/** The provider's ids are read as a caller's are, for they become part of the same paths. */
function parseRowAccount(workspaceId: string, id: string, wire: WireObject): BillingAccount {
  try {
    return parseAltostratAccount(workspaceId, id);
  } catch {
    throw new WireRow(accountDocument, wire).invalid('id', 'that of a billing account');
  }
}

class AltostratSubscription implements BillingSubscription {
  readonly __typename = 'BillingSubscription';
  readonly #row: WireRow;

  constructor(
    readonly account: BillingAccount,
    readonly subscriptionId: string,
    wire: WireObject,
  ) {
    this.#row = new WireRow(subscriptionDocument, wire);
  }

  get id(): string {
    return encodeSubscriptionId(this.account, this.subscriptionId);
  }

  get status(): string {
    const status = this.#row.word('status', subscriptionStatuses);
    if (status === null) throw this.#row.invalid('status', 'text');
    return status;
  }

  get currency(): string | null {
    return this.#row.currency('currency', stripeExponents);
  }

  get currentPeriod(): BillingPeriod | null {
    const start = this.#row.instant('current_period_start');
    const end = this.#row.instant('current_period_end');
    if (start === null || end === null) return null;
    if (Date.parse(end) < Date.parse(start))
      throw this.#row.invalid('current_period_end', 'later than the start of the period');
    return { start, end };
  }

  get createdAt(): string | null {
    return this.#row.instant('created_at');
  }

  get items(): readonly SubscriptionItem[] {
    const quantities = this.#row.map('product_quantities');
    return quantities?.names.map((product) => this.#toItem(product, quantities.raw(product))) ?? [];
  }

  #toItem(productType: string, wire: unknown): SubscriptionItem {
    if (!isWireObject(wire)) throw this.#row.invalid('product_quantities', 'a map of products');
    return toProduct(productType, new WireRow(productDocument, wire));
  }
}

function toProduct(productType: string, row: WireRow): SubscriptionItem {
  const quantity = row.raw('quantity');
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || Math.abs(quantity) > INT_MAX) {
    throw row.invalid('quantity', 'a whole number');
  }
  return {
    productType,
    priceId: row.reference('price_id'),
    quantity,
    interval: toInterval(row),
  };
}

function toInterval(row: WireRow): BillingInterval | null {
  const word = row.raw('interval');
  const interval = typeof word === 'string' ? word.toUpperCase() : '';
  if (Object.hasOwn(billingIntervals, interval)) return interval as BillingInterval;
  row.noteWord('interval');
  return null;
}
