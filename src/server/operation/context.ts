import type { BillingAccount } from '../../accounts/billing-account.js';
import { createAccountReads, type AccountReads } from '../../accounts/account-reads.js';
import { BatchGate } from '../../calls/batch-gate.js';
import { CallBudget } from '../../calls/call-budget.js';
import type { MadeCall } from '../../calls/made-call.js';
import { badUserInput, quote } from '../../errors/billing-error.js';
import type { ProviderName } from '../../errors/provider-name.js';
import type { LiveContext } from '../../events/live.context.js';
import type { LiveInvoices } from '../../events/live-invoices.js';
import type { Observed } from '../../events/invoice-signal.js';
import type { FederationContext } from '../../federation/federation.context.js';
import { createInvoiceLoaders, type InvoiceLoaders } from '../../invoices/invoice.loaders.js';
import type { ReportSearchStep } from '../../invoices/search.loaders.js';
import type { PreviewContext } from '../../previews/preview.context.js';
import { createUpcomingReads, type ReadUpcoming } from '../../previews/upcoming-reads.js';
import type { CallCosts, Provider, ProviderDefinition, ProviderSource } from '../../providers/provider.js';
import { toCredentialKey } from '../../transport/call.js';
import type { UpstreamCallReport } from '../../transport/call-report.js';
import { OperationMemory } from '../../transport/operation-memory.js';
import type { Span } from '../../tracing/span.js';
import { AnswerSize } from './answer-size.js';
import { missingCredential, type Credentials } from './credentials.js';
import type { PredictionContext } from '../prediction/asked.js';
import type { PredictCalls } from '../prediction/predict-calls.js';
import type { KnownOperation } from './known-operation.js';
import type { OperationSignal } from './operation-signal.js';
import type { AnswerContext } from './resolve-field.js';
import type { RouterAccess } from './router-access.js';

/** What is the same for all operations of a deployment. */
export interface Deployment {
  readonly providers: readonly Provider[];
  readonly pageSizeMax: number;
  readonly upstreamCallsMax: number;
  /** Whether answers tell what they cost. */
  readonly showsCost: boolean;
  readonly subgraphSdl: () => string;
  readonly live: Pick<LiveInvoices, 'open'>;
  /** Told of each step of a search for invoices by their ids. */
  readonly onSearchStep: (step: Parameters<ReportSearchStep>[0], correlationId: string) => void;
}

/** Who asks, and when the asking ends. */
export interface Caller {
  readonly credentials: Credentials;
  /** When the client goes away or the operation's time is up. */
  readonly end: OperationSignal;
  readonly correlationId: string;
  readonly isRouter: boolean;
  /** Whether nothing that was kept may be shown. */
  readonly wantsFresh: boolean;
  /** The last event that the client of a stream knows of; undefined: none. */
  readonly lastEventId: string | undefined;
  /** Whether the client takes the events of a subscription. */
  readonly takesStream: boolean;
  /** What is done for it, in a trace; undefined: nobody keeps one. */
  readonly span: Span | undefined;
}

/** What an operation cost in upstream calls, and what it was expected to. */
export interface OperationCost {
  /** At most, where nothing fails; see `prediction/`. Never more than the limit. */
  readonly predictedCalls: number;
  readonly actualCalls: number;
  /** What one operation may make. */
  readonly callsLimit: number;
  /** Those that were made, in the order in which they were sent. */
  readonly calls: readonly MadeCall[];
}

/** What becomes of one operation. Most of it is made when it is first asked for: few operations need it all. */
class Progress {
  readonly budget: CallBudget;
  readonly gate = new BatchGate();
  readonly sources = new Map<ProviderName, ProviderSource>();
  readonly answerSize = new AnswerSize();
  memory: OperationMemory | undefined = undefined;
  accounts: AccountReads | undefined = undefined;
  invoices: InvoiceLoaders | undefined = undefined;
  upcoming: ReadUpcoming | undefined = undefined;
  asides: readonly Error[] = [];
  representations = 0;
  predictedCalls: number | undefined = undefined;
  hasGivenUp = false;
  credentialKeys: ReadonlyMap<ProviderName, string> | undefined = undefined;
  /** Undefined: it has none, or is not known yet. */
  name: string | undefined = undefined;
  failure: string | undefined = undefined;
  reports: UpstreamCallReport[] | undefined = undefined;
  /** The operation whose answer this one waits for, and how many wait for this one's. */
  followed: OperationContext | undefined = undefined;
  followers = 0;
  /** Whether its client has gone while others waited for its answer. */
  isAbandoned = false;

