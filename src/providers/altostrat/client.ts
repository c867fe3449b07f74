import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Call } from '../../transport/call.js';
import type { HttpTransport } from '../../transport/http-transport.js';

/** The endpoints of Altostrat's workspaces API that billing needs, one method each. Answers are unparsed JSON. */
export class AltostratClient {
  constructor(
    private readonly transport: HttpTransport,
    private readonly call: Call,
  ) {}

  get callsLeft(): number {
    return this.call.budget.left;
  }

  async fetchWorkspace(workspaceId: string): Promise<unknown> {
    return this.#get('workspace', ['workspaces', workspaceId]);
  }

  async listAccounts(workspaceId: string): Promise<unknown> {
    return this.#get('billing-accounts', ['workspaces', workspaceId, 'billing-accounts']);
  }

  async fetchAccount(account: BillingAccount): Promise<unknown> {
    return this.#get('billing-account', toSegments(account));
  }

  async listSubscriptions(account: BillingAccount): Promise<unknown> {
    return this.#get('subscriptions', [...toSegments(account), 'subscriptions']);
  }

  async listInvoices(account: BillingAccount, query: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#get('invoices', [...toSegments(account), 'invoices'], query);
  }

  async previewInvoice(account: BillingAccount, body: unknown): Promise<unknown> {
    const segments = [...toSegments(account), 'invoices', 'preview'];
    return this.transport.send({ method: 'POST', route: 'invoices/preview', segments, body }, this.call);
  }

  async #get(
    route: string,
    segments: readonly string[],
    query: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    return this.transport.send({ method: 'GET', route, segments, query }, this.call);
  }
}

/** Both ids were checked when the account was named. */
function toSegments({ workspaceId, accountId }: BillingAccount): readonly string[] {
  return ['workspaces', String(workspaceId), 'billing-accounts', String(accountId)];
}
