import type { BillingAccount } from './account.js';
import { refuseRequest } from './errors.js';

const OPAQUE_PREFIX = 'invoice:';

/** The position a cursor names. Throws a refusal for one that names no invoice of this account. */
export function positionOf(account: BillingAccount, cursor: string, param: 'after' | 'before'): number {
  const named = fromOpaque(cursor);
  const id = named ?? (account.cursors === 'strict-opaque' ? undefined : cursor);
  const position = id === undefined ? undefined : account.invoices.positionOf(id);
  if (position === undefined) {
    throw refuseRequest(400, 'resource_missing', `No such invoice: '${cursor}'`, param);
  }
  return position;
}

export interface EdgeIds {
  /** Last id of the page while older invoices remain. */
  next: string | null;
  /** First id of the page while newer invoices exist. */
  previous: string | null;
}

/** The cursor keys of a list answer in the account's mode. */
export function cursorKeys(
  account: BillingAccount,
  { next, previous }: EdgeIds,
): Record<string, string | null> {
  switch (account.cursors) {
    case 'omitted':
      return {};
    case 'empty':
      return { next_cursor: '', previous_cursor: '' };
    case 'ids':
      return { next_cursor: next, previous_cursor: previous };
    case 'opaque':
    case 'strict-opaque':
      return { next_cursor: next && toOpaque(next), previous_cursor: previous && toOpaque(previous) };
  }
}

function toOpaque(id: string): string {
  return Buffer.from(OPAQUE_PREFIX + id).toString('base64url');
}

function fromOpaque(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  return text.startsWith(OPAQUE_PREFIX) ? text.slice(OPAQUE_PREFIX.length) : undefined;
}
