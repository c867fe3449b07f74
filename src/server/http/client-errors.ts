import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { Connections } from './connections.js';
import { badRequest, toRawAnswer, type Refusal } from './refusal.js';
import { toRequestId } from './request-id.js';
import { REQUEST_TIMEOUT_MS } from './server-limits.js';

/**
 * What is left on the wire after an answer is read and dropped for this long: closed at once, the answer would be lost
 * to a reset.
 */
const LINGER_MS = 1000;

const malformed = badRequest('The request is not well-formed HTTP/1.1.');

/** What the HTTP parser refuses, by its codes. Every other one is a request that is not well-formed. */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: badRequest(
    'The headers of the request are larger than the 16 KiB this server takes.',
    431,
  ),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: badRequest('The request body is larger than this server takes.', 413),
  HPE_INVALID_VERSION: badRequest('Expected HTTP/1.1.', 505),
  ERR_HTTP_REQUEST_TIMEOUT: {
    ...badRequest(`The request was not complete within ${REQUEST_TIMEOUT_MS / 1000} seconds.`, 408),
    retryable: true,
  },
};

const connectRefused: Refusal = {
  ...badRequest('This server is no proxy.', 405),
  headers: { allow: 'GET, POST' },
};

const expectationFailed = badRequest('Expected no other "Expect" than "100-continue".', 417);

export interface ClientErrorOptions {
  readonly connections: Connections;
  readonly logger: Logger;
  readonly createId: () => string;
}

export interface ClientErrors {
  /** What the HTTP parser gave up. */
  readonly onClientError: (fault: NodeJS.ErrnoException, socket: Socket) => void;
  /** A request for a tunnel. */
  readonly onConnect: (message: IncomingMessage) => void;
  /** A request that wants something said before it sends its body, other than to go on. */
  readonly onExpectation: (message: IncomingMessage) => void;
}

/** Answers what never becomes a request for Fastify, in GraphQL's shape, and ends the connection with it. */
export function createClientErrors({ connections, logger, createId }: ClientErrorOptions): ClientErrors {
  const refuse = (
    socket: Socket,
    refusal: Refusal,
    message: IncomingMessage | undefined,
    why: string,
  ): void => {
    const requestId = toRequestId(message?.headers['x-request-id'], createId);
    // Why, and never the bytes: they can hold a credential in a form that the log's sink does not see.
    logger.info({ requestId, status: refusal.status, why }, 'refused');
    socket.on('error', () => undefined).end(toRawAnswer(refusal, requestId, message?.method));
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  };
  return {
    onClientError: ({ code = '' }, socket) => {
      // The parser says so again for every piece that comes after the answer.
      if (socket.destroyed || socket.writableEnded) return;
      if (code === 'ECONNRESET' || code === 'EPIPE') return void socket.destroy();
      if (connections.owesAnswers(socket)) return connections.endAfterAnswers(socket);
      refuse(socket, refusals[code] ?? malformed, connections.arriving(socket), code);
    },
    onConnect: (message) => refuse(message.socket, connectRefused, message, 'CONNECT'),
    onExpectation: (message) => refuse(message.socket, expectationFailed, message, 'Expect'),
  };
}
