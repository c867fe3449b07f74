import { rethrowFrom } from '../errors/billing-error.js';
import { compareInvoices, type InvoiceChanges } from './invoice-changes.js';
import type { InvoicePreview } from './invoice-preview.js';
import { changedSubscription } from './invoice-change.js';
import type { ReadUpcoming } from './upcoming-reads.js';

/**
 * What a preview would bill against what is billed next without its change. One upstream call for each subscription of
 * an operation, however many changes of it are previewed. Null where there is nothing to compare with.
 *
 * @throws what the provider fails with, and UPSTREAM_INVALID_RESPONSE where lines cannot be read
 */
export async function loadChanges(
  preview: InvoicePreview,
  readUpcoming: ReadUpcoming,
): Promise<InvoiceChanges | null> {
  const subscriptionId = preview.change && changedSubscription(preview.change);
  if (subscriptionId === undefined) return null;
  try {
    const before = await readUpcoming(preview.billingAccount, subscriptionId);
    return before && (await compareInvoices(before, preview));
  } catch (error) {
    return rethrowFrom(error, preview.provider);
  }
}
