import type { AccountDetails, BillingAccount } from '../../accounts/billing-account.js';
import { isRenewing, type Subscription } from '../../accounts/subscription.js';
import type { WorkspaceDetails } from '../../accounts/workspace.js';
import { isBillingError, type BillingError } from '../../errors/billing-error.js';
import type { Invoice } from '../../invoices/invoice.js';
import type { InvoicePreview } from '../../previews/invoice-preview.js';
import type { InvoiceChange } from '../../previews/parse-change.js';
import type { WholeList } from '../../lists/whole-list.js';
import type { PageSource } from '../../lists/page-source.js';
import type { Provider, ProviderSource } from '../provider.js';
import { HttpTransport, type TransportSettings } from '../../transport/http-transport.js';
import { AltostratClient } from './client.js';
import { isAltostratInvoiceId, parseAltostratAccount } from './ids.js';
import { AltostratInvoicePages } from './invoice-pages.js';
import {
  AltostratAccountDetails,
  AltostratWorkspaceDetails,
  toAccountItem,
  toSubscriptionItem,
} from './to-account.js';
import { altostratPolicies } from './policies.js';
import { AltostratPreview } from './to-invoice.js';
import { assertNames } from './fields.js';
import { parseWireList, parseWireObject } from './wire.js';

/** What Stripe answers where a preview would be of nothing. */
const NOTHING_TO_BILL = 'invoice_upcoming_none';

/** Altostrat's billing API, which is Laravel in front of Stripe. */
export function createAltostrat(options: TransportSettings): Provider {
  const transport = new HttpTransport({ ...options, provider: 'ALTOSTRAT', policies: altostratPolicies });
  return {
    name: 'ALTOSTRAT',
    parseAccount: parseAltostratAccount,
    isInvoiceId: isAltostratInvoiceId,
    connect: (call) => new AltostratSource(new AltostratClient(transport, call), options.now),
    close: async () => transport.close(),
  };
}

class AltostratSource implements ProviderSource {
  /** Lists that the operation has read, by account: what is billed next asks for them as well. */
  readonly #subscriptions = new Map<string, Promise<WholeList<Subscription>>>();

  constructor(
    private readonly client: AltostratClient,
    private readonly now: () => number,
  ) {}

  invoices(account: BillingAccount): PageSource<Invoice> {
    return new AltostratInvoicePages(this.client, account);
  }

  async previewInvoice(account: BillingAccount, change: InvoiceChange): Promise<InvoicePreview> {
    const wire = parseWireObject(await this.client.previewInvoice(account, toPreviewBody(change)));
    assertNames(wire, 'customer_id', account.accountId);
    return new AltostratPreview(account, wire, new Date(this.now()).toISOString());
  }

  async previewUpcoming(account: BillingAccount, subscriptionId?: string): Promise<InvoicePreview | null> {
    const renewing = subscriptionId ?? (await this.#onlyRenewing(account));
    if (renewing === null) return null;
    try {
      const change = { subscriptionId: renewing, items: undefined, cancelSubscription: false };
      return await this.previewInvoice(account, change);
    } catch (error) {
      if (isBillingError(error) && error.details.refusal?.code === NOTHING_TO_BILL) return null;
      throw error;
    }
  }

  /** The account's only subscription that will be invoiced again; of several, none speaks for the account. */
  async #onlyRenewing(account: BillingAccount): Promise<string | null> {
    const { items, more } = await this.listSubscriptions(account);
    const renewing = items.map(({ node }) => readNode(node)).filter(isRenewing);
    const [only] = renewing;
    return only && renewing.length === 1 && !more ? only.subscriptionId : null;
  }

  async fetchAccount(account: BillingAccount): Promise<AccountDetails> {
    const wire = parseWireObject(await this.client.fetchAccount(account));
    assertNames(wire, 'id', account.accountId);
    assertNames(wire, 'workspace_id', account.workspaceId);
    return new AltostratAccountDetails(wire);
  }

  async listSubscriptions(account: BillingAccount): Promise<WholeList<Subscription>> {
    const list = this.#subscriptions.get(account.key) ?? this.#fetchSubscriptions(account);
    this.#subscriptions.set(account.key, list);
    return list;
  }

  async #fetchSubscriptions(account: BillingAccount): Promise<WholeList<Subscription>> {
    const { rows, more } = parseWireList(await this.client.listSubscriptions(account));
    return { items: rows.map((row, index) => toSubscriptionItem(row, index, account)), more };
  }

  async fetchWorkspace(workspaceId: string): Promise<WorkspaceDetails> {
    const wire = parseWireObject(await this.client.fetchWorkspace(workspaceId));
    assertNames(wire, 'id', workspaceId);
    return new AltostratWorkspaceDetails(wire);
  }

  async listAccounts(workspaceId: string): Promise<WholeList<BillingAccount>> {
    const { rows, more } = parseWireList(await this.client.listAccounts(workspaceId));
    return { items: rows.map((row, index) => toAccountItem(row, index, workspaceId)), more };
  }
}

/** A subscription that cannot be read may be a renewing one. */
function readNode(node: Subscription | BillingError): Subscription {
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
