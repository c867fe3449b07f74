import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createSourceEventStream, execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { EventIds } from '../../events/event-ids.js';
import type { InvoiceSignal, Observed } from '../../events/invoice-signal.js';
import { isFailure } from '../../events/invoice-signal.js';
import { toStatus } from '../http/status-of-code.js';
import { formatErrors, type RawError } from '../operation/answer-errors.js';
import {
  requestBytes,
  writeResult,
  type Answered,
  type AnswerOptions,
  type RawResult,
} from '../operation/answer-text.js';
import type { Beginning } from '../operation/begin-operation.js';
import { checkOperation } from '../operation/check-operation.js';
import type { OperationContext } from '../operation/context.js';
import type { SubgraphGuard } from '../operation/router-access.js';
import type { AcceptedSubscription } from './accept-subscriptions.js';
import type { StreamFormat } from './stream-format.js';
import { streamText } from './stream-text.js';

/** What all streams of one graph have in common. */
export interface StreamOptions {
  readonly schema: GraphQLSchema;
  readonly beginning: Pick<Beginning, 'renew' | 'verifyAgain'>;
  readonly guard: SubgraphGuard;
  readonly answers: AnswerOptions;
  readonly ids: EventIds;
  readonly heartbeatMs: number;
  /** The request is no work under way any more, but a client that listens. */
  readonly release: (response: FastifyReply['raw']) => void;
}

/** Answers subscriptions by streams of events. Each event is an operation, with calls and time of its own. */
export class StreamAnswers {
  constructor(private readonly options: StreamOptions) {}

  /** The stream; or the text of the refusal, with its status set. */
  async begin(
    accepted: AcceptedSubscription,
    format: StreamFormat,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Readable | string> {
    const { schema, heartbeatMs, ids, release, beginning } = this.options;
    const { operation: context } = request.raw;
    if (!context) return '';
    const { document, operation, variables } = accepted;
    const operationName = operation.name?.value;
    const source = await createSourceEventStream({
      schema,
      document,
      variableValues: variables,
      operationName,
      contextValue: context,
    });
    if (!(Symbol.asyncIterator in source)) return this.#refuse(source, request, reply);
    const events = source as AsyncIterableIterator<Observed>;
    const { raw: response } = reply;
    // Who has gone meanwhile is not told of any more.
    if (response.destroyed) await events.return?.();
    response.once('close', () => void events.return?.());
    release(response);
    request.raw.isStream = true;
    void reply.headers({ 'content-type': format.contentType, 'x-accel-buffering': 'no' });
    const event = new EventAnswers(accepted, request, context, this.options);
    return Readable.from(
      streamText({
        format,
        source: events,
        heartbeatMs,
        write: async (observed) => event.write(observed),
        idOf: ({ ordinal }: InvoiceSignal) => ids.format(ordinal),
        writeFailure: (failure) => event.writeFailure(failure),
        check: async () => beginning.verifyAgain(context),
      }),
      { objectMode: false },
    );
  }

  async #refuse(result: ExecutionResult, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const written = await writeResult(toRaw(result), answeredOf(request), this.options.answers);
    request.raw.errorCodes = written.codes;
    void reply.code(toStatus(written.codes[0]));
    return `${written.text}\n`;
  }
}

/** The answers of one stream's events. */
class EventAnswers {
  constructor(
    private readonly accepted: AcceptedSubscription,
    private readonly request: FastifyRequest,
    private context: OperationContext,
    private readonly options: StreamOptions,
  ) {}

  async write(observed: Observed): Promise<string> {
    const { schema, beginning, guard, answers, ids } = this.options;
    const { known, document, operation, variables } = this.accepted;
    // What was kept is older than what was seen.
    this.context = await beginning.renew(this.request.raw, this.context, true);
    const contextValue = this.context;
    checkOperation(
      { operation: known, variables: known.compiled.coerce(variables) ?? variables, context: contextValue },
      guard,
    );
    const result = await execute({
      schema,
      document,
      operationName: operation.name?.value,
      variableValues: variables,
      contextValue,
      rootValue: observed,
    });
    const extensions = isFailure(observed) ? undefined : { eventId: ids.format(observed.ordinal) };
    const { text } = await writeResult(
      { ...toRaw(result), extensions },
      { ...answeredOf(this.request), operation: contextValue },
      answers,
    );
    return text;
  }

  writeFailure(failure: Error): string {
    const { hidesSchema, logger, metrics } = this.options.answers;
    const raw: RawError = { message: failure.message, thrown: failure };
    const errors = formatErrors([raw], { correlationId: this.request.id, hidesSchema, logger });
    for (const { extensions } of errors) metrics.countError(extensions?.['code']);
    return JSON.stringify({ errors });
  }
}

function toRaw({ data, errors }: ExecutionResult): RawResult {
  const raw = errors?.map((thrown): RawError => ({ ...thrown.toJSON(), thrown }));
  return { ...(raw && { errors: raw }), data };
}

function answeredOf(request: FastifyRequest): Answered {
  return {
    operation: request.raw.operation,
    correlationId: request.id,
    requestBytes: requestBytes(request),
  };
}
