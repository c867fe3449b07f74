import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Drain } from '../http/drain.js';
import type { Metrics } from '../metrics.js';
import { toAnswerText, type RawResult } from './answer-text.js';
import { createApollo } from './apollo.js';
import { createBeginning, type BeginOptions } from './begin-operation.js';
import { CompiledAnswers } from './compiled-answers.js';
import { KnownOperations } from './known-operation.js';
import { refuseLongDocument } from './document-lines.js';
import { KnownAnswers } from './known-answers.js';
import { KnownRequests } from './known-request.js';
import { Turns } from './turns.js';

/** Where a graph is served. */
export interface Endpoint {
  readonly path: string;
  readonly schema: GraphQLSchema;
}

export interface GraphqlRouteOptions extends BeginOptions {
  readonly metrics: Metrics;
}

/** One for the process, as its event loop is. */
const turns = new Turns(() => performance.now());

/**
 * `POST` and `GET` of one graph, as GraphQL over HTTP has them.
 *
 * @returns the shorter way for what has been asked before; undefined where every query is to be interpreted
 */
export async function addGraphqlRoute(
  app: FastifyInstance,
  { path, schema }: Endpoint,
  options: GraphqlRouteOptions,
  drain: Drain,
): Promise<KnownAnswers | undefined> {
  const { config, logger, metrics } = options;
  const { isIntrospectionServed, isGraphiqlServed } = config;
  const operations = new KnownOperations(schema, config.pageSizeMax);
  const compiled = config.compilesQueries ? new CompiledAnswers({ operations, turns }) : undefined;
  const guard = { isClosed: config.routerSecrets.length > 0, isIntrospectionServed };
  const apollo = createApollo({ schema, operations, compiled, guard, turns, logger });
  await apollo.start();
  app.addHook('onClose', async () => apollo.stop());
  const { begin, beginAtOnce } = createBeginning(options);
  const requests = new KnownRequests(operations);
  const execute = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest, { raw: response }: FastifyReply) => {
      refuseLongDocument(request);
      const { id, raw: message } = request;
      // There is one already where a compiled query has given up.
      return message.operation ?? begin({ id, message, response });
    },
  });
  const answerOptions = { hidesSchema: !isIntrospectionServed, turns, logger, metrics };
  app.route({
    method: ['GET', 'POST'],
    url: path,
    onRequest: async (request, reply) => drain.refuse(request, reply),
    handler: async (request, reply) => {
      if (isGraphiqlServed && isPageVisit(request)) return reply.redirect('./');
      const result = (await execute.call(app, request, reply)) as RawResult;
      const text = await toAnswerText(result, request, reply, answerOptions);
      if (reply.statusCode === 200) requests.learn(request.headers.accept, reply.getHeader('content-type'));
      return text;
    },
  });
  return compiled && new KnownAnswers({ requests, compiled, beginAtOnce, guard });
}

/** People type the API's address into a browser; the page for them is GraphiQL. */
function isPageVisit({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html');
}
