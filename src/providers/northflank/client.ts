import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Calls, Purse } from '../../calls/call-budget.js';
import type { Call } from '../../transport/call.js';
import type { HttpTransport } from '../../transport/http-transport.js';
import type { UpstreamRequest } from '../../transport/upstream-request.js';
import type { WireObject } from '../../wire/wire-object.js';
import { parseWireInvoice, parseWirePage, type WirePage } from './wire.js';

/** Rows of a page. Always the same, so that a page is the same page whatever a client's own page size. */
export const PAGE_ROWS = 100;

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
  readonly mayRecover?: boolean;
}

/** The endpoints of Northflank's billing API, one method each. All of them only read. */
export class NorthflankClient {
  constructor(
    private readonly transport: HttpTransport,
    private readonly call: Call,
  ) {}

  async listInvoices(account: BillingAccount, cursor: string | undefined, calls?: Calls): Promise<WirePage> {
    const size = String(PAGE_ROWS);
    // The name of the parameter changed with the generations; an unknown one is passed over.
    const query = { per_page: size, perPage: size, ...(cursor === undefined ? {} : { cursor }) };
    return parseWirePage(
      await this.#get(account, {
        wanted: 'list',
        route: 'billing/invoices',
        path: ['invoices'],
        query,
        calls,
        mayRecover: cursor !== undefined,
      }),
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
    const get: Get =
      typeof key === 'string'
        ? { wanted: 'object', route: 'billing/invoices/{id}', path: ['invoices', key], calls }
        : {
            wanted: 'object',
            route: 'billing/invoices/details',
            path: ['invoices', 'details'],
            query: { timestamp: String(key) },
            calls,
          };
    return parseWireInvoice(await this.#get(account, get));
  }

  /** Puts calls aside for a read that takes several. */
  reserve(calls: number): Purse {
    return this.call.budget.reserve(calls);
  }

  async #get(
    { accountId }: BillingAccount,
    { wanted, route, path, query = {}, calls, mayRecover = false }: Get,
  ): Promise<unknown> {
    const scope = accountId === null ? [] : ['teams', accountId];
    const segments = ['v1', ...scope, 'billing', ...path];
    const purse = calls ?? this.call.budget;
    return this.transport.send(
      { method: 'GET', route, segments, query, wanted, mayRecover, purse },
      this.call,
    );
  }
}
