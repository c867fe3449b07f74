import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls, Purse } from '../../calls/call-budget.js';
import type { Call } from '../../transport/call.js';
import type { HttpTransport } from '../../transport/http-transport.js';
import type { UpstreamRequest } from '../../transport/upstream-request.js';
import { isFinalPage } from './final-page.js';

type UpstreamQuery = Readonly<Record<string, string>>;

interface GetOptions extends Pick<UpstreamRequest, 'mayRecover' | 'isFinal' | 'rows'> {
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

  listWorkspaces(): Promise<unknown> {
    return this.#get('list', 'workspaces', ['workspaces']);
  }

  fetchWorkspace(workspaceId: string): Promise<unknown> {
    return this.#get('object', 'workspace', ['workspaces', workspaceId]);
  }

  listAccounts(workspaceId: string): Promise<unknown> {
    return this.#get('list', 'billing-accounts', ['workspaces', workspaceId, 'billing-accounts']);
  }

  fetchAccount(account: BillingAccount): Promise<unknown> {
    return this.#get('object', 'billing-account', toSegments(account));
  }

  listSubscriptions(account: BillingAccount, calls?: Calls): Promise<unknown> {
    return this.#get('list', 'subscriptions', [...toSegments(account), 'subscriptions'], { calls });
  }

  listInvoices(account: BillingAccount, query: UpstreamQuery, calls: Calls): Promise<unknown> {
    const mayRecover = 'after' in query || 'before' in query;
    const rows = Number(query['limit']);
    const isFinal = 'after' in query ? (answer: unknown) => isFinalPage(answer, rows) : undefined;
    const segments = [...toSegments(account), 'invoices'];
    return this.#get('list', 'invoices', segments, { query, calls, mayRecover, isFinal, rows });
  }

  previewInvoice(account: BillingAccount, body: unknown, calls?: Calls): Promise<unknown> {
    const purse = calls ?? this.call.budget;
    const segments = [...toSegments(account), 'invoices', 'preview'];
    return this.transport.send(
      { method: 'POST', route: 'invoices/preview', segments, body, wanted: 'object', purse },
      this.call,
    );
  }

  /** Puts calls aside for a read that takes several. */
  reserve(calls: number): Purse {
    return this.call.budget.reserve(calls);
  }

  #get(
    wanted: UpstreamRequest['wanted'],
    route: string,
    segments: readonly string[],
    { calls, ...options }: GetOptions = {},
  ): Promise<unknown> {
    const purse = calls ?? this.call.budget;
    return this.transport.send({ method: 'GET', route, segments, wanted, purse, ...options }, this.call);
  }
}

/** Both ids were checked when the account was named. */
function toSegments({ workspaceId, accountId }: BillingAccount): readonly string[] {
  return ['workspaces', String(workspaceId), 'billing-accounts', String(accountId)];
}
