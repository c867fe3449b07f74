import { createRandom, type Random } from '../ground/random.js';
import {
  type Interval,
  priceId,
  PRODUCT_NAMES,
  type ProductType,
  roundAmount,
  unitAmount,
} from './currencies.js';

/** A type, not an interface, so that a line counts as a JSON object. */
export type InvoiceLine = {
  id: string;
  description: string | null;
  amount: number;
  currency: string;
  quantity: number | null;
  price_id: string | null;
  unit_amount: number | null;
  product_name: string | null;
};

export interface LineItem {
  readonly product: ProductType;
  readonly quantity: number;
  readonly interval: Interval;
}

export function createLine(id: string, currency: string, item: LineItem): InvoiceLine {
  const unit = unitAmount(currency, item.product, item.interval);
  const name = PRODUCT_NAMES[item.product];
  return {
    id,
    description: `${item.quantity} × ${name}`,
    amount: item.quantity * unit,
    currency,
    quantity: item.quantity,
    price_id: priceId(currency, item.product, item.interval),
    unit_amount: unit,
    product_name: name,
  };
}

/**
 * What a share of a period costs, at the full unit price: the amount of a proration is not quantity times
 * unit.
 */
export function createProration(
  id: string,
  currency: string,
  item: LineItem,
  kind: 'Unused' | 'Remaining',
  share: number,
): InvoiceLine {
  const line = createLine(id, currency, item);
  const amount = roundAmount(line.amount * share, currency);
  return {
    ...line,
    description: `${kind} time on ${line.description ?? ''}`,
    amount: kind === 'Unused' && amount > 0 ? -amount : amount,
  };
}

export function sumOf(lines: readonly InvoiceLine[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

export function ordinaryLines(
  currency: string,
  ordinal: number,
  accountId: string,
  random: Random,
): InvoiceLine[] {
  // Line ids are the same for every seed, like all ids; only the figures differ.
  const idOf = (index: number) => `il_${createRandom(0, accountId, ordinal, index).text(14)}`;
  const items = pickItems(random);
  const lines = items.map((item, index) => createLine(idOf(index), currency, item));
  const changed = items[0];
  if (!changed || !random.chance(0.12)) return lines;
  const share = random.next();
  const grown = { ...changed, quantity: changed.quantity + random.integer(1, 9) };
  return [
    createProration(idOf(10), currency, changed, 'Unused', share),
    createProration(idOf(11), currency, grown, 'Remaining', share),
    ...lines,
  ];
}

function pickItems(random: Random): LineItem[] {
  const interval: Interval = random.chance(0.15) ? 'year' : 'month';
  const items: LineItem[] = [{ product: 'locations', quantity: random.integer(1, 60), interval }];
  if (random.chance(0.6)) items.push({ product: 'users', quantity: random.integer(1, 120), interval });
  if (random.chance(0.25)) items.push({ product: 'sso', quantity: 1, interval: 'year' });
  return items;
}
