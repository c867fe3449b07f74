import { createAccountLoaders } from '../../accounts/account.loaders.js';
import type { ProviderName } from '../../errors/provider-name.js';
import { badUserInput, quote } from '../../errors/billing-error.js';
import type { PreviewContext } from '../../previews/preview.context.js';
import { createUpcomingLoader } from '../../previews/upcoming.loaders.js';
import type { FederationContext } from '../../federation/federation.context.js';
import { createDetailLoader } from '../../calls/detail-budget.loaders.js';
import { createInvoiceLoaders, type ReportSearchStep } from '../../invoices/invoice.loaders.js';
import type { Provider, ProviderSource } from '../../providers/provider.js';
import { CallBudget } from '../../calls/call-budget.js';
import { missingCredential, type Credentials } from './credentials.js';
import { AnswerSize } from './answer-size.js';
import type { OperationSignal } from './operation-signal.js';
import type { AnswerContext } from './resolve-field.js';
import type { RouterAccess } from './router-access.js';

export interface ContextOptions {
  readonly providers: readonly Provider[];
  readonly credentials: Credentials;
  /** Aborts when the client goes away or the operation's time is up. */
  readonly signal: OperationSignal;
  readonly correlationId: string;
  readonly pageSizeMax: number;
  readonly upstreamCallsMax: number;
  readonly isRouter: boolean;
  readonly subgraphSdl: string;
  /** Told of each step of a search for invoices by their ids. */
  readonly onSearchStep: ReportSearchStep;
}

/** All that one operation shares, and nothing that two operations do. */
export interface OperationContext extends FederationContext, PreviewContext, RouterAccess, AnswerContext {
  /** Upstream calls made so far. */
  callsMade(): number;
  /** Whether any of the answer may be a provider's. */
  hasAskedProvider(): boolean;
  /** Lets go of everything read for the operation. Called once its answer is over. */
  end(): void;
}

/** Apollo copies the context of each operation, so it is a plain object over closures, not a class instance. */
export function createContext(options: ContextOptions): OperationContext {
  const { credentials, signal, correlationId, pageSizeMax, isRouter, subgraphSdl } = options;
  const budget = new CallBudget(options.upstreamCallsMax);
  const sources = new Map<ProviderName, ProviderSource>();
  const callsLeft = (): number => budget.left;
  let representations = 0;
  const directory = (name: ProviderName): Provider => findProvider(options.providers, name);
  const connect = (name: ProviderName): ProviderSource => {
    const credential = credentials.get(name);
    if (credential === undefined) throw missingCredential(name);
    return directory(name).connect({
      credential,
      correlationId,
      budget,
      // Made when it is first asked for: most operations that cost no call have no use for it.
      get signal() {
        return signal.signal;
      },
    });
  };
  const sourceOf = (name: ProviderName): ProviderSource => {
    const source = sources.get(name) ?? connect(name);
    sources.set(name, source);
    return source;
  };
  return {
    accounts: createAccountLoaders(sourceOf),
    invoices: createInvoiceLoaders({
      sourceOf,
      callsLeft,
      onSearchStep: options.onSearchStep,
    }),
    pageSizeMax,
    isRouter,
    subgraphSdl,
    countRepresentations: (count) => (representations += count),
    directory,
    invoiceSource: sourceOf,
    previewSource: sourceOf,
    upcoming: createUpcomingLoader(sourceOf),
    callsLeft,
    details: createDetailLoader({ left: callsLeft, reserve: (calls) => budget.reserve(calls) }),
    callsMade: () => budget.made,
    answerSize: new AnswerSize(),
    hasAskedProvider: () => sources.size > 0,
    end: () => sources.clear(),
  };
}

function findProvider(providers: readonly Provider[], name: ProviderName): Provider {
  const provider = providers.find((each) => each.name === name);
  if (provider) return provider;
  throw badUserInput(
    `Provider: expected one of ${providers.map((each) => each.name).join(', ')}, got ${quote(name)}.`,
  );
}
