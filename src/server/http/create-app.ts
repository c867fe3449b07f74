import { randomUUID } from 'node:crypto';
import { METHODS, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createClientErrors } from './client-errors.js';
import type { Connections } from './connections.js';
import { answerFrameworkError } from './http-errors.js';
import { noSchemas } from './no-schemas.js';
import { toRequestId } from './request-id.js';

export interface AppOptions {
  readonly server: Server;
  readonly connections: Connections;
  readonly logger: Logger;
  readonly bodyBytesMax: number;
  /** A way past Fastify for what needs nothing of it. */
  readonly shorten: (next: RequestListener) => RequestListener;
}

/** Fastify over our own server, with what it would answer in its own shape answered in ours. */
export function createApp({
  server,
  connections,
  logger,
  bodyBytesMax,
  shorten,
}: AppOptions): FastifyInstance {
  const createId = randomUUID;
  const { onClientError, onConnect, onExpectation } = createClientErrors({ connections, logger, createId });
  server.on('connect', onConnect).on('checkExpectation', onExpectation);
  const app = fastify({
    serverFactory: (handler) => server.on('request', shorten(handler)),
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    // While the drain lasts, requests are refused by it, in words of ours.
    return503OnClosing: false,
    requestIdHeader: false,
    genReqId: ({ headers, requestId }: IncomingMessage) =>
      requestId ?? toRequestId(headers['x-request-id'], createId),
    clientErrorHandler: onClientError,
    frameworkErrors: answerFrameworkError,
    ...noSchemas,
  }) as unknown as FastifyInstance;
  // Fastify knows a few; to one that it does not know, a route cannot say that it takes others.
  for (const method of METHODS) {
    if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  }
  return app;
}
