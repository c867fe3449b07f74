import { invoiceRow } from './invoice-row.js';
import type { Upstream } from './upstream.js';

/** A planted list of Altostrat's, newest first, with what the tests ask about in plain sight. */
export interface PlantedInvoice {
  readonly id: string;
  readonly status: string;
  readonly currency: string;
  readonly created_at: string;
  readonly total: number;
}

const STATUSES = ['paid', 'open', 'paid', 'void', 'uncollectible', 'paid', 'draft'] as const;
const CURRENCIES = ['usd', 'usd', 'eur'] as const;
const DAY_MS = 86_400_000;
const NEWEST_MS = Date.parse('2026-01-01T12:00:00Z');

/** One a day, from 2026-01-01 back; every third in EUR, every seventh open; totals of 1000, 1001 and so on. */
export function plantedList(count: number): readonly PlantedInvoice[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `in_${String(index).padStart(5, '0')}`,
    status: STATUSES[index % STATUSES.length] as string,
    currency: CURRENCIES[index % CURRENCIES.length] as string,
    created_at: new Date(NEWEST_MS - index * DAY_MS).toISOString().replace('.000Z', '.000000Z'),
    total: 1000 + index,
  }));
}

export function toWire(invoices: readonly PlantedInvoice[], accountId: string): readonly object[] {
  return invoices.map((invoice) => {
    const amounts = { subtotal: invoice.total, amount_due: invoice.total, amount_paid: 0 };
    return invoiceRow({ ...amounts, tax: 0, discount_amount: null, ...invoice, customer_id: accountId });
  });
}

/** Plants the list, with what `spoil` makes of its rows by their ids. */
export async function plantList(
  upstream: Upstream,
  accountId: string,
  invoices: readonly PlantedInvoice[],
  spoil: Readonly<Record<string, object>> = {},
): Promise<void> {
  const rows = toWire(invoices, accountId).map((row) => ({
    ...row,
    ...spoil[(row as PlantedInvoice).id],
  }));
  await upstream.createAccount({ workspaceId: 'ws_rows', accountId, invoices: rows });
}

export function idsOf(invoices: readonly PlantedInvoice[]): readonly string[] {
  return invoices.map(({ id }) => id);
}
