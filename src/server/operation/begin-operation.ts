import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { isBillingError } from '../../errors/billing-error.js';
import { toError } from '../../errors/settle.js';
import type { LiveInvoices } from '../../events/live-invoices.js';
import type { Provider } from '../../providers/provider.js';
import type { BeginTrace, CallersTrace } from '../../tracing/span.js';
import type { Config } from '../config.js';
import { OperationContext, type Deployment } from './context.js';
import { parseCredentials, valuesOf, type CredentialHeader, type Credentials } from './credentials.js';
import { OperationSignal } from './operation-signal.js';
import { toRequestError } from './request-error.js';
import { isFromRouter, routerHeader } from './router-access.js';
import type { TokenVerifier } from './verify-token.js';

export interface BeginOptions {
  readonly config: Config;
  /** What the deployment offers a router for composition. */
  readonly subgraphSdl: () => string;
  readonly providers: readonly Provider[];
  /** Who is told of what changes. */
  readonly live: LiveInvoices;
  /** Undefined: tokens are passed on as they come, and their provider judges them. */
  readonly verifier?: TokenVerifier | undefined;
  readonly logger: Logger;
  /** Undefined: no traces are kept. */
  readonly beginTrace?: BeginTrace | undefined;
}

declare module 'node:http' {
  interface IncomingMessage {
    /** What the request turned out to ask for; absent where it came to no operation, and once its answer is over. */
    operation?: OperationContext | undefined;
    /** Whether its client takes a stream of events for an answer. */
    takesStream?: boolean | undefined;
    /** Whether it is answered by one. */
    isStream?: boolean | undefined;
    /** Of the errors in its answer; absent where there are none. */
    errorCodes?: readonly unknown[] | undefined;
  }
}

/** A request that asks for an operation. */
export interface Asking {
  /** Of the request. */
  readonly id: string;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/** A caller's `cache-control` that wants nothing that was kept. */
const FRESH = /\bno-(?:cache|store)\b/i;

/** Makes the context of a request's operation, which lasts until the answer is sent or the client has gone. */
export interface Beginning {
  /**
   * Undefined: a token has to be verified first, which takes its time.
   *
   * @throws GraphQLError where a credential is malformed
   */
  readonly beginAtOnce: (asking: Asking) => OperationContext | undefined;
  /**
   * A promise only where a token has to be verified first.
   *
   * @throws GraphQLError, or rejects with it, where a credential is malformed, refused, or cannot be verified now
   */
  readonly begin: (asking: Asking) => OperationContext | Promise<OperationContext>;
  /**
   * Ends the operation of a request that takes several, and begins the next one. `wantsFresh` is whether that one goes past
   * what is kept; left out: as the caller said.
   *
   * @throws GraphQLError where a token is not good any more
   */
  readonly renew: (
    message: IncomingMessage,
    before: OperationContext,
    wantsFresh?: boolean,
  ) => Promise<OperationContext>;
  /** Whether the caller's tokens are still good. @throws GraphQLError where one is not */
  readonly verifyAgain: (context: OperationContext) => Promise<void>;
}

export function createBeginning(options: BeginOptions): Beginning {
  const { config, providers, live, subgraphSdl, verifier, logger, beginTrace } = options;
  const headers = providers.map(({ definition }) => definition);
  const now = (): number => performance.now();
  const deployment: Deployment = {
    providers,
    subgraphSdl,
    live,
    pageSizeMax: config.pageSizeMax,
    upstreamCallsMax: config.upstreamCallsMax,
    showsCost: config.showsCost,
    onSearchStep: (step, requestId) => logger.debug({ requestId, ...step }, 'search step'),
  };
  const open = (
    { id: correlationId, message, response }: Asking,
    credentials: Credentials,
  ): OperationContext => {
    const context = new OperationContext(deployment, {
      credentials,
      end: new OperationSignal(config.operationTimeoutMs, now),
      correlationId,
      span: beginTrace?.('graphql', callersTraceOf(message), { 'billing.correlation_id': correlationId }),
      lastEventId: lastEventIdOf(message),
      takesStream: message.takesStream === true,
      wantsFresh: FRESH.test(message.headers['cache-control'] ?? ''),
      isRouter: isFromRouter(valuesOf(message.rawHeaders, routerHeader), config.routerSecrets),
    });
    message.operation = context;
    response.on('close', endOperation);
    return context;
  };
  const verifyAgain: Beginning['verifyAgain'] = async ({ credentials }) => {
    if (verifier && !verifier.hasVerified(credentials)) await verify(verifier, credentials);
  };
  return {
    beginAtOnce: (asking) => {
      const credentials = readCredentials(asking.message, headers);
      return !verifier || verifier.hasVerified(credentials) ? open(asking, credentials) : undefined;
    },
    begin: (asking) => {
      const credentials = readCredentials(asking.message, headers);
      if (!verifier || verifier.hasVerified(credentials)) return open(asking, credentials);
      return verify(verifier, credentials).then(() => {
        const context = open(asking, credentials);
        // Whoever has gone meanwhile is not told of any more.
        if (asking.response.destroyed) endOperation.call(asking.response);
        return context;
      });
    },
    verifyAgain,
    renew: async (message, before, wantsFresh) => {
      await verifyAgain(before);
      const context = before.renew(new OperationSignal(config.operationTimeoutMs, now), wantsFresh);
      // Whoever has gone meanwhile has no operation, and gets none.
      if (message.operation === before) message.operation = context;
      else context.end(false);
      before.end(true);
      return context;
    },
  };
}

/** As browsers send it that come back to a stream. */
function lastEventIdOf({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Sent twice, it is one that says nothing. */
function callersTraceOf({ headers: { traceparent, tracestate } }: IncomingMessage): CallersTrace {
  const isText = (value: unknown): value is string => typeof value === 'string';
  return {
    traceparent: isText(traceparent) ? traceparent : undefined,
    tracestate: isText(tracestate) ? tracestate : undefined,
  };
}

/** A token that is not good fails the whole request; so does one of which that cannot be told. */
async function verify(verifier: TokenVerifier, credentials: Credentials): Promise<void> {
  try {
    await verifier.verify(credentials);
  } catch (error) {
    throw toRequestError(toError(error), isBillingError(error, 'UPSTREAM_UNAVAILABLE') ? 503 : 401);
  }
}

function endOperation(this: ServerResponse): void {
  const { req: message, writableFinished } = this;
  message.operation?.end(writableFinished);
  // The connection stays, and with it the request, until its next one.
  message.operation = undefined;
}

/** A malformed credential fails the whole request: no field may be answered as if none had been sent. */
function readCredentials({ rawHeaders }: IncomingMessage, headers: readonly CredentialHeader[]): Credentials {
  try {
    return parseCredentials(rawHeaders, headers);
  } catch (error) {
    throw toRequestError(toError(error), 401);
  }
}
