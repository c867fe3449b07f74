import { randomUUID } from 'node:crypto';
import { MapperKind, mapSchema } from '@graphql-tools/utils';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { badUserInput } from '../errors/billing-error.js';
import { allProviders } from '../providers/all-providers.js';
import type { ProviderDefinition } from '../providers/provider.js';
import { createProviders } from '../server/create-providers.js';
import { OperationContext, type Deployment } from '../server/operation/context.js';
import { parseTokens } from '../server/operation/credentials.js';
import { formatError } from '../server/operation/format-error.js';
import { OperationSignal } from '../server/operation/operation-signal.js';
import { resolveInTurns } from '../server/operation/resolve-field.js';
import { Turns } from '../server/operation/turns.js';
import { createGraph } from '../server/schema/schema.js';
import { checkProviders } from './check-providers.js';
import { parseSettings } from './parse-settings.js';
import type { Settings } from './settings.js';

/** Settings of what is below GraphQL. All others are those of a server, which is yours. */
export interface BillingSchemaOptions extends Pick<
  Settings,
  | 'urls'
  | 'upstreamTimeoutMs'
  | 'operationTimeoutMs'
  | 'maxUpstreamCalls'
  | 'maxPageSize'
  | 'callsAtOncePerCredential'
  | 'callsAtOncePerProvider'
  | 'cacheMaxAgeMs'
  | 'cacheListMs'
  | 'cacheBytes'
> {
  /** Whom it serves. Left out: `allProviders`. */
  readonly providers?: readonly ProviderDefinition[];
  /** Told of what `formatError` hides: faults of this package, which nobody else sees. */
  readonly onFault?: (fault: unknown) => void;
}

/** A caller's token for each provider, by the provider's name and without "Bearer": `{ ALTOSTRAT: '...' }`. */
export type ProviderTokens = Readonly<Record<string, string>>;

export interface CallerOptions {
  /** Ends the operation's upstream calls when it aborts: the client has gone. */
  readonly signal?: AbortSignal;
  /** Goes upstream as `x-request-id`, and into errors. Left out: a new one. */
  readonly correlationId?: string;
  /** Whether nothing that was kept may be the answer. Default false. */
  readonly wantsFresh?: boolean;
}

/** What one operation shares, and no two do. Its resolvers know what is in it. */
export interface BillingContext {
  /** Errors that stand beside data, to be added to those of the answer. */
  readonly asides: readonly Error[];
  /** Upstream calls made so far. */
  callsMade(): number;
  /** The answer is sent, or nobody waits for it any more. Lets go of all that was read for it. */
  end(isAnswered: boolean): void;
}

/** The graph for a server of yours. */
export interface BillingSchema {
  /** Executable by graphql 16. Without subscriptions, which are streams of the server, and without the fields for routers. */
  readonly schema: GraphQLSchema;
  /**
   * The context of one operation, for `contextValue`. Call its `end` when the operation is over.
   *
   * @throws BillingError where a token is malformed, or of nobody
   */
  createContext(tokens: ProviderTokens, options?: CallerOptions): BillingContext;
  /** What a client may see of an error of the answer: its code, and nothing of ours or of a provider's insides. */
  formatError(error: GraphQLError, correlationId?: string): GraphQLFormattedError;
  /** Ends idle connections. */
  close(): Promise<void>;
}

/**
 * The graph alone, for those with a GraphQL server of their own. All providers are live: `urls` leads them elsewhere.
 *
 * @throws SettingsError where the settings or the providers are wrong, with all that is
 */
export function buildBillingSchema(options: BillingSchemaOptions = {}): BillingSchema {
  const { providers: definitions = allProviders, onFault = () => undefined, ...settings } = options;
  checkProviders(definitions);
  const config = parseSettings({ ...settings, upstreams: 'live' }, definitions);
  const providers = createProviders(definitions, {
    config,
    sandboxUrl: undefined,
    onCall: () => undefined,
    onCacheLookup: () => undefined,
  });
  const schema = withoutSubscriptions(createGraph(definitions));
  resolveInTurns(schema, new Turns(monotonicMs));
  const { pageSizeMax, upstreamCallsMax } = config;
  const deployment: Deployment = {
    ...{ providers, pageSizeMax, upstreamCallsMax, showsCost: false, subgraphSdl: () => '' },
    live: { open: refuseStream },
    onSearchStep: () => undefined,
  };
  return {
    schema,
    createContext: (tokens, { signal, correlationId = randomUUID(), wantsFresh = false } = {}) => {
      const end = new OperationSignal(config.operationTimeoutMs, monotonicMs);
      const caller = {
        end,
        correlationId,
        wantsFresh,
        isRouter: false,
        takesStream: false,
        lastEventId: undefined,
        span: undefined,
      };
      const context = new OperationContext(deployment, {
        ...caller,
        credentials: parseTokens(tokens, definitions),
      });
      if (signal?.aborted) context.end(false);
      signal?.addEventListener('abort', () => context.end(false), { once: true });
      return context;
    },
    formatError: (error, correlationId = '') =>
      formatError(withCode(error), error, { correlationId, hidesSchema: false, onFault }),
    close: async () => void (await Promise.all(providers.map(async (provider) => provider.close()))),
  };
}

const monotonicMs = (): number => performance.now();

/** What a server's own errors have: those of a request that never came to be executed. */
function withCode(error: GraphQLError): GraphQLFormattedError {
  const formatted = error.toJSON();
  if (error.path || formatted.extensions?.['code'] !== undefined) return formatted;
  return { ...formatted, extensions: { code: codeOf(error.message) } };
}

function codeOf(message: string): string {
  if (message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  return message.startsWith('Variable "$') ? 'BAD_USER_INPUT' : 'GRAPHQL_VALIDATION_FAILED';
}

function withoutSubscriptions(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, { [MapperKind.SUBSCRIPTION]: () => null });
}

function refuseStream(): never {
  throw badUserInput('Subscriptions are served by the server of billing-graphql alone.');
}
