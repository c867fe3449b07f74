import { rethrowFrom } from '../errors/billing-error.js';
import { compareInvoices, type InvoiceChanges } from './invoice-changes.js';
import type { InvoicePreview } from './invoice-preview.js';
import { changedSubscription } from './invoice-change.js';
import type { ReadUpcoming } from './upcoming-reads.js';

/** A preview belongs to one operation, which may ask for its changes under any number of names. */
const compared = new WeakMap<InvoicePreview, Promise<InvoiceChanges | null>>();

/**
 * What a preview would bill against what is billed next without its change. One upstream call for each subscription of
 * an operation, however many changes of it are previewed, and one comparison for each of those. Null where there is
 * nothing to compare with.
 *
 * @throws what the provider fails with, and UPSTREAM_INVALID_RESPONSE where lines cannot be read
 */
export function loadChanges(
  preview: InvoicePreview,
  readUpcoming: ReadUpcoming,
): Promise<InvoiceChanges | null> {
  const known = compared.get(preview);
  if (known) return known;
  const changes = compareWithUpcoming(preview, readUpcoming);
  compared.set(preview, changes);
  return changes;
}

async function compareWithUpcoming(
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
