import type { AccountProfile, BillingAccount } from '../../accounts/billing-account.js';
import type { BillingSubscription } from '../../accounts/billing-subscription.js';
import type { WorkspaceProfile } from '../../accounts/workspace.js';
import { BillingError } from '../../errors/billing-error.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { InvoicePreview } from '../../previews/invoice-preview.js';
import type { WholeList } from '../../lists/whole-list.js';
import type { PageSource } from '../../lists/page-source.js';
import type { Provider, ProviderSource } from '../provider.js';
import { HttpTransport, type TransportSettings } from '../../transport/http-transport.js';
import { NorthflankClient } from './client.js';
import { parseNorthflankAccount } from './ids.js';
import { isNorthflankInvoiceId } from './invoice-id.js';
import { nullIfMissing } from './invoice-details.js';
import { NorthflankInvoicePages } from './invoice-pages.js';
import { readRefusals } from './refusals.js';
import { northflankPolicies } from './policies.js';
import { detailFields } from './to-invoice.js';
import { toPreview } from './to-preview.js';

/** Northflank's billing API, in whichever of its generations an account gets. */
export function createNorthflank(options: TransportSettings): Provider {
  const transport = new HttpTransport({
    ...options,
    provider: 'NORTHFLANK',
    policies: northflankPolicies,
    readsQuota: true,
    readRefusals,
  });
  return {
    name: 'NORTHFLANK',
    parseAccount: parseNorthflankAccount,
    isInvoiceId: isNorthflankInvoiceId,
    connect: (call) => new NorthflankSource(new NorthflankClient(transport, call), options.now),
    close: async () => transport.close(),
  };
}

class NorthflankSource implements ProviderSource {
  readonly detailFields = detailFields;

  constructor(
    private readonly client: NorthflankClient,
    private readonly now: () => number,
  ) {}

  invoices(account: BillingAccount): PageSource<Invoice> {
    return new NorthflankInvoicePages(this.client, account);
  }

  async previewUpcoming(account: BillingAccount): Promise<InvoicePreview | null> {
    const purse = this.client.reserve(2);
    try {
      const wire = await nullIfMissing(this.client.fetchPreview(account, purse));
      if (wire) return toPreview(wire, account, new Date(this.now()).toISOString());
      // Newer generations have no previews, and answer like an account that does not exist. Its list can tell.
      await this.client.listInvoices(account, undefined, purse);
      return null;
    } finally {
      purse.close();
    }
  }

  /** Northflank's billing API tells nothing of an account but its invoices. */
  async fetchAccount(): Promise<AccountProfile> {
    return { name: null, email: null, currency: null, createdAt: null };
  }

  async listSubscriptions(): Promise<WholeList<BillingSubscription>> {
    return { items: [], more: false };
  }

  async fetchWorkspace(): Promise<WorkspaceProfile> {
    throw withoutWorkspaces();
  }

  async listAccounts(): Promise<WholeList<BillingAccount>> {
    throw withoutWorkspaces();
  }
}

function withoutWorkspaces(): BillingError {
  return new BillingError('NOT_FOUND', 'Northflank has no workspaces.', { provider: 'NORTHFLANK' });
}
