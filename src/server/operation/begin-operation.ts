import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { toError } from '../../errors/settle.js';
import type { Provider } from '../../providers/provider.js';
import type { Config } from '../config.js';
import { OperationContext, type Deployment } from './context.js';
import { parseCredentials, valuesOf, type CredentialHeader, type Credentials } from './credentials.js';
import { OperationSignal } from './operation-signal.js';
import { toRequestError } from './request-error.js';
import { isFromRouter, routerHeader } from './router-access.js';

export interface BeginOptions {
  readonly config: Config;
  /** What the deployment offers a router for composition. */
  readonly subgraphSdl: string;
  readonly providers: readonly Provider[];
  readonly logger: Logger;
}

declare module 'node:http' {
  interface IncomingMessage {
    /** What the request turned out to ask for; absent where it came to no operation, and once its answer is over. */
    operation?: OperationContext | undefined;
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

/** @throws GraphQLError where a credential is malformed */
export type BeginOperation = (asking: Asking) => OperationContext;

/** Makes the context of a request's operation, which lasts until the answer is sent or the client has gone. */
export function createBeginning(options: BeginOptions): BeginOperation {
  const { config, providers, subgraphSdl, logger } = options;
  const headers = providers.map(({ definition }) => definition);
  const now = (): number => performance.now();
  const deployment: Deployment = {
    providers,
    subgraphSdl,
    pageSizeMax: config.pageSizeMax,
    upstreamCallsMax: config.upstreamCallsMax,
    onSearchStep: (step, requestId) => logger.debug({ requestId, ...step }, 'search step'),
  };
  return ({ id: correlationId, message, response }) => {
    const context = new OperationContext(deployment, {
      credentials: readCredentials(message, headers),
      end: new OperationSignal(config.operationTimeoutMs, now),
      correlationId,
      wantsFresh: FRESH.test(message.headers['cache-control'] ?? ''),
      isRouter: isFromRouter(valuesOf(message.rawHeaders, routerHeader), config.routerSecrets),
    });
    message.operation = context;
    response.on('close', endOperation);
    return context;
  };
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
