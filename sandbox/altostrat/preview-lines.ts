import { parseInstant, SANDBOX_NOW_MS } from '../ground/clock.js';
import { isJsonObject, type JsonObject } from '../ground/json.js';
import { isProductType } from './currencies.js';
import { createLine, createProration, type InvoiceLine, type LineItem } from './invoice-lines.js';
import type { WantedItem } from './preview-request.js';

/** Makes the temporary id of each line in turn. */
export type NextLineId = () => string;

/** What a subscription holds now; entries a planted subscription got wrong are left out. */
export function currentItems({ product_quantities: products = null }: JsonObject): LineItem[] {
  if (!isJsonObject(products)) return [];
  return Object.entries(products).flatMap(([product, entry]) => {
    if (!isProductType(product) || !isJsonObject(entry) || typeof entry.quantity !== 'number') return [];
    return [{ product, quantity: entry.quantity, interval: entry.interval === 'year' ? 'year' : 'month' }];
  });
}

/** The full set after the change: what is not named, or named with 0, is gone. */
export function resolveItems(wanted: readonly WantedItem[], current: readonly LineItem[]): LineItem[] {
  return wanted
    .filter(({ quantity }) => quantity > 0)
    .map(({ product, quantity, interval }) => {
      const kept = current.find((item) => item.product === product);
      return { product, quantity, interval: interval ?? kept?.interval ?? 'month' };
    });
}

/** The part of the current period that is still to come, in [0, 1]. */
export function remainingShare(subscription: JsonObject, elapsedMs: number): number {
  const start = parseInstant(subscription.current_period_start);
  const end = parseInstant(subscription.current_period_end);
  if (!(end > start)) return 0;
  return Math.min(1, Math.max(0, (end - SANDBOX_NOW_MS - elapsedMs) / (end - start)));
}

export function renewalLines(
  items: readonly LineItem[],
  currency: string,
  nextId: NextLineId,
): InvoiceLine[] {
  return items.map((item) => createLine(nextId(), currency, item));
}

/** Credit for the unused time of everything. */
export function cancellationLines(
  items: readonly LineItem[],
  currency: string,
  share: number,
  nextId: NextLineId,
): InvoiceLine[] {
  return items.map((item) => createProration(nextId(), currency, item, 'Unused', share));
}

/** A pair per changed product: the unused time of the old quantity back, the remaining time of the new one. */
export function changeLines(
  current: readonly LineItem[],
  wanted: readonly LineItem[],
  currency: string,
  share: number,
  nextId: NextLineId,
): InvoiceLine[] {
  const products = new Set([...current, ...wanted].map(({ product }) => product));
  return [...products].flatMap((product) => {
    const before = current.find((item) => item.product === product);
    const after = wanted.find((item) => item.product === product);
    if (before?.quantity === after?.quantity && before?.interval === after?.interval) return [];
    const lines: InvoiceLine[] = [];
    if (before) lines.push(createProration(nextId(), currency, before, 'Unused', share));
    if (after) lines.push(createProration(nextId(), currency, after, 'Remaining', share));
    return lines;
  });
}
