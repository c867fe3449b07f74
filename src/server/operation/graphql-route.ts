import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { EventIds } from '../../events/event-ids.js';
import { TrustedDocuments } from '../documents/trusted-documents.js';
import type { Documents } from '../documents/read-documents.js';
import type { Drain } from '../http/drain.js';
import { AcceptedSubscription } from '../live/accept-subscriptions.js';
import { chooseStream, type AcceptedStream } from '../live/choose-format.js';
import { StreamAnswers } from '../live/stream-answer.js';
import type { Metrics } from '../metrics.js';
import { toAnswerText, type RawResult } from './answer-text.js';
import { createApollo } from './apollo.js';
import { createBeginning, type BeginOptions } from './begin-operation.js';
import { CompiledAnswers } from './compiled-answers.js';
import { refuseForeignForms } from './csrf.js';
import { KnownOperations } from './known-operation.js';
import { refuseRootConditions } from '../live/root-conditions.js';
import { DOCUMENT_TOKENS_MAX } from './document-limits.js';
import { refuseLongDocument, textOf } from './document-lines.js';
import { KnownAnswers } from './known-answers.js';
import { KnownRequests } from './known-request.js';
import { Turns } from './turns.js';

/** Where a graph is served. */
export interface Endpoint {
  readonly path: string;
  readonly schema: GraphQLSchema;
  /** Whether it is for routers, which send documents that nobody knows beforehand. */
  readonly isForRouters?: boolean;
}

export interface GraphqlRouteOptions extends BeginOptions {
  readonly metrics: Metrics;
  /** Those that may be asked by their ids. */
  readonly documents?: Documents | undefined;
  /** Names the events of streams. */
  readonly ids: EventIds;
  /** Told that a response is a stream from now on, and no work under way. */
  readonly release: (response: ServerResponse) => void;
}

/** What an answer is that is no stream. */
const ANSWER_TYPE = 'application/graphql-response+json';

/** One for the process, as its event loop is. */
const turns = new Turns(() => performance.now());

/**
 * `POST` and `GET` of one graph, as GraphQL over HTTP has them.
 *
 * @returns the shorter way for what has been asked before; undefined where every query is to be interpreted
 */
export async function addGraphqlRoute(
  app: FastifyInstance,
  { path, schema, isForRouters = false }: Endpoint,
  options: GraphqlRouteOptions,
  drain: Drain,
): Promise<KnownAnswers | undefined> {
  const { config, logger, metrics, ids, release } = options;
  const { isIntrospectionServed, isGraphiqlServed } = config;
  const operations = new KnownOperations(schema, config.pageSizeMax);
  const compiled = config.compilesQueries ? new CompiledAnswers({ operations, turns }) : undefined;
  const guard = { isClosed: config.routerSecrets.length > 0, isIntrospectionServed };
  const apollo = createApollo({ schema, operations, compiled, guard, turns, logger });
  await apollo.start();
  app.addHook('onClose', async () => apollo.stop());
  const beginning = createBeginning(options);
  const { begin, beginAtOnce } = beginning;
  const trusted = createTrusted(options, isForRouters);
  const requests = new KnownRequests(operations, trusted);
  const execute = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest, { raw: response }: FastifyReply) => {
      refuseLongDocument(request);
      refuseRootConditions(textOf(request), DOCUMENT_TOKENS_MAX);
      const { id, raw: message } = request;
      // There is one already where a compiled query has given up.
      return message.operation ?? begin({ id, message, response });
    },
  });
  const answers = { hidesSchema: !isIntrospectionServed, turns, logger, metrics };
  const { heartbeatMs } = config.live;
  const streams = new StreamAnswers({ schema, beginning, guard, answers, ids, heartbeatMs, release });
  /** All that Apollo looks at, it looks at here as well; it would only not answer to such an `Accept`. */
  const answerStream = async (
    { format, isAll }: AcceptedStream,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string | Readable> => {
    request.raw.headers.accept = ANSWER_TYPE;
    request.raw.takesStream = true;
    const result = (await execute.call(app, request, reply)) as RawResult;
    if (result.data instanceof AcceptedSubscription)
      return streams.begin(result.data, format, request, reply);
    const text = await toAnswerText(result, request, reply, answers);
    if (!isAll || reply.statusCode !== 200) return text;
    void reply.header('content-type', format.contentType);
    return format.event(undefined, text.trimEnd()) + format.end;
  };
  app.route({
    method: ['GET', 'POST'],
    url: path,
    onRequest: async (request, reply) => drain.refuse(request, reply),
    handler: async (request, reply) => {
      if (isGraphiqlServed && isPageVisit(request)) return reply.redirect('./');
      refuseForeignForms(request.raw);
      const isById = trusted?.place(request) ?? false;
      const stream = chooseStream(request.headers.accept);
      if (stream) return answerStream(stream, request, reply);
      const result = (await execute.call(app, request, reply)) as RawResult;
      const text = await toAnswerText(result, request, reply, answers);
      request.raw.mayBeKept = isById && request.method === 'GET' && isWhole(result, request);
      if (reply.statusCode === 200) requests.learn(request.headers.accept, reply.getHeader('content-type'));
      return text;
    },
  });
  return compiled && new KnownAnswers({ requests, compiled, beginAtOnce, guard });
}

/** Undefined: no document is asked by its id. */
function createTrusted(
  { config, documents = new Map() }: GraphqlRouteOptions,
  isForRouters: boolean,
): TrustedDocuments | undefined {
  if (!config.trustedDocuments) return undefined;
  const { isOnly } = config.trustedDocuments;
  return new TrustedDocuments({
    documents,
    isOnly,
    routerSecrets: isForRouters ? config.routerSecrets : [],
  });
}

/** Nothing of it is an error, which may be over by the next time. */
function isWhole({ errors }: RawResult, { raw: { operation } }: FastifyRequest): boolean {
  return errors === undefined && operation?.asides.length === 0;
}

/** People type the API's address into a browser; the page for them is GraphiQL. */
function isPageVisit({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html');
}
