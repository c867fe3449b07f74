import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Drain } from '../http/drain.js';
import type { Metrics } from '../metrics.js';
import { toAnswerText, UPSTREAM_CALLS, type RawResult } from './answer-text.js';
import { createApollo } from './apollo.js';
import { createBeginning, type BeginOptions, type BeginOperation } from './begin-operation.js';
import { checkOperation } from './check-operation.js';
import { CompiledAnswers } from './compiled-answers.js';
import { KnownOperations } from './known-operation.js';
import { KnownRequests, type KnownRequest } from './known-request.js';
import type { SubgraphGuard } from './router-access.js';
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

/** Answers a request, whichever it is. */
type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<string>;

/** `POST` and `GET` of one graph, as GraphQL over HTTP has them. */
export async function addGraphqlRoute(
  app: FastifyInstance,
  { path, schema }: Endpoint,
  options: GraphqlRouteOptions,
  drain: Drain,
): Promise<void> {
  const { config, logger, metrics } = options;
  const { isIntrospectionServed, isGraphiqlServed } = config;
  if (!app.hasRequestDecorator('operation')) app.decorateRequest('operation', null);
  const operations = new KnownOperations(schema, config.pageSizeMax);
  const compiled = config.compilesQueries ? new CompiledAnswers({ operations, turns }) : undefined;
  const guard = { isClosed: config.routerSecrets.length > 0, isIntrospectionServed };
  const apollo = createApollo({ schema, operations, compiled, guard, turns, logger });
  await apollo.start();
  app.addHook('onClose', async () => apollo.stop());
  const begin = createBeginning(options);
  const requests = new KnownRequests(operations);
  const execute = fastifyApolloHandler(apollo, {
    // There is one already where a compiled query has given up.
    context: async (request: FastifyRequest, reply: FastifyReply) =>
      request.operation ?? begin(request, reply),
  });
  const answerOptions = { hidesSchema: !isIntrospectionServed, turns, logger, metrics };
  const answer: Answer = async (request, reply) => {
    const result = (await execute.call(app, request, reply)) as RawResult;
    const text = await toAnswerText(result, request, reply, answerOptions);
    if (reply.statusCode === 200) requests.learn(request, reply.getHeader('content-type'));
    return text;
  };
  const answerKnown = compiled && createKnownAnswer({ compiled, begin, guard, answer });
  app.route({
    method: ['GET', 'POST'],
    url: path,
    onRequest: async (request, reply) => drain.refuse(request, reply),
    handler: (request, reply) => {
      if (isGraphiqlServed && isPageVisit(request)) return reply.redirect('./');
      const known = answerKnown && requests.find(request);
      return known ? answerKnown(known, request, reply) : answer(request, reply);
    },
  });
}

type AnswerKnown = (
  known: KnownRequest,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<unknown> | void;

interface KnownAnswerOptions {
  readonly compiled: CompiledAnswers;
  readonly begin: BeginOperation;
  readonly guard: SubgraphGuard;
  /** For what turns out to be unusual after all. */
  readonly answer: Answer;
}

/** Answers a known operation with as little as it takes. What it returns is as Fastify's handlers return it. */
function createKnownAnswer({ compiled, begin, guard, answer }: KnownAnswerOptions): AnswerKnown {
  const send = (text: string, contentType: string, request: FastifyRequest, reply: FastifyReply): void => {
    void reply
      .header(UPSTREAM_CALLS, request.operation?.callsMade() ?? 0)
      .header('content-type', contentType)
      .send(`{"data":${text}}\n`);
  };
  const giveUp = async (request: FastifyRequest, reply: FastifyReply): Promise<string | undefined> => {
    request.operation?.startOver();
    if (!reply.raw.destroyed) return answer(request, reply);
    // Nobody is there to read an error, and making one would only take time from those who are.
    reply.hijack();
    return undefined;
  };
  return ({ operation, variables, contentType }, request, reply) => {
    try {
      const context = begin(request, reply);
      checkOperation({ operation, variables, context }, guard);
      const text = compiled.run(operation, variables, context);
      if (typeof text === 'string') return send(text, contentType, request, reply);
      if (text === undefined) return giveUp(request, reply);
      return (text as Promise<string | undefined>).then<unknown, unknown>(
        (whole) => (whole === undefined ? giveUp(request, reply) : send(whole, contentType, request, reply)),
        async () => giveUp(request, reply),
      );
    } catch {
      // Whatever it was, Apollo meets it again and says so.
      return giveUp(request, reply);
    }
  };
}

/** People type the API's address into a browser; the page for them is GraphiQL. */
function isPageVisit({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.includes('?') && (headers.accept ?? '').includes('text/html');
}
