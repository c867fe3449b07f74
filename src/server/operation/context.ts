import { createAccountReads } from '../../accounts/account-reads.js';
import type { ProviderName } from '../../errors/provider-name.js';
import { badUserInput, quote } from '../../errors/billing-error.js';
import type { PreviewContext } from '../../previews/preview.context.js';
import { createUpcomingReads } from '../../previews/upcoming-reads.js';
import type { FederationContext } from '../../federation/federation.context.js';
import { createInvoiceLoaders } from '../../invoices/invoice.loaders.js';
import type { ReportSearchStep } from '../../invoices/search.loaders.js';
import type { Provider, ProviderDefinition, ProviderSource } from '../../providers/provider.js';
import { CallBudget } from '../../calls/call-budget.js';
import { toCredentialKey } from '../../transport/call.js';
import { OperationMemory } from '../../transport/operation-memory.js';
import { missingCredential, type Credentials } from './credentials.js';
import { AnswerSize } from './answer-size.js';
import type { OperationEnd } from '../../transport/operation-end.js';
import type { AnswerContext } from './resolve-field.js';
import type { RouterAccess } from './router-access.js';

export interface ContextOptions {
  readonly providers: readonly Provider[];
  readonly credentials: Credentials;
  /** When the client goes away or the operation's time is up. */
  readonly end: OperationEnd;
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
  /** Errors to be told beside data that stands. */
  readonly asides: readonly Error[];
  /** Whether a compiled query has given up, so that the interpreter answers. */
  hasGivenUp: boolean;
  /** Has the interpreter answer. Forgets what a run has told that gave up. What it has read is remembered, and is not read again. */
  startOver(): void;
  /** Upstream calls made so far. */
  callsMade(): number;
  /** Whether any of the answer may be a provider's. */
  hasAskedProvider(): boolean;
  /** Lets go of everything read for the operation. Called once its answer is over. */
  end(): void;
}

/** Apollo copies the context of each operation, so it is a plain object over closures, not a class instance. */
export function createContext(options: ContextOptions): OperationContext {
  const { credentials, end, correlationId, pageSizeMax, isRouter, subgraphSdl } = options;
  const budget = new CallBudget(options.upstreamCallsMax);
  const memory = new OperationMemory();
  const sources = new Map<ProviderName, ProviderSource>();
  const asides: Error[] = [];
  let representations = 0;
  const connect = (name: ProviderName): ProviderSource => {
    const provider = findProvider(options.providers, name);
    const credential = credentials.get(name);
    if (credential === undefined) throw missingCredential(provider.definition);
    const credentialKey = toCredentialKey(credential);
    return provider.connect({
      credential,
      credentialKey,
      memory,
      correlationId,
      budget,
      end,
    });
  };
  const sourceOf = (name: ProviderName): ProviderSource => {
    const source = sources.get(name) ?? connect(name);
    sources.set(name, source);
    return source;
  };
  const workspaceDirectory = (): ProviderDefinition => findWithWorkspaces(options.providers);
  const context: OperationContext = {
    accounts: createAccountReads(sourceOf, () => workspaceDirectory().name),
    invoices: createInvoiceLoaders({ sourceOf, budget, onSearchStep: options.onSearchStep }),
    pageSizeMax,
    isRouter,
    subgraphSdl,
    countRepresentations: (count) => (representations += count),
    directory: (name) => findProvider(options.providers, name).definition,
    workspaceDirectory,
    previewSource: sourceOf,
    upcoming: createUpcomingReads(sourceOf),
    asides,
    hasGivenUp: false,
    startOver: () => {
      asides.length = 0;
      representations = 0;
      context.hasGivenUp = true;
    },
    reportBeside: (error) => void asides.push(error),
    callsMade: () => budget.made,
    answerSize: new AnswerSize(),
    hasAskedProvider: () => sources.size > 0,
    end: () => {
      sources.clear();
      memory.clear();
    },
  };
  return context;
}

function findProvider(providers: readonly Provider[], name: ProviderName): Provider {
  const provider = providers.find(({ definition }) => definition.name === name);
  if (provider) return provider;
  const served = providers.map(({ definition }) => definition.name);
  throw badUserInput(`Provider: expected one of ${served.join(', ')}, got ${quote(name)}.`);
}

/** A workspace is named by its id alone, so no more than one provider has them. */
function findWithWorkspaces(providers: readonly Provider[]): ProviderDefinition {
  const provider = providers.find(({ definition }) => definition.hasWorkspaces);
  if (provider) return provider.definition;
  throw badUserInput('Workspace: expected no id of one, since no provider here has workspaces.');
}
