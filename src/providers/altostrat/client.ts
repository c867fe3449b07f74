import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Call } from '../../transport/call.js';
import type { HttpTransport } from '../../transport/http-transport.js';
import type { UpstreamRequest } from '../../transport/upstream-request.js';

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
    return this.#get('object', 'workspace', ['workspaces', workspaceId]);
  }

  async listAccounts(workspaceId: string): Promise<unknown> {
    return this.#get('list', 'billing-accounts', ['workspaces', workspaceId, 'billing-accounts']);
  }

  async fetchAccount(account: BillingAccount): Promise<unknown> {
    return this.#get('object', 'billing-account', toSegments(account));
  }

  async listSubscriptions(account: BillingAccount): Promise<unknown> {
    return this.#get('list', 'subscriptions', [...toSegments(account), 'subscriptions']);
  }

  async listInvoices(account: BillingAccount, query: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#get('list', 'invoices', [...toSegments(account), 'invoices'], query);
  }

  async previewInvoice(account: BillingAccount, body: unknown): Promise<unknown> {
    const segments = [...toSegments(account), 'invoices', 'preview'];
    return this.transport.send(
      {
        method: 'POST',
        route: 'invoices/preview',
        segments,
        body,
        wanted: 'object',
        purse: this.call.budget,
      },
      this.call,
    );
  }

  async #get(
    wanted: UpstreamRequest['wanted'],
    route: string,
    segments: readonly string[],
    query: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const purse = this.call.budget;
    return this.transport.send({ method: 'GET', route, segments, query, wanted, purse }, this.call);
  }
}

/** Both ids were checked when the account was named. */
function toSegments({ workspaceId, accountId }: BillingAccount): readonly string[] {
  return ['workspaces', String(workspaceId), 'billing-accounts', String(accountId)];
}
