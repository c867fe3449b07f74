import pLimit from 'p-limit';
import type { BillingAccount } from '../../accounts/billing-account.js';
import { isBillingError } from '../../errors/billing-error.js';
import type { WireObject } from '../../wire/wire-object.js';
import type { CallOptions, NorthflankClient } from './client.js';

/** Calls for details that one operation has under way at once: the quota is by the hour, and others wait too. */
const AT_ONCE_MAX = 8;

/**
 * What the list leaves out of an account's invoices: lines, tax, discounts, the breakdown of usage. Each
 * invoice is asked for once in an operation, and only when one of these is selected.
 */
export class InvoiceDetails {
  readonly #limit = pLimit(AT_ONCE_MAX);
  readonly #reads = new Map<string, Promise<WireObject | null>>();

  constructor(
    private readonly client: NorthflankClient,
    private readonly account: BillingAccount,
  ) {}

  /** Null: the provider has no invoice with this id, or has no such call for this account. */
  async fetchById(invoiceId: string, options: CallOptions = {}): Promise<WireObject | null> {
    return this.#once(`id ${invoiceId}`, async () =>
      this.client.fetchInvoice(this.account, invoiceId, options),
    );
  }

  /** The invoice whose period holds the moment, Unix seconds. Null: there is none, or no such call. */
  async fetchAt(timestamp: number, options: CallOptions = {}): Promise<WireObject | null> {
    return this.#once(`at ${timestamp}`, async () =>
      this.client.fetchDetails(this.account, timestamp, options),
    );
  }

  async #once(key: string, fetch: () => Promise<WireObject>): Promise<WireObject | null> {
    const read = this.#reads.get(key) ?? this.#limit(async () => nullIfMissing(fetch));
    this.#reads.set(key, read);
    return read;
  }
}

export async function nullIfMissing(fetch: () => Promise<WireObject>): Promise<WireObject | null> {
  try {
    return await fetch();
  } catch (error) {
    if (isBillingError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}
