import type { SelectedFields } from './detail-cost.js';
import type { InvoiceLoaders } from './invoice.loaders.js';
import type { Invoice } from './invoice.js';
import type { InvoiceId } from './node-id.js';

/** What a reference names: an invoice has to be looked for, null if its account has none such; the rest is at hand. */
export async function loadReference<Known extends object>(
  reference: Known | InvoiceId,
  selected: SelectedFields,
  invoices: InvoiceLoaders,
): Promise<Known | Invoice | null> {
  if (!('invoiceId' in reference)) return reference;
  return invoices.invoice(reference.account, reference.invoiceId, selected);
}
