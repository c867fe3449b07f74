import { type Answer, jsonAnswer } from '../http/answer.js';
import { queryValue } from '../http/request.js';
import type { JsonObject } from '../ground/json.js';
import type { Generation, NorthflankAccount } from './account.js';
import { type BreakdownFilter, depthOf, entriesOf, filterTeams, showTeams } from './breakdown.js';
import { refuse } from './errors.js';
import { type NorthflankInvoice, resourcesOf, sumPrices } from './invoice.js';
import { amountsIn, type ShowAmount, showByoc, showPaas } from './money.js';
import { effectiveGeneration, readInteger, readPageSize } from './parameters.js';
import { showPeriod } from './show-row.js';

const RESOURCE_TYPES_KNOWN = new Set([
  'job',
  'service',
  'addon',
  'volume',
  'opentofu-job',
  'llm-model-deployment',
  'external-addon',
]);

/** One invoice with its breakdown; the first two generations have no ids to ask by. */
export function getInvoice(account: NorthflankAccount, invoiceId: string, query: URLSearchParams): Answer {
  const generation = effectiveGeneration(account.generation, query);
  const position = account.invoices.positionOf(invoiceId);
  const isOlder = generation === 'N1' || generation === 'N2';
  if (isOlder || position === undefined) throw refuse(404, 'not-found', 'Invoice not found.');
  const entry = account.invoices.slice(position, position + 1)[0]?.read();
  if (entry?.kind === 'planted') return jsonAnswer(200, { data: entry.wire });
  if (!entry) throw refuse(404, 'not-found', 'Invoice not found.');
  return jsonAnswer(200, showInvoice(entry.invoice, generation, query));
}

function showInvoice(invoice: NorthflankInvoice, generation: Generation, query: URLSearchParams): JsonObject {
  const filter = readFilter(query);
  const teams = filterTeams(invoice.teams, filter);
  const depth = depthOf(teams, filter);
  const entries = entriesOf(teams, depth);
  // The breakdown of the third generation came whole; pages of it are new in N3b.
  const page = generation === 'N3' ? { shown: entries, keys: {} } : pageOf(entries, generation, query);
  const isShown = (entry: (typeof entries)[number]) => page.shown.includes(entry);
  const show = amountsIn(generation);
  const paas = {
    price: showPaas(sumPrices(resourcesOf(teams)), show),
    teams: showTeams(teams, depth, isShown, show),
  };
  return { data: showBill(invoice, generation, paas, show), ...page.keys };
}

function showBill(
  invoice: NorthflankInvoice,
  generation: Generation,
  paas: JsonObject,
  show: ShowAmount,
): JsonObject {
  const byoc = { price: showByoc(invoice.byoc, show) };
  const isCurrent = generation === 'N4';
  return {
    id: invoice.id,
    period: showPeriod(invoice),
    currency: invoice.currency,
    ...(isCurrent ? { status: invoice.status, byoc, paas } : { byocUsage: byoc, paasUsage: paas }),
    lineItems: invoice.lineItems.map(({ title, total, base, proration }) => ({
      title,
      total: show(total),
      base: show(base),
      proration,
    })),
    subTotal: show(invoice.subTotal),
    discounts: { total: show(invoice.discount) },
    tax: { percent: invoice.taxPercent, amount: show(invoice.tax) },
    total: show(invoice.total),
    ...(!isCurrent && { paid: invoice.status === 'paid' }),
  };
}

function readFilter(query: URLSearchParams): BreakdownFilter {
  const resourceType = queryValue(query, 'resourceType');
  if (resourceType !== undefined && !RESOURCE_TYPES_KNOWN.has(resourceType)) {
    throw refuse(400, 'invalid-parameter', 'resourceType is not known.');
  }
  return { teamId: queryValue(query, 'teamId'), projectId: queryValue(query, 'projectId'), resourceType };
}

function pageOf<Entry>(entries: Entry[], generation: Generation, query: URLSearchParams) {
  const size = readPageSize(query, generation);
  const start = (readInteger(query, 'page', 1) - 1) * size;
  const shown = entries.slice(start, start + size);
  const hasNextPage = start + size < entries.length;
  return { shown, keys: { pagination: { hasNextPage, count: shown.length } } };
}
