import { type Answer, jsonAnswer } from '../http/answer.js';
import { queryValue } from '../http/request.js';
import { isJsonObject, type JsonObject } from '../ground/json.js';
import type { NorthflankAccount, NorthflankEntry } from './account.js';
import { refuse } from './errors.js';
import type { NorthflankInvoice } from './invoice.js';
import { makePreview } from './make-invoice.js';
import { readInteger } from './parameters.js';
import { showDetails } from './show-details.js';

/** The invoice of a moment, or without a timestamp a preview of the next one. */
export function getDetails(account: NorthflankAccount, query: URLSearchParams): Answer {
  const { generation } = account;
  if (generation !== 'N1' && generation !== 'N2') throw refuse(404, 'not-found', 'Invoice not found.');
  const show = (invoice: NorthflankInvoice) => {
    const objectIds = ['addonId', 'serviceId', 'jobId'].flatMap((name) => queryValue(query, name) ?? []);
    return showDetails(invoice, generation, { projectId: queryValue(query, 'projectId'), objectIds });
  };
  if (queryValue(query, 'timestamp') === undefined) {
    if (!account.hasPreview) throw refuse(404, 'not-found', 'There is no upcoming invoice.');
    return jsonAnswer(200, { data: show(makePreview(account)) });
  }
  const timestamp = readInteger(query, 'timestamp', 0);
  const entry = findEntry(account, timestamp);
  if (!entry) throw refuse(404, 'not-found', 'No invoice covers this timestamp.');
  return jsonAnswer(200, { data: entry.kind === 'planted' ? entry.wire : show(entry.invoice) });
}

/** Periods can repeat; the newest invoice wins. */
function findEntry(account: NorthflankAccount, timestamp: number): NorthflankEntry | undefined {
  const rows = account.invoices.slice(0, account.invoices.length);
  return rows
    .map((row) => row.read())
    .find((entry) => {
      const { start, end } = periodOf(entry);
      return Number(start) <= timestamp && timestamp <= Number(end);
    });
}

function periodOf(entry: NorthflankEntry): JsonObject {
  if (entry.kind === 'made') return { start: entry.invoice.periodStart, end: entry.invoice.periodEnd };
  const { period } = entry.wire;
  return isJsonObject(period) ? period : {};
}
