import {
  parseInvoiceFilter,
  type InvoiceFilter,
  type InvoiceFilterInput,
} from '../../invoices/invoice-filter.js';
import { parseAccountIds } from '../../invoices/node-id.js';
import { opposite } from '../../lists/direction.js';
import type { CallCosts } from '../../providers/provider.js';
import { toWindow, type Asked, type AskedField, type Window } from './asked.js';
import { costsDetails, type PredictedReads } from './predicted-reads.js';
import { toSubject, type AccountSubject, type Subject } from './subject.js';

export function listInvoices(
  { field, subject, reads }: Asked<AccountSubject>,
  costs: CallCosts,
): readonly Subject[] {
  const window = toInvoiceWindow(field.args);
  const { times } = subject;
  const list = listOf(subject, field.args);
  if (window.size > 0) reads.addWindow({ costs, times, list, ...window, selected: field.selected });
  // A window of no rows is only looked beyond; without a cursor from the head of the list.
  else if (field.asksPlace)
    reads.addWindow({
      costs,
      times,
      list,
      ...probe(window),
      size: filterOf(field.args) ? Number.POSITIVE_INFINITY : 1,
      selected: new Set(),
    });
  return [{ kind: 'Invoice', account: subject }];
}

/**
 * One page of each list, and one more for each page's worth of invoices. Backward, the first row that a list contributes may
 * have to be read on its own.
 */
export function mergeInvoices({ field, reads, context }: Asked): readonly Subject[] {
  const { args, selected } = field;
  const window = toInvoiceWindow(args);
  const accounts = parseAccountIds(args['accountIds'] as string[], 'accountIds', context).flatMap(
    (account) => {
      const costs = context.costsOf(account.provider);
      return costs ? [{ costs, subject: toSubject(account) }] : [];
    },
  );
  const pageMax = Math.min(...accounts.map(({ costs }) => costs.pageMax));
  const size = filterOf(args) ? Number.POSITIVE_INFINITY : Math.max(1, window.size);
  for (const { costs, subject } of accounts) {
    const page = filterOf(args) ? size : Math.min(size, costs.pageMax);
    reads.addWindow({
      costs,
      times: 1,
      list: listOf(subject, args),
      ...window,
      size: page,
      selected: new Set(),
    });
  }
  const further = size > pageMax ? Math.ceil(size / pageMax) - 1 : 0;
  const alone = window.direction === 'backward' ? accounts.length : 0;
  const isDetailed = accounts.some(({ costs }) => costsDetails(costs, selected));
  reads.add(`merged ${JSON.stringify(args)}`, further + alone + (isDetailed ? window.size : 0));
  return accounts.map(({ subject }) => ({ kind: 'Invoice', account: subject }));
}

/** Only the provider can tell how far a list is looked through for a filter; and oldest first is the other way round. */
function toInvoiceWindow(args: AskedField['args']): Window {
  const window = toWindow(args);
  const direction = args['orderBy'] === 'OLDEST_FIRST' ? opposite(window.direction) : window.direction;
  const size = filterOf(args) && window.size > 0 ? Number.POSITIVE_INFINITY : window.size;
  return { ...window, direction, size };
}

/** @throws BAD_USER_INPUT */
function filterOf(args: AskedField['args']): InvoiceFilter | undefined {
  return parseInvoiceFilter(args['filter'] as InvoiceFilterInput | null | undefined);
}

function listOf({ key }: AccountSubject, args: AskedField['args']): string {
  const filter = filterOf(args);
  return filter ? JSON.stringify([key, filter.key]) : key;
}

/** The whole list, however long it is. */
function readAll(subject: AccountSubject, list: string, reads: PredictedReads, costs: CallCosts): void {
  const { times } = subject;
  const size = Number.POSITIVE_INFINITY;
  reads.addWindow({ costs, times, list, direction: 'forward', anchor: undefined, size, selected: new Set() });
}

export function totalInvoices(
  { field, subject, reads }: Asked<AccountSubject>,
  costs: CallCosts,
): readonly Subject[] {
  readAll(subject, listOf(subject, field.args), reads, costs);
  return [subject];
}

export function countInvoices({ subject, reads, context }: Asked): readonly Subject[] {
  const account = subject.kind === 'Invoice' ? subject.account : undefined;
  const costs = account && context.costsOf(account.provider);
  if (account && costs) readAll(account, account.key, reads, costs);
  return [];
}

function probe({ direction, anchor }: Window): Omit<Window, 'size'> {
  return anchor === undefined ? { direction: 'forward', anchor } : { direction, anchor };
}

export function readSource({ subject, reads }: Asked<AccountSubject>, costs: CallCosts): readonly Subject[] {
  const { key: list, times } = subject;
  reads.addWindow({
    costs,
    times,
    list,
    direction: 'forward',
    anchor: undefined,
    size: 1,
    selected: new Set(),
  });
  return [subject];
}
