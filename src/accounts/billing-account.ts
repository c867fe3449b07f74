import type { ProviderName } from '../errors/provider-name.js';
import { encodeGlobalId } from '../relay/global-id.js';

/** What a provider says of an account, beyond its identity. */
export interface AccountProfile {
  readonly name: string | null;
  readonly email: string | null;
  /** Upper-case ISO 4217 code. */
  readonly currency: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string | null;
}

/**
 * One account that is billed. It is known by its identity alone; whether the provider has such an account is
 * found out by whoever first reads something of it.
 */
export class BillingAccount {
  readonly __typename = 'BillingAccount';
  #key: string | undefined;

  constructor(
    readonly provider: ProviderName,
    /** Altostrat `ws_...`; null for Northflank. */
    readonly workspaceId: string | null,
    /** Altostrat `cus_...` or a Northflank team id; null: the Northflank token's own account. */
    readonly accountId: string | null,
    /** Present where the answer that named the account also described it. */
    readonly profile?: AccountProfile,
  ) {}

  get id(): string {
    return encodeGlobalId({ type: 'BillingAccount', path: this.path });
  }

  get path(): readonly (string | null)[] {
    return [this.provider, this.workspaceId, this.accountId];
  }

  /** Unambiguous text of the identity, for loader keys and cursor scopes. */
  get key(): string {
    return (this.#key ??= JSON.stringify(this.path));
  }
}
