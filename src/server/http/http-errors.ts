import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

interface HttpFault extends Error {
  readonly statusCode?: number;
  readonly code?: string;
}

/** What goes wrong before GraphQL begins is answered in GraphQL's shape all the same, and never in HTML. */
export function handleHttpErrors(app: FastifyInstance, graphPaths: readonly string[]): void {
  app.setErrorHandler(async (fault: HttpFault, request, reply) => {
    const status = toStatus(fault);
    if (status >= 500) request.log.error({ requestId: request.id, fault: fault.message }, 'fault');
    return send(reply, request, status, describe(status));
  });
  app.setNotFoundHandler(async (request, reply) => {
    if (graphPaths.includes(request.url.split('?')[0] ?? '')) {
      return send(reply.header('allow', 'GET, POST'), request, 405, 'Expected GET or POST.');
    }
    return send(reply, request, 404, 'Nothing is served here. The API is at /graphql.');
  });
}

function toStatus({ statusCode, code }: HttpFault): number {
  // A Host header that is no host; the library reads it to take the URL apart.
  if (code === 'ERR_INVALID_URL') return 400;
  return statusCode ?? 500;
}

function describe(status: number): string {
  if (status === 413) return 'The request body is larger than this server takes.';
  if (status === 415) return 'Expected a body of type application/json.';
  if (status >= 500) return 'This service failed. Give the correlationId when you report it.';
  return 'Expected a JSON body with a "query", "variables" and "operationName" as GraphQL over HTTP has them.';
}

function send(reply: FastifyReply, { id }: FastifyRequest, status: number, message: string): FastifyReply {
  const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
  const extensions = { code, retryable: false, correlationId: id };
  return reply.code(status).send({ errors: [{ message, extensions }] });
}
