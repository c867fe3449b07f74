import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls, Purse } from '../../calls/call-budget.js';
import type { Call } from '../../transport/call.js';
import type { HttpTransport } from '../../transport/http-transport.js';

type UpstreamQuery = Readonly<Record<string, string>>;

interface GetOptions {
  readonly query?: UpstreamQuery;
  /** What pays for the call; the operation's budget where nothing was put aside. */
  readonly calls?: Calls | undefined;
}

/** The endpoints of Altostrat's workspaces API that billing needs, one method each. Answers are unparsed JSON. */
export class AltostratClient {
  constructor(
    private readonly transport: HttpTransport,
    private readonly call: Call,
  ) {}

  async fetchWorkspace(workspaceId: string): Promise<unknown> {
    return this.#get('workspace', ['workspaces', workspaceId]);
  }

  async listAccounts(workspaceId: string): Promise<unknown> {
    return this.#get('billing-accounts', ['workspaces', workspaceId, 'billing-accounts']);
  }

  async fetchAccount(account: BillingAccount): Promise<unknown> {
    return this.#get('billing-account', toSegments(account));
  }

  async listSubscriptions(account: BillingAccount, calls?: Calls): Promise<unknown> {
    return this.#get('subscriptions', [...toSegments(account), 'subscriptions'], { calls });
  }

  async listInvoices(account: BillingAccount, query: UpstreamQuery, calls: Calls): Promise<unknown> {
    return this.#get('invoices', [...toSegments(account), 'invoices'], { query, calls });
  }

  async previewInvoice(
    account: BillingAccount,
    body: unknown,
    calls: Calls = this.call.budget,
  ): Promise<unknown> {
    const segments = [...toSegments(account), 'invoices', 'preview'];
    const route = 'invoices/preview';
    return this.transport.send({ method: 'POST', route, segments, body, purse: calls }, this.call);
  }

  /** Puts calls aside for a read that takes several. */
  reserve(calls: number): Purse {
    return this.call.budget.reserve(calls);
  }

  async #get(route: string, segments: readonly string[], options: GetOptions = {}): Promise<unknown> {
    const { query = {}, calls: purse = this.call.budget } = options;
    return this.transport.send({ method: 'GET', route, segments, query, purse }, this.call);
  }
}

/** Both ids were checked when the account was named. */
function toSegments({ workspaceId, accountId }: BillingAccount): readonly string[] {
  return ['workspaces', String(workspaceId), 'billing-accounts', String(accountId)];
}
