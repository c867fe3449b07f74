import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls } from '../../calls/call-budget.js';
import { isBillingError } from '../../errors/billing-error.js';
import type { WireObject } from '../../wire/wire-object.js';
import type { DetailsKey, NorthflankClient } from './client.js';

/**
 * Reads what the list leaves out of an invoice: lines, tax, discounts, the breakdown of usage. One upstream call for
 * all of them, however often the operation asks. Null: the provider has no such invoice, or no such call for this
 * account.
 */
export type ReadDetails = (key: DetailsKey, calls?: Calls) => Promise<WireObject | null>;

/** For one account. The first read is paid from the purse it is given, or from the operation's budget. */
export function createReadDetails(client: NorthflankClient, account: BillingAccount): ReadDetails {
  return async (key, calls) => nullIfMissing(client.fetchInvoice(account, key, calls));
}

/** The answer, or null where the provider has none to give. */
export async function nullIfMissing(answer: Promise<WireObject>): Promise<WireObject | null> {
  try {
    return await answer;
  } catch (error) {
    if (isBillingError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}
