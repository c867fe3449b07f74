import type { JsonObject } from '../ground/json.js';
import type { Generation, NorthflankEntry } from './account.js';
import { type NorthflankInvoice, resourcesOf, sumPrices } from './invoice.js';
import { amountsIn, showByoc, showPaas } from './money.js';

/** An invoice as the list shows it. */
export function showRow(entry: NorthflankEntry, generation: Generation): JsonObject {
  if (entry.kind === 'planted') return entry.wire;
  const { invoice } = entry;
  switch (generation) {
    case 'N1':
      return showFirst(invoice);
    case 'N2':
      return { period: showPeriod(invoice), total: amountsIn('N2')(invoice.total), ...showPaid(invoice) };
    case 'N3':
    case 'N3b':
      return showThird(invoice);
    case 'N4':
      return showFourth(invoice);
  }
}

export function showPeriod({ periodStart, periodEnd }: NorthflankInvoice): JsonObject {
  return { start: periodStart, end: periodEnd };
}

/** Left out is not the same as unpaid. */
export function showPaid({ status, isPaidShown }: NorthflankInvoice): JsonObject {
  return isPaidShown ? { paid: status === 'paid' } : {};
}

function showFirst(invoice: NorthflankInvoice): JsonObject {
  const show = amountsIn('N1');
  return {
    period: showPeriod(invoice),
    currency: invoice.currency,
    total: show(invoice.total),
    subTotal: show(invoice.subTotal),
    ...showPaid(invoice),
  };
}

function showThird(invoice: NorthflankInvoice): JsonObject {
  const show = amountsIn('N3');
  return {
    id: invoice.id,
    period: showPeriod(invoice),
    currency: invoice.currency,
    paasUsage: { price: showPaas(sumPrices(resourcesOf(invoice.teams)), show) },
    byocUsage: { price: showByoc(invoice.byoc, show) },
    subTotal: show(invoice.subTotal),
    total: show(invoice.total),
    paid: invoice.status === 'paid',
  };
}

/** Only id, period, currency and status are documented; the money follows the third generation's names. */
function showFourth(invoice: NorthflankInvoice): JsonObject {
  const show = amountsIn('N4');
  return {
    id: invoice.id,
    period: showPeriod(invoice),
    currency: invoice.currency,
    status: invoice.status,
    paas: { price: showPaas(sumPrices(resourcesOf(invoice.teams)), show) },
    byoc: { price: showByoc(invoice.byoc, show) },
    subTotal: show(invoice.subTotal),
    discounts: { total: show(invoice.discount) },
    tax: { percent: invoice.taxPercent, amount: show(invoice.tax) },
    total: show(invoice.total),
  };
}
