import { type Answer, jsonAnswer } from '../http/answer.js';
import { queryValue } from '../http/request.js';
import type { BillingAccount } from './account.js';
import { cursorKeys, positionOf } from './cursors.js';
import { refuseFields, refuseRequest } from './errors.js';

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 200;

/** One page, newest first in either direction; `has_more` looks where the caller is going. */
export function listInvoices(account: BillingAccount, query: URLSearchParams): Answer {
  const limit = parseLimit(queryValue(query, 'limit'));
  const { start, end, hasMore } = findPage(account, query, limit);
  const rows = account.invoices.slice(start, end);
  const isEmpty = rows.length === 0;
  const edges = {
    next: !isEmpty && end < account.invoices.length ? (rows.at(-1)?.id ?? null) : null,
    previous: !isEmpty && start > 0 ? (rows[0]?.id ?? null) : null,
  };
  return jsonAnswer(200, {
    data: rows.map((row) => row.read()),
    has_more: hasMore,
    ...cursorKeys(account, edges),
  });
}

function findPage(account: BillingAccount, query: URLSearchParams, limit: number) {
  const after = queryValue(query, 'after');
  const before = queryValue(query, 'before');
  if (after !== undefined && before !== undefined) {
    throw refuseRequest(400, 'parameter_invalid', '`after` and `before` cannot be used together.', 'after');
  }
  const { length } = account.invoices;
  if (before !== undefined) {
    // The rows nearest to the cursor, not the newest of the account.
    const end = positionOf(account, before, 'before');
    const start = Math.max(0, end - limit);
    return { start, end, hasMore: start > 0 };
  }
  const start = after === undefined ? 0 : positionOf(account, after, 'after') + 1;
  const end = Math.min(length, start + limit);
  return { start, end, hasMore: end < length };
}

function parseLimit(text: string | undefined): number {
  if (text === undefined) return LIMIT_DEFAULT;
  const limit = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(limit)) throw refuseFields({ limit: ['The limit field must be an integer.'] });
  if (limit < 1) throw refuseFields({ limit: ['The limit field must be at least 1.'] });
  if (limit > LIMIT_MAX) {
    throw refuseFields({ limit: [`The limit field must not be greater than ${LIMIT_MAX}.`] });
  }
  return limit;
}
