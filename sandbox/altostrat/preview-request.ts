import { parseJson } from '../http/request.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../ground/json.js';
import { type Interval, isProductType, type ProductType } from './currencies.js';
import { type FieldErrors, refuse, refuseFields } from './errors.js';

const QUANTITY_MAX = 1_000_000;

export interface WantedItem {
  readonly product: ProductType;
  readonly quantity: number;
  /** Undefined keeps the interval the subscription has, else monthly. */
  readonly interval: Interval | undefined;
}

export interface PreviewRequest {
  readonly subscriptionId: string | undefined;
  /** Undefined: no change wanted. Empty: everything is to be removed. */
  readonly items: WantedItem[] | undefined;
  readonly isCancellation: boolean;
}

/** Throws a refusal that names every field at fault. */
export function parsePreviewRequest(text: string): PreviewRequest {
  const body = parseJson(text);
  if (body === undefined) throw refuse(400, 'The request body is not valid JSON.');
  if (!isJsonObject(body)) throw refuseFields({ body: ['The body field must be an object.'] });
  const errors: FieldErrors = {};
  const request = {
    subscriptionId: readSubscriptionId(body, errors),
    items: readItems(body.items, errors),
    isCancellation: readCancellation(body, errors),
  };
  if (request.isCancellation && request.subscriptionId === undefined && !errors.subscription_id) {
    errors.subscription_id = ['The subscription id field is required when cancel subscription is true.'];
  }
  if (Object.keys(errors).length > 0) throw refuseFields(errors);
  return request;
}

function readSubscriptionId(
  { subscription_id: id = null }: JsonObject,
  errors: FieldErrors,
): string | undefined {
  if (id === null) return undefined;
  if (typeof id === 'string' && id !== '') return id;
  errors.subscription_id = ['The subscription id field must be a string.'];
  return undefined;
}

function readCancellation({ cancel_subscription: flag = null }: JsonObject, errors: FieldErrors): boolean {
  if (flag === null || flag === false) return false;
  if (flag === true) return true;
  errors.cancel_subscription = ['The cancel subscription field must be true or false.'];
  return false;
}

/** The documents show an array and, in another version, an object without saying of what; both are taken. */
function readItems(items: JsonValue = null, errors: FieldErrors): WantedItem[] | undefined {
  if (items === null) return undefined;
  if (!Array.isArray(items) && !isJsonObject(items)) {
    errors.items = ['The items field must be an array.'];
    return undefined;
  }
  const entries: [string, JsonValue][] = Array.isArray(items)
    ? items.map((item, index) => [String(index), item])
    : Object.entries(items).map(([product, value]) => [product, fromMap(product, value)]);
  const seen = new Set<string>();
  return entries.flatMap(([key, value]) => readItem(`items.${key}`, value, seen, errors));
}

function fromMap(product: string, value: JsonValue): JsonValue {
  if (typeof value === 'number') return { product_type: product, quantity: value };
  return isJsonObject(value) ? { ...value, product_type: product } : value;
}

function readItem(path: string, value: JsonValue, seen: Set<string>, errors: FieldErrors): WantedItem[] {
  if (!isJsonObject(value)) {
    errors[path] = [`The ${path} field must be an array.`];
    return [];
  }
  const { product_type: product = null, quantity = null, interval = null } = value;
  const report = (field: string, message: string) => (errors[`${path}.${field}`] = [message]);
  if (typeof product !== 'string' || !isProductType(product)) {
    report('product_type', `The selected ${path}.product_type is invalid.`);
    return [];
  }
  if (seen.has(product)) report('product_type', `The ${path}.product_type field has a duplicate value.`);
  seen.add(product);
  if (!isQuantity(quantity)) {
    report('quantity', `The ${path}.quantity field must be an integer between 0 and ${QUANTITY_MAX}.`);
  }
  if (interval !== null && interval !== 'month' && interval !== 'year') {
    report('interval', `The selected ${path}.interval is invalid.`);
    return [];
  }
  return isQuantity(quantity) ? [{ product, quantity, interval: interval ?? undefined }] : [];
}

function isQuantity(value: JsonValue): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= QUANTITY_MAX;
}
