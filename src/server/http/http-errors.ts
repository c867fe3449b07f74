import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badRequest, RefusedError, sendRefusal, type Refusal } from './refusal.js';

interface HttpFault extends Error {
  readonly statusCode?: number;
  readonly code?: string;
}

const notFound = badRequest('Nothing is served here. The addresses of the API end with "/graphql".', 404);

const badAddress = badRequest('The address of the request is malformed.');

const notJson = badRequest(
  'Expected a JSON body with a "query", "variables" and "operationName" as GraphQL over HTTP has them.',
);

const ourFault: Refusal = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  message: 'This service failed. Give the correlationId when you report it.',
};

/**
 * What Fastify refuses, by its codes. A name of the library's that is not here is a JSON body that is none, or our
 * fault.
 */
const refusals: Readonly<Record<string, Refusal>> = {
  ERR_INVALID_URL: badAddress,
  FST_ERR_BAD_URL: badAddress,
  FST_ERR_MAX_PARAM_LENGTH: notFound,
  FST_ERR_CTP_BODY_TOO_LARGE: {
    ...badRequest('The request body is larger than this server takes.', 413),
    closes: true,
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: badRequest('Expected a body of type application/json.', 415),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    ...badRequest('The request body is not as long as its header "Content-Length" says.'),
    closes: true,
  },
};

/** What goes wrong before GraphQL begins is answered in GraphQL's shape all the same, and never in HTML. */
export function handleHttpErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (fault: HttpFault, request, reply) => {
    const refusal = toRefusal(fault);
    if (refusal.status >= 500) request.log.error({ requestId: request.id, fault: fault.message }, 'fault');
    return sendRefusal(request, reply, refusal);
  });
  app.setNotFoundHandler(async (request, reply) => sendRefusal(request, reply, notFound));
}

/** For what the router itself refuses, on which no hook and no handler runs. */
export function answerFrameworkError(fault: HttpFault, request: FastifyRequest, reply: FastifyReply): void {
  sendRefusal(request, reply, toRefusal(fault));
}

function toRefusal(fault: HttpFault): Refusal {
  if (fault instanceof RefusedError) return fault.refusal;
  const { code = '', statusCode = 500 } = fault;
  return refusals[code] ?? (statusCode < 500 ? notJson : ourFault);
}
