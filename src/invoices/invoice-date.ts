import { sortableInstant } from '../scalars/instant.js';
import type { Invoice } from './invoice.js';

/**
 * The instant by which an invoice has its place among others: when it was created or, where the provider does not say,
 * when its period ends. Null: it says neither. As text that sorts as time does.
 *
 * @throws UPSTREAM_INVALID_RESPONSE where what it says cannot be read
 */
export function standsAt(invoice: Pick<Invoice, 'createdAt' | 'period'>): string | null {
  const instant = invoice.createdAt ?? invoice.period?.end ?? null;
  return instant === null ? null : sortableInstant(instant);
}
