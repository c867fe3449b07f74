import type { AccountProfile, BillingAccount } from '../../accounts/billing-account.js';
import { isRenewing, type BillingSubscription } from '../../accounts/billing-subscription.js';
import type { AccountList } from '../../accounts/account-source.js';
import type { Workspace, WorkspaceProfile } from '../../accounts/workspace.js';
import type { Calls } from '../../calls/call-budget.js';
import { isRefusal, type BillingError } from '../../errors/billing-error.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { InvoicePreview } from '../../previews/invoice-preview.js';
import type { InvoiceChange } from '../../previews/invoice-change.js';
import type { WholeList } from '../../lists/whole-list.js';
import type { PageSource } from '../../lists/page-source.js';
import type { ProviderSource } from '../provider.js';
import type { AltostratClient } from './client.js';
import { AltostratInvoicePages } from './invoice-pages.js';
import {
  parseAccountProfile,
  parseWorkspaceProfile,
  toAccountItem,
  toSubscriptionItem,
  toWorkspaceItem,
} from './to-account.js';
import { parsePreview } from './to-preview.js';
import { parseWireList } from './wire.js';

/** What one caller can ask of Altostrat in one operation. */
export class AltostratSource implements ProviderSource {
  constructor(
    private readonly client: AltostratClient,
    private readonly now: () => number,
  ) {}

  invoices(account: BillingAccount): PageSource<Invoice> {
    return new AltostratInvoicePages(this.client, account);
  }

  async previewInvoice(
    account: BillingAccount,
    change: InvoiceChange,
    calls?: Calls,
  ): Promise<InvoicePreview> {
    const answer = await this.client.previewInvoice(account, toPreviewBody(change), calls);
    return parsePreview(answer, account, { change, computedAt: new Date(this.now()).toISOString() });
  }

  async previewUpcoming(account: BillingAccount, subscriptionId?: string): Promise<InvoicePreview | null> {
    // Without the second call the first one would be in vain.
    const purse = this.client.reserve(subscriptionId === undefined ? 2 : 1);
    try {
      const renewing = subscriptionId ?? (await this.#onlyRenewing(account, purse));
      if (renewing === null) return null;
      const change = { subscriptionId: renewing, items: undefined, cancelSubscription: false };
      return await this.previewInvoice(account, change, purse);
    } catch (error) {
      if (isRefusal(error, 'nothing-to-bill')) return null;
      throw error;
    } finally {
      purse.close();
    }
  }

  /** The account's only subscription that will be invoiced again; of several, none speaks for the account. */
  async #onlyRenewing(account: BillingAccount, calls: Calls): Promise<string | null> {
    const { items, more } = await this.listSubscriptions(account, calls);
    const renewing = items.map(({ node }) => readNode(node)).filter(isRenewing);
    const [only] = renewing;
    return only && renewing.length === 1 && !more ? only.subscriptionId : null;
  }

  async fetchAccount(account: BillingAccount): Promise<AccountProfile> {
    return parseAccountProfile(await this.client.fetchAccount(account), account);
  }

  async listSubscriptions(account: BillingAccount, calls?: Calls): Promise<WholeList<BillingSubscription>> {
    const { rows, more } = parseWireList(await this.client.listSubscriptions(account, calls));
    return { items: rows.map((row, index) => toSubscriptionItem(row, index, account)), more };
  }

  async fetchWorkspace(workspaceId: string): Promise<WorkspaceProfile> {
    return parseWorkspaceProfile(await this.client.fetchWorkspace(workspaceId), workspaceId);
  }

  async listWorkspaces(): Promise<WholeList<Workspace>> {
    const { rows, more } = parseWireList(await this.client.listWorkspaces());
    return { items: rows.map(toWorkspaceItem), more };
  }

  async listAccounts({ workspaceId }: AccountList): Promise<WholeList<BillingAccount>> {
    const workspace = String(workspaceId);
    const { rows, more } = parseWireList(await this.client.listAccounts(workspace));
    return { items: rows.map((row, index) => toAccountItem(row, index, workspace)), more };
  }
}

/** A subscription that cannot be read may be a renewing one. */
function readNode(node: BillingSubscription | BillingError): BillingSubscription {
  if (node instanceof Error) throw node;
  return node;
}

/**
 * `items` is left out for "no change": an empty list may read as "remove everything". A cancellation sends the
 * empty list, for one generation of the API requires the field.
 */
function toPreviewBody({ subscriptionId, items, cancelSubscription }: InvoiceChange): unknown {
  return {
    ...(subscriptionId === undefined ? {} : { subscription_id: subscriptionId }),
    ...(cancelSubscription ? { items: [], cancel_subscription: true } : {}),
    ...(items === undefined
      ? {}
      : {
          items: items.map(({ productType, quantity, interval }) => ({
            product_type: productType,
            quantity,
            interval: interval.toLowerCase(),
          })),
        }),
  };
}
