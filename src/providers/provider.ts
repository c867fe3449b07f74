import type { AccountDirectory, AccountSource } from '../accounts/account-source.js';
import type { InvoiceSource } from '../invoices/invoice-source.js';
import type { PreviewSource } from '../previews/preview-source.js';
import type { Call } from '../transport/call.js';
import type { HttpTransport, TransportRules } from '../transport/http-transport.js';

/** All that a provider can be asked, for one caller and one operation. */
export type ProviderSource = AccountSource & InvoiceSource & PreviewSource;

/**
 * All that the server knows of a provider, and the one thing that a provider's folder shows. Adding one is a folder that
 * makes this, and a line in `all-providers.ts`.
 */
export interface ProviderDefinition extends AccountDirectory {
  /** What the schema says of it, where it names it. */
  readonly description: string;
  /** The caller's header whose value is the credential, in lower case. No other provider's: a token must not reach two. */
  readonly credentialHeader: string;
  /**
   * Whether its credentials are JSON Web Tokens, which this service verifies where the deployment says whose they are. One
   * provider's at most.
   */
  readonly hasVerifiableTokens?: true;
  readonly baseUrl: BaseUrlRule;
  /** Absent: the sandbox does not stand in for it, so it is always a live one. */
  readonly sandbox?: SandboxSample;
  readonly http: TransportRules;
  readonly costs: CallCosts;
  /** How it tells that something changed. Absent: it does not. */
  readonly webhook?: WebhookRule;
  /** Binds the provider to one caller. Cheap, and makes no call. `now` is the current time, Unix milliseconds. */
  connect(call: Call, transport: HttpTransport, now: () => number): ProviderSource;
}

/** Upstream calls that reads of a provider take where nothing fails, for whoever tells them beforehand. */
export interface CallCosts extends Pick<InvoiceSource, 'detailFields'> {
  /** Most invoices that one call lists. */
  readonly pageMax: number;
  /** Whether lists of invoices are read towards newer rows, too. */
  readonly readsBackward: boolean;
  /** Whether an invoice of this id is asked for by it. */
  readonly fetchesById: (invoiceId: string) => boolean;
  /** Most accounts that one call lists. Their list is only read from its head. */
  readonly accountsMax: number;
  /** Of the name, e-mail address, currency and age of an account. */
  readonly profile: number;
  /** Of the subscriptions of an account. 0: it has none. */
  readonly subscriptions: number;
  /** Of what is billed next, at most, beside the subscriptions. */
  readonly upcoming: number;
}

/** How a provider tells that something changed. */
export interface WebhookRule {
  /** The environment variable with the secrets that it signs with. */
  readonly variable: string;
  /** The end of the address that it tells it to. */
  readonly path: string;
  /** In lower case. */
  readonly signatureHeader: string;
  /** Whether it was signed with one of the secrets, lately. Takes the same time for every wrong signature. */
  readonly isGenuine: (received: ReceivedWebhook, secrets: readonly string[]) => boolean;
  /** @param body parsed JSON; undefined where it is of no concern */
  readonly read: (body: unknown) => WebhookNews | undefined;
}

/** What came, before anything of it is believed. */
export interface ReceivedWebhook {
  /** The header; empty where there is none. */
  readonly signature: string;
  readonly body: Buffer;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** That something changed, and where. */
export interface WebhookNews {
  /** The same each time that it is sent. */
  readonly eventId: string;
  /** The provider's own id of the account. */
  readonly accountId: string;
}

/** Where a provider's API is. */
export interface BaseUrlRule {
  /** The environment variable that sets it, and with it makes the provider a live one. */
  readonly variable: string;
  /** What it is where it is live and the variable is unset. */
  readonly default: string;
}

/** What a newcomer can try while the sandbox stands in for the provider. */
export interface SandboxSample {
  /** A token of the emulator. It is printed and put on a page, so it is nobody's. */
  readonly token: string;
  /** An operation in one line, without apostrophes, that this token may ask. */
  readonly question: string;
}

/** One that the sandbox can stand in for. */
export type EmulatedProvider = ProviderDefinition & { readonly sandbox: SandboxSample };

export function isEmulated(definition: ProviderDefinition): definition is EmulatedProvider {
  return definition.sandbox !== undefined;
}

/** A provider that is served: its definition over connections of its own, for the life of the server. */
export interface Provider {
  readonly definition: ProviderDefinition;
  connect(call: Call): ProviderSource;
  /** Ends idle connections. */
  close(): Promise<void>;
}
