import type { ProviderName } from '../errors/provider-name.js';
import type { BillingInterval } from '../accounts/billing-subscription.js';
import { quote } from '../errors/billing-error.js';
import type { InvoiceChange } from './invoice-change.js';
import { invalidInput, type PreviewError } from './preview-error.js';

/** Whose account is meant where neither an id nor a provider is given: the schema's default, and the reading of null. */
export const PREVIEW_PROVIDER_DEFAULT: ProviderName = 'ALTOSTRAT';

/** A preview as a client asked for it: nothing checked yet but the types. */
export interface PreviewRequest {
  readonly billingAccountId?: string | null | undefined;
  readonly provider?: ProviderName | null | undefined;
  readonly workspaceId?: string | null | undefined;
  readonly accountId?: string | null | undefined;
  readonly subscriptionId?: string | null | undefined;
  readonly items?: readonly RequestedItem[] | null | undefined;
  readonly cancelSubscription?: boolean | null | undefined;
  readonly clientMutationId?: string | null | undefined;
}

/** An item as a client sent it: nothing checked yet but the types. */
export interface RequestedItem {
  readonly productType: string;
  readonly quantity: number;
  readonly interval?: BillingInterval | null | undefined;
}

const ITEMS_MAX = 100;
const PRODUCT_TYPE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const SUBSCRIPTION_ID = /^sub_[A-Za-z0-9._-]{1,251}$/;

/** The change that a request describes, or everything that is wrong with it. */
export function parseChange(request: PreviewRequest): InvoiceChange | readonly PreviewError[] {
  const { subscriptionId, items, cancelSubscription } = request;
  const errors = [
    ...checkSubscription(subscriptionId),
    ...checkIntent(request),
    ...(items ?? []).flatMap(checkItem),
    ...checkRepeats(items ?? []),
  ];
  if (errors.length > 0) return errors;
  return {
    subscriptionId: subscriptionId ?? undefined,
    items: items?.map((item) => ({ ...item, interval: item.interval ?? 'MONTH' })),
    cancelSubscription: cancelSubscription ?? false,
  };
}

function checkSubscription(subscriptionId: string | null | undefined): PreviewError[] {
  if (subscriptionId === null || subscriptionId === undefined || SUBSCRIPTION_ID.test(subscriptionId))
    return [];
  return [
    invalidInput(['subscriptionId'], `Expected an id such as "sub_abc123", got ${quote(subscriptionId)}.`),
  ];
}

function checkIntent({ subscriptionId, items, cancelSubscription }: PreviewRequest): PreviewError[] {
  if (cancelSubscription === null) {
    return [
      invalidInput(['cancelSubscription'], 'Expected true or false, got null. Leave it out for false.'),
    ];
  }
  if (cancelSubscription && !subscriptionId) {
    return [invalidInput(['subscriptionId'], 'Expected the subscription to cancel, got none.')];
  }
  if (cancelSubscription && items) {
    return [invalidInput(['items'], 'Expected no items beside cancelSubscription: a cancellation has none.')];
  }
  if (items?.length === 0) {
    return [
      invalidInput(
        ['items'],
        'Expected at least one item, got none. To end a subscription, use cancelSubscription.',
      ),
    ];
  }
  if (items && items.length > ITEMS_MAX) {
    return [invalidInput(['items'], `Expected at most ${ITEMS_MAX} items, got ${items.length}.`)];
  }
  if (!subscriptionId && !items) {
    return [
      invalidInput(['items'], 'Expected items (a new subscription), subscriptionId, or both; got neither.'),
    ];
  }
  return [];
}

function checkItem({ productType, quantity }: RequestedItem, index: number): PreviewError[] {
  const errors: PreviewError[] = [];
  if (!PRODUCT_TYPE.test(productType)) {
    const message = `Expected a product such as "locations", got ${quote(productType)}.`;
    errors.push(invalidInput(['items', String(index), 'productType'], message));
  }
  if (quantity < 0) {
    const message = `Expected 0 (removes the product) or more, got ${quantity}.`;
    errors.push(invalidInput(['items', String(index), 'quantity'], message));
  }
  return errors;
}

function checkRepeats(items: readonly RequestedItem[]): PreviewError[] {
  const seen = new Set<string>();
  return items.flatMap(({ productType, interval }, index) => {
    const key = `${productType} ${interval ?? 'MONTH'}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      invalidInput(
        ['items', String(index)],
        `Expected each product once per interval, got ${quote(productType)} again.`,
      ),
    ];
  });
}
