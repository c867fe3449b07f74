import { createAccountLoaders, type AccountLoaders } from '../accounts/account.loaders.js';
import type { AccountDirectory } from '../accounts/account-source.js';
import type { ProviderName } from '../accounts/billing-account.js';
import { badUserInput } from '../errors/billing-error.js';
import type { InvoiceContext } from '../invoices/invoice.context.js';
import { createInvoiceLoaders, type InvoiceLoaders } from '../invoices/invoice.loaders.js';
import type { Provider, ProviderSource } from '../providers/provider.js';
import { CallBudget } from '../providers/transport/call.js';
import { missingCredential, type Credentials } from './credentials.js';

export interface ContextOptions {
  readonly providers: readonly Provider[];
  readonly credentials: Credentials;
  /** Aborted when the client goes away or the operation's time is up. */
  readonly signal: AbortSignal;
  readonly correlationId: string;
  readonly pageSizeMax: number;
  readonly upstreamCallsMax: number;
}

/** All that one operation shares, and nothing that two operations do. */
export class OperationContext implements InvoiceContext {
  readonly accounts: AccountLoaders;
  readonly invoices: InvoiceLoaders;
  readonly #budget: CallBudget;
  readonly #sources = new Map<ProviderName, ProviderSource>();

  constructor(private readonly options: ContextOptions) {
    this.#budget = new CallBudget(options.upstreamCallsMax);
    const sourceOf = (provider: ProviderName): ProviderSource => this.invoiceSource(provider);
    this.accounts = createAccountLoaders(sourceOf);
    this.invoices = createInvoiceLoaders(sourceOf);
  }

  get pageSizeMax(): number {
    return this.options.pageSizeMax;
  }

  get correlationId(): string {
    return this.options.correlationId;
  }

  get upstreamCalls(): number {
    return this.#budget.made;
  }

  callsLeft(): number {
    return this.#budget.left;
  }

  directory(provider: ProviderName): AccountDirectory {
    return this.#provider(provider);
  }

  invoiceSource(provider: ProviderName): ProviderSource {
    const source = this.#sources.get(provider) ?? this.#connect(provider);
    this.#sources.set(provider, source);
    return source;
  }

  #connect(provider: ProviderName): ProviderSource {
    const { credentials, signal, correlationId } = this.options;
    const credential = credentials.get(provider);
    if (credential === undefined) throw missingCredential(provider);
    return this.#provider(provider).connect({ credential, signal, correlationId, budget: this.#budget });
  }

  #provider(name: ProviderName): Provider {
    const provider = this.options.providers.find((each) => each.name === name);
    if (provider) return provider;
    throw badUserInput(`Provider ${name} is not served here.`);
  }
}
