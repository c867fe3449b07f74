import type { BillingAccount } from '../accounts/billing-account.js';
import { isBillingError, type BillingError } from '../errors/billing-error.js';
import type { InvoiceLoaders } from './invoice.loaders.js';

/** Whether an account's provider answers; a failure is data here, not an error. */
export interface SourceStatus {
  readonly account: BillingAccount;
  readonly ok: boolean;
  readonly code: string | null;
  readonly message: string | null;
  readonly retryAfterMs: number | null;
}

/** Reads the newest invoice, in one call that it shares with every page from the head of the list. */
export async function loadSourceStatus(
  account: BillingAccount,
  invoices: InvoiceLoaders,
): Promise<SourceStatus> {
  try {
    await invoices.window(account, { direction: 'forward', size: 1, anchor: undefined });
    return toSourceStatus(account);
  } catch (error) {
    // Where no call was left to ask, nothing is known of the provider.
    if (!isBillingError(error) || error.code === 'QUERY_TOO_COSTLY') throw error;
    return toSourceStatus(account, error);
  }
}

/** What a failure says of its account; without one, that all is well. */
export function toSourceStatus(account: BillingAccount, failure?: BillingError): SourceStatus {
  if (!failure) return { account, ok: true, code: null, message: null, retryAfterMs: null };
  const { code, message, facts } = failure;
  return { account, ok: false, code, message, retryAfterMs: facts.retryAfterMs ?? null };
}
