import type { BillingAccount } from '../accounts/billing-account.js';
import type { Workspace } from '../accounts/workspace.js';
import type { SelectedFields } from '../invoices/detail-cost.js';
import type { InvoiceContext } from '../invoices/invoice.context.js';
import type { Invoice } from '../invoices/invoice.js';
import { parseRepresentation } from './representation.js';

/** What other subgraphs can refer to. */
export type Entity = BillingAccount | Invoice | Workspace;

/**
 * The entity that a representation names; null for an invoice that its account does not have. Invoices asked for
 * together are searched for together, however they are named.
 *
 * @throws BAD_USER_INPUT for a representation that is none, before anything is read
 */
export async function loadEntity(
  representation: unknown,
  selected: SelectedFields,
  context: InvoiceContext,
): Promise<Entity | null> {
  const reference = parseRepresentation(representation, context);
  if (reference.__typename !== 'Invoice') return reference;
  return context.invoices.invoice(reference.account, reference.invoiceId, selected);
}
