import type { BillingAccount } from '../../accounts/billing-account.js';
import type { Call } from '../../transport/call.js';
import type { HttpTransport } from '../../transport/http-transport.js';
import type { UpstreamRequest } from '../../transport/upstream-request.js';
import { parseData, parseWirePage, type WirePage } from './wire.js';
import type { WireObject } from '../../wire/wire-object.js';

/** Rows of a page. Always the same, so that a page is the same page whatever a client's own page size. */
export const PAGE_ROWS = 100;

export type CallOptions = Pick<UpstreamRequest, 'isReserved'>;

/** The endpoints of Northflank's billing API, one method each. All of them only read. */
export class NorthflankClient {
  constructor(
    private readonly transport: HttpTransport,
    private readonly call: Call,
  ) {}

  get callsLeft(): number {
    return this.call.budget.left;
  }

  async listInvoices(account: BillingAccount, cursor: string | undefined): Promise<WirePage> {
    const size = String(PAGE_ROWS);
    // The name of the parameter changed with the generations; an unknown one is passed over.
    const query = { per_page: size, perPage: size, ...(cursor === undefined ? {} : { cursor }) };
    return parseWirePage(await this.#get('list', 'billing/invoices', account, ['invoices'], query));
  }

  /** The invoice whose period holds the moment, Unix seconds; without one, a preview of the next invoice. */
  async fetchDetails(
    account: BillingAccount,
    timestamp?: number,
    options?: CallOptions,
  ): Promise<WireObject> {
    const query: Record<string, string> = timestamp === undefined ? {} : { timestamp: String(timestamp) };
    const path = ['invoices', 'details'];
    return parseData(await this.#get('object', 'billing/invoices/details', account, path, query, options));
  }

  async fetchInvoice(account: BillingAccount, invoiceId: string, options: CallOptions): Promise<WireObject> {
    const path = ['invoices', invoiceId];
    return parseData(await this.#get('object', 'billing/invoices/{id}', account, path, {}, options));
  }

  async #get(
    wanted: UpstreamRequest['wanted'],
    route: string,
    { accountId }: BillingAccount,
    path: readonly string[],
    query: Readonly<Record<string, string>>,
    options?: CallOptions,
  ): Promise<unknown> {
    const scope = accountId === null ? [] : ['teams', accountId];
    const segments = ['v1', ...scope, 'billing', ...path];
    const purse = this.call.budget;
    return this.transport.send(
      { method: 'GET', route, segments, query, wanted, purse, ...options },
      this.call,
    );
  }
}
