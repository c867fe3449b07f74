import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls, Purse } from '../../calls/call-budget.js';
import type { Call } from '../../transport/call.js';
import type { HttpTransport } from '../../transport/http-transport.js';
import type { UpstreamRequest } from '../../transport/upstream-request.js';
import type { WireObject } from '../../wire/wire-object.js';
import { isFinalInvoice, isFinalPage } from './final.js';
import { PAGE_ROWS, parseWireInvoice, parseWirePage, parseWireTeams, type WirePage } from './wire.js';

/** How an invoice's details are asked for: by the provider's id, or by a moment in its period, Unix seconds. */
export type DetailsKey = string | number;

interface Get {
  readonly wanted: UpstreamRequest['wanted'];
  /** Names the route in logs. */
  readonly route: string;
  /** Below the billing of the account. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** What pays for the call; the operation's budget where nothing was put aside. */
  readonly calls?: Calls | undefined;
  readonly rows?: number;
  readonly mayRecover?: boolean;
  readonly isFinal?: UpstreamRequest['isFinal'];
}

/** The endpoints of Northflank's API that billing needs, one method each. All of them only read. */
export class NorthflankClient {
  constructor(
    private readonly transport: HttpTransport,
    private readonly call: Call,
  ) {}

  async listInvoices(account: BillingAccount, cursor: string | undefined, calls?: Calls): Promise<WirePage> {
    return parseWirePage(
      await this.#get(account, {
        wanted: 'list',
        route: 'billing/invoices',
        path: ['invoices'],
        query: toPageQuery(cursor),
        calls,
        rows: PAGE_ROWS,
        mayRecover: cursor !== undefined,
        isFinal: cursor === undefined ? undefined : isFinalPage,
      }),
    );
  }

  async listTeams(cursor: string | undefined): Promise<WirePage> {
    const query = toPageQuery(cursor);
    const purse = this.call.budget;
    return parseWireTeams(
      await this.transport.send(
        {
          method: 'GET',
          wanted: 'list',
          route: 'teams',
          segments: ['v1', 'teams'],
          query,
          rows: PAGE_ROWS,
          purse,
        },
        this.call,
      ),
    );
  }

  /** What is billed since the last invoice. */
  async fetchPreview(account: BillingAccount, calls?: Calls): Promise<WireObject> {
    const path = ['invoices', 'details'];
    return parseWireInvoice(
      await this.#get(account, { wanted: 'object', route: 'billing/invoices/details', path, calls }),
    );
  }

  /** One invoice with what the list leaves out, or the one whose period holds the moment. */
  async fetchInvoice(account: BillingAccount, key: DetailsKey, calls?: Calls): Promise<WireObject> {
    const shared = { wanted: 'object', calls, isFinal: isFinalInvoice } as const;
    const get: Get =
      typeof key === 'string'
        ? { ...shared, route: 'billing/invoices/{id}', path: ['invoices', key] }
        : {
            ...shared,
            route: 'billing/invoices/details',
            path: ['invoices', 'details'],
            query: { timestamp: String(key) },
          };
    return parseWireInvoice(await this.#get(account, get));
  }

  /** Puts calls aside for a read that takes several. */
  reserve(calls: number): Purse {
    return this.call.budget.reserve(calls);
  }

  async #get({ accountId }: BillingAccount, { path, query = {}, calls, ...given }: Get): Promise<unknown> {
    const scope = accountId === null ? [] : ['teams', accountId];
    const segments = ['v1', ...scope, 'billing', ...path];
    const purse = calls ?? this.call.budget;
    return this.transport.send({ method: 'GET', segments, query, purse, ...given }, this.call);
  }
}

/** The name of the parameter changed with the generations; an unknown one is passed over. */
function toPageQuery(cursor: string | undefined): Readonly<Record<string, string>> {
  const size = String(PAGE_ROWS);
  return { per_page: size, perPage: size, ...(cursor === undefined ? {} : { cursor }) };
}
