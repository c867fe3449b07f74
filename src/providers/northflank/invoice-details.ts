import type { LimitFunction } from 'p-limit';
import type { BillingAccount } from '../../accounts/billing-account.js';
import { isBillingError } from '../../errors/billing-error.js';
import type { WireObject } from '../../wire/wire-object.js';
import type { NorthflankClient } from './client.js';

/** How an invoice's details are asked for: by the provider's id, or by a moment in its period, Unix seconds. */
export type DetailsKey = string | number;

/**
 * What the list leaves out of an account's invoices: lines, tax, discounts, the breakdown of usage. Each
 * invoice is asked for once in an operation, and only when one of these is selected.
 */
export class InvoiceDetails {
  readonly #reads = new Map<DetailsKey, Promise<WireObject | null>>();
  readonly #kept = new Set<DetailsKey>();

  constructor(
    private readonly client: NorthflankClient,
    private readonly account: BillingAccount,
    /** Bounds the calls under way at once. */
    private readonly limit: LimitFunction,
  ) {}

  /** Tells that the operation has kept a call for these details. */
  keepCall(key: DetailsKey): void {
    this.#kept.add(key);
  }

  /** Null: the provider has no such invoice, or has no such call for this account. */
  async fetch(key: DetailsKey): Promise<WireObject | null> {
    const read = this.#reads.get(key) ?? this.limit(async () => this.#fetch(key));
    this.#reads.set(key, read);
    return read;
  }

  async #fetch(key: DetailsKey): Promise<WireObject | null> {
    const { client, account } = this;
    const options = { isReserved: this.#kept.delete(key) };
    try {
      return await nullIfMissing(async () =>
        typeof key === 'string'
          ? client.fetchInvoice(account, key, options)
          : client.fetchDetails(account, key, options),
      );
    } catch (error) {
      // Who comes later may have a call kept for him.
      if (isBillingError(error, 'QUERY_TOO_COSTLY')) this.#reads.delete(key);
      throw error;
    }
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
