import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { toError } from '../../errors/settle.js';
import type { Provider } from '../../providers/provider.js';
import type { Config } from '../config.js';
import { createContext, type OperationContext } from './context.js';
import { parseCredentials, valuesOf, type CredentialHeader, type Credentials } from './credentials.js';
import { refuseLongDocument } from './document-lines.js';
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

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request turned out to ask for; null where it came to no operation. */
    operation: OperationContext | null;
  }
}

/** Upstream calls that the request has made; undefined where it came to no operation. */
export function callsMadeFor({ operation }: FastifyRequest): number | undefined {
  return operation?.callsMade();
}

export type BeginOperation = (request: FastifyRequest, reply: FastifyReply) => OperationContext;

/** Makes the context of a request's operation, which lasts until the answer is sent or the client has gone. */
export function createBeginning(options: BeginOptions): BeginOperation {
  const { config, providers, subgraphSdl, logger } = options;
  const headers = providers.map(({ definition }) => definition);
  const now = (): number => performance.now();
  return (request, { raw: response }) => {
    refuseLongDocument(request);
    const signal = new OperationSignal(config.operationTimeoutMs, now);
    const context = createContext({
      providers,
      credentials: readCredentials(request, headers),
      signal,
      correlationId: request.id,
      pageSizeMax: config.pageSizeMax,
      upstreamCallsMax: config.upstreamCallsMax,
      isRouter: isFromRouter(valuesOf(request.raw.rawHeaders, routerHeader), config.routerSecrets),
      subgraphSdl,
      onSearchStep: (step) => logger.debug({ requestId: request.id, ...step }, 'search step'),
    });
    request.operation = context;
    response.once('close', () => {
      if (response.writableFinished) signal.end();
      else signal.leave();
      context.end();
      // The connection stays, and with it the request, until its next one.
      request.operation = null;
    });
    return context;
  };
}

/** A malformed credential fails the whole request: no field may be answered as if none had been sent. */
function readCredentials({ raw }: FastifyRequest, headers: readonly CredentialHeader[]): Credentials {
  try {
    return parseCredentials(raw.rawHeaders, headers);
  } catch (error) {
    throw toRequestError(toError(error), 401);
  }
}
