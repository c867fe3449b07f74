import type { Workspace } from '../accounts/workspace.js';
import type { BillingAccount } from '../accounts/billing-account.js';
import type { BillingSubscription } from '../accounts/billing-subscription.js';
import type { SelectedFields } from './detail-cost.js';
import type { InvoiceContext } from './invoice.context.js';
import type { Invoice } from './invoice.js';
import type { NodeId } from './node-id.js';

/** What a global id can lead to. */
export type Node = BillingAccount | BillingSubscription | Invoice | Workspace;

/**
 * What a reference names. An invoice and a subscription have to be looked for, null if their account has none such;
 * the others are known by their ids.
 */
export async function loadReference(
  reference: NodeId,
  selected: SelectedFields,
  { accounts, invoices }: InvoiceContext,
): Promise<Node | null> {
  switch (reference.__typename) {
    case 'Invoice':
      return invoices.invoice(reference.account, reference.invoiceId, selected);
    case 'BillingSubscription':
      return accounts.subscription(reference.account, reference.subscriptionId);
    default:
      return reference;
  }
}
