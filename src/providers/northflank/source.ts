import pLimit from 'p-limit';
import type { AccountDetails, BillingAccount } from '../../accounts/billing-account.js';
import type { Subscription } from '../../accounts/subscription.js';
import type { WorkspaceDetails } from '../../accounts/workspace.js';
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
import { InvoiceDetails, nullIfMissing } from './invoice-details.js';
import { NorthflankInvoicePages } from './invoice-pages.js';
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
  });
  return {
    name: 'NORTHFLANK',
    parseAccount: parseNorthflankAccount,
    isInvoiceId: isNorthflankInvoiceId,
    connect: (call) => new NorthflankSource(new NorthflankClient(transport, call), options.now),
    close: async () => transport.close(),
  };
}

/** Calls for details that one operation has under way at once: the quota is by the hour, and others wait too. */
const DETAILS_AT_ONCE_MAX = 8;

class NorthflankSource implements ProviderSource {
  readonly detailFields = detailFields;
  readonly #invoices = new Map<string, PageSource<Invoice>>();
  readonly #limit = pLimit(DETAILS_AT_ONCE_MAX);

  constructor(
    private readonly client: NorthflankClient,
    private readonly now: () => number,
  ) {}

  /** One for each account: it remembers the pages and details that the operation has read. */
  invoices(account: BillingAccount): PageSource<Invoice> {
    const pages =
      this.#invoices.get(account.key) ??
      new NorthflankInvoicePages(this.client, account, new InvoiceDetails(this.client, account, this.#limit));
    this.#invoices.set(account.key, pages);
    return pages;
  }

  async previewUpcoming(account: BillingAccount): Promise<InvoicePreview | null> {
    const wire = await nullIfMissing(async () => this.client.fetchDetails(account));
    if (wire) return toPreview(wire, account, new Date(this.now()).toISOString());
    // Newer generations have no previews, and answer like an account that does not exist. Its list can tell.
    const pages = this.invoices(account);
    await pages.readPage({ direction: 'forward', limit: pages.pageMax, anchor: undefined });
    return null;
  }

  /** Northflank's billing API tells nothing of an account but its invoices. */
  async fetchAccount(): Promise<AccountDetails> {
    return { name: null, email: null, currency: null, createdAt: null };
  }

  async listSubscriptions(): Promise<WholeList<Subscription>> {
    return { items: [], more: false };
  }

  async fetchWorkspace(): Promise<WorkspaceDetails> {
    throw withoutWorkspaces();
  }

  async listAccounts(): Promise<WholeList<BillingAccount>> {
    throw withoutWorkspaces();
  }
}

function withoutWorkspaces(): BillingError {
  return new BillingError('NOT_FOUND', 'Northflank has no workspaces.', { provider: 'NORTHFLANK' });
}