  constructor({ upstreamCallsMax, showsCost }: Deployment, span: Span | undefined) {
    this.budget = new CallBudget(upstreamCallsMax, showsCost, span);
  }
}

/**
 * All that one operation shares, and nothing that two operations do. Apollo copies the context of each operation, so what
 * changes is kept where all copies find it.
 */
export class OperationContext
  implements FederationContext, LiveContext, PreviewContext, PredictionContext, RouterAccess, AnswerContext
{
  private readonly progress: Progress;

  /** @param callsBefore upstream calls that others have made for the same request */
  constructor(
    private readonly deployment: Deployment,
    private readonly caller: Caller,
    private readonly callsBefore = 0,
  ) {
    this.progress = new Progress(deployment, caller.span);
  }

  /** The caller's next operation of the same request, with calls and time of its own. */
  renew(end: OperationSignal, wantsFresh = this.caller.wantsFresh): OperationContext {
    const span = this.caller.span?.begin('next operation');
    return new OperationContext(this.deployment, { ...this.caller, end, wantsFresh, span }, this.callsMade());
  }

  watchInvoices(accounts: readonly BillingAccount[]): AsyncIterableIterator<Observed> {
    const { credentials, lastEventId } = this.caller;
    const accesses = accounts.map((account) => {
      const credential = credentials.get(account.provider);
      const credentialKey = this.credentialKeys.get(account.provider);
      if (credential === undefined || credentialKey === undefined)
        throw missingCredential(this.directory(account.provider));
      return { account, credential, credentialKey };
    });
    return this.deployment.live.open({ accesses, lastEventId });
  }

  get credentials(): Credentials {
    return this.caller.credentials;
  }

  get accounts(): AccountReads {
    const sourceOf = (name: ProviderName): ProviderSource => this.previewSource(name);
    return (this.progress.accounts ??= createAccountReads(sourceOf, () => this.workspaceDirectory().name));
  }

  get invoices(): InvoiceLoaders {
    const { caller, deployment, progress } = this;
    return (progress.invoices ??= createInvoiceLoaders({
      sourceOf: (name) => this.previewSource(name),
      budget: progress.budget,
      gate: progress.gate,
      onSearchStep: (step) => deployment.onSearchStep(step, caller.correlationId),
    }));
  }

  get upcoming(): ReadUpcoming {
    return (this.progress.upcoming ??= createUpcomingReads((name) => this.previewSource(name)));
  }

  get pageSizeMax(): number {
    return this.deployment.pageSizeMax;
  }

  get subgraphSdl(): string {
    return this.deployment.subgraphSdl();
  }

  get isRouter(): boolean {
    return this.caller.isRouter;
  }

  get wantsFresh(): boolean {
    return this.caller.wantsFresh;
  }

  get takesStream(): boolean {
    return this.caller.takesStream;
  }

  get answerSize(): AnswerSize {
    return this.progress.answerSize;
  }

  countRepresentations(count: number): number {
    return (this.progress.representations += count);
  }

  directory(name: ProviderName): ProviderDefinition {
    return findProvider(this.deployment.providers, name).definition;
  }

  workspaceDirectory(): ProviderDefinition {
    return findWithWorkspaces(this.deployment.providers);
  }

  costsOf(name: ProviderName): CallCosts | undefined {
    return this.caller.credentials.has(name) ? this.directory(name).costs : undefined;
  }

  /** All that a provider tells: a source of previews, of invoices and of accounts. */
  previewSource(name: ProviderName): ProviderSource {
    const { sources } = this.progress;
    const known = sources.get(name);
    if (known) return known;
    const source = connect(name, this.deployment, this.caller, this.credentialKeys.get(name), this.progress);
    sources.set(name, source);
    return source;
  }

  reportBeside(error: Error): void {
    this.progress.asides = [...this.progress.asides, error];
  }

  /** Errors to be told beside data that stands. */
  get asides(): readonly Error[] {
    return this.progress.asides;
  }

  /** Whether a compiled query has given up, so that the interpreter answers. */
  get hasGivenUp(): boolean {
    return this.progress.hasGivenUp;
  }

  /**
   * Has the interpreter answer. Forgets what a run has told that gave up; what it has read is remembered, and is not read
   * again. Batches that have not begun wait for what the interpreter asks for as well.
   */
  startOver(): void {
    this.progress.asides = [];
    this.progress.representations = 0;
    this.progress.hasGivenUp = true;
    this.progress.gate.close();
  }

  /** The interpreter begins: by the end of this turn it has come to where the other run was. */
  interpret(): void {
    setImmediate(() => this.progress.gate.open());
  }

  /** What the caller's credentials are remembered by. */
  get credentialKeys(): ReadonlyMap<ProviderName, string> {
    return (this.progress.credentialKeys ??= toCredentialKeys(this.caller.credentials));
  }

  /** Waits for the answer of another operation, which goes on for this one although its own client may go. */
  follow(other: OperationContext): void {
    this.progress.followed = other;
    other.progress.followers += 1;
    if (this.caller.span && other.caller.span) this.caller.span.link(other.caller.span);
  }

  unfollow(): void {
    const { followed } = this.progress;
    if (!followed) return;
    this.progress.followed = undefined;
    followed.progress.followers -= 1;
    if (followed.progress.isAbandoned) followed.end(false);
  }

  /** Remembers what an equal operation has read, so that none of it is read again. */
  recall({ progress: { memory } }: OperationContext): undefined {
    this.progress.memory = memory?.copy();
  }

  /** Whether its time is up, or nobody waits for it any more. */
  get hasEnded(): boolean {
    return this.caller.end.reason !== undefined;
  }

  /** Notes what the operation is going to cost, where its answer is to tell. */
  predict(predictCalls: PredictCalls, variables: Readonly<Record<string, unknown>>): void {
    const { showsCost, upstreamCallsMax } = this.deployment;
    if (showsCost) this.progress.predictedCalls = Math.min(predictCalls(variables, this), upstreamCallsMax);
  }

  /** Undefined: the answer does not tell. */
  get cost(): OperationCost | undefined {
    const { predictedCalls } = this.progress;
    if (predictedCalls === undefined) return undefined;
    const { made, notes } = this.progress.budget;
    return {
      predictedCalls,
      actualCalls: made,
      callsLimit: this.deployment.upstreamCallsMax,
      calls: notes,
    };
  }

  /** Upstream calls made so far. */
  callsMade(): number {
    return this.callsBefore + this.progress.budget.made;
  }

  /** As its document names it; undefined: it does not, or nobody has found out yet. */
  get name(): string | undefined {
    return this.progress.name;
  }

  /** Told when its document has been understood. */
  understand({ name, kind }: Pick<KnownOperation, 'name' | 'kind'>): void {
    this.progress.name = name;
    const { span } = this.caller;
    if (!span) return;
    span.rename(kind);
    span.note({ 'graphql.operation.type': kind, 'graphql.operation.name': name });
  }

  /** Told of the codes of the errors in its answer. */
  noteErrors([first]: readonly unknown[]): void {
    if (typeof first === 'string') this.progress.failure = first;
  }

  /** Upstream calls of its own that have ended, until it is over. */
  get reports(): readonly UpstreamCallReport[] {
    return this.progress.reports ?? [];
  }

  /** Whether any of the answer may be a provider's. */
  hasAskedProvider(): boolean {
    return this.progress.sources.size > 0;
  }

  /** The answer is over, or nobody waits for it any more. Lets go of everything read for the operation. */
  end(isAnswered: boolean): void {
    const { caller, progress } = this;
    this.unfollow();
    progress.isAbandoned = !isAnswered;
    if (progress.isAbandoned && progress.followers > 0) return;
    if (isAnswered) caller.end.end();
    else caller.end.leave();
    progress.memory?.clear();
    progress.sources.clear();
    progress.reports = undefined;
    if (caller.span) endSpan(caller.span, isAnswered, this.callsMade(), progress.failure);
    progress.accounts = progress.invoices = progress.upcoming = undefined;
  }
}

function endSpan(span: Span, isAnswered: boolean, calls: number, failure: string | undefined): void {
  span.note({ 'billing.upstream_calls': calls });
  span.end(isAnswered ? failure : 'CLIENT_GONE');
}

/** @throws UNAUTHENTICATED where the caller sent no credential for the provider */
function connect(
  name: ProviderName,
  { providers }: Deployment,
  { credentials, end, correlationId, wantsFresh }: Caller,
  credentialKey: string | undefined,
  progress: Progress,
): ProviderSource {
  const provider = findProvider(providers, name);
  const credential = credentials.get(name);
  if (credential === undefined || credentialKey === undefined) throw missingCredential(provider.definition);
  const { budget } = progress;
  const memory = (progress.memory ??= new OperationMemory());
  const reports = (progress.reports ??= []);
  const call = { credential, credentialKey, memory, wantsFresh, correlationId, budget, end, reports };
  return provider.connect(call);
}

function toCredentialKeys(credentials: Credentials): ReadonlyMap<ProviderName, string> {
  return new Map([...credentials].map(([name, credential]) => [name, toCredentialKey(credential)]));
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
