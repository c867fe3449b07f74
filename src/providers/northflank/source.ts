import type { AccountList } from '../../accounts/account-source.js';
import type { AccountProfile, BillingAccount } from '../../accounts/billing-account.js';
import type { BillingSubscription } from '../../accounts/billing-subscription.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { InvoicePreview } from '../../previews/invoice-preview.js';
import type { IsEnough, WholeList } from '../../lists/whole-list.js';
import type { PageSource } from '../../lists/page-source.js';
import type { ProviderSource } from '../provider.js';
import type { NorthflankClient } from './client.js';
import { nullIfMissing } from './invoice-details.js';
import { listAccounts } from './list-accounts.js';
import { NorthflankInvoicePages } from './invoice-pages.js';
import { detailFields } from './to-invoice.js';
import { toPreview } from './to-preview.js';

/** What one caller can ask of Northflank in one operation. */
export class NorthflankSource implements ProviderSource {
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

  async listAccounts(
    _list: AccountList,
    isEnough: IsEnough<BillingAccount>,
  ): Promise<WholeList<BillingAccount>> {
    return listAccounts(this.client, isEnough);
  }

  /** Northflank's billing API tells nothing of an account but its invoices. */
  async fetchAccount(): Promise<AccountProfile> {
    return { name: null, email: null, currency: null, createdAt: null };
  }

  async listSubscriptions(): Promise<WholeList<BillingSubscription>> {
    return { items: [], more: false };
  }
}
