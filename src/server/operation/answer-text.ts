import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.js';
import { BillingError } from '../../errors/billing-error.js';
import { formatErrors, type RawError } from './answer-errors.js';
import { answerBytesMax } from './answer-size.js';
import { WrittenData } from './compiled-answers.js';
import type { OperationContext, OperationCost } from './context.js';
import { toPlainJsonStatus } from './plain-json-status.js';
import { toRequestError } from './request-error.js';
import type { Turns } from './turns.js';
import { writeAnswer } from './write-answer.js';

/** Tells how many upstream calls an answer took. */
export const UPSTREAM_CALLS = 'x-upstream-calls';

/** An answer before it is text: its errors are still as they were thrown. */
export interface RawResult {
  readonly errors?: readonly RawError[];
  readonly data?: unknown;
  readonly extensions?: unknown;
}

export interface AnswerOptions {
  /** Whether messages may name parts of the schema that the client did not. */
  readonly hidesSchema: boolean;
  readonly turns: Turns;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The text of an answer. Sets the status. */
export async function toAnswerText(
  result: RawResult,
  request: FastifyRequest,
  reply: FastifyReply,
  options: AnswerOptions,
): Promise<string> {
  const { operation } = request.raw;
  if (operation) void reply.header(UPSTREAM_CALLS, operation.callsMade());
  const { text, codes, isTooLarge } = await writeResult(
    result,
    { operation, correlationId: request.id, requestBytes: requestBytes(request) },
    options,
  );
  if (codes.length > 0) request.raw.errorCodes = codes;
  if (isTooLarge) void reply.code(400);
  void reply.code(toPlainJsonStatus(reply.statusCode, request.headers.accept ?? '', codes));
  return `${text}\n`;
}

/** Whose answer it is. */
export interface Answered {
  /** Undefined: the request came to no operation. */
  readonly operation: OperationContext | undefined;
  readonly correlationId: string;
  readonly requestBytes: number;
}

export interface WrittenResult {
  readonly text: string;
  /** Of its errors. */
  readonly codes: readonly unknown[];
  readonly isTooLarge: boolean;
}

/** An answer as text, bounded in errors and bytes, every error with the id of its request. */
export async function writeResult(
  result: RawResult,
  { operation, correlationId, requestBytes: bytesOfRequest }: Answered,
  { hidesSchema, turns, logger, metrics }: AnswerOptions,
): Promise<WrittenResult> {
  const errorOptions = { correlationId, hidesSchema, logger };
  const size = operation?.answerSize;
  const isProviders = operation?.hasAskedProvider() ?? false;
  const bytesMax = answerBytesMax(isProviders ? undefined : bytesOfRequest, size?.isOfGraph ?? false);
  const raw = [...(result.errors ?? []), ...(operation?.asides ?? []).map(toRawError)];
  let errors = raw.length > 0 ? formatErrors(raw, errorOptions) : undefined;
  const characters = errors || size?.isOfGraph ? undefined : (size?.characters ?? 0);
  const extensions = extensionsOf(result, operation?.cost);
  let text =
    result.data instanceof WrittenData
      ? toText(result.data.text, operation?.cost)
      : await writeAnswer({ ...result, errors, extensions }, { bytesMax, characters, turns });
  const isTooLarge = text === undefined;
  if (text === undefined) {
    errors = formatErrors([tooLarge(bytesMax)], errorOptions);
    text = JSON.stringify({ errors });
  }
  const codes = (errors ?? []).map(({ extensions }) => extensions?.['code']);
  for (const code of codes) metrics.countError(code);
  operation?.noteErrors(codes);
  return { text, codes, isTooLarge };
}

/** The whole answer around data that is text already. */
export function toText(text: string, cost: OperationCost | undefined): string {
  return cost ? `{"data":${text},"extensions":${JSON.stringify({ cost })}}` : `{"data":${text}}`;
}

/** What tells beside the data: the timings that a router has asked for, and the cost. */
function extensionsOf({ extensions }: RawResult, cost: OperationCost | undefined): object | undefined {
  return cost ? { ...(extensions as object | undefined), cost } : (extensions as object | undefined);
}

/** A body that does not say how long it is counts as none. */
export function requestBytes({ headers, url }: FastifyRequest): number {
  return url.length + Number(headers['content-length'] ?? 0);
}

/** Told beside data that stands, so GraphQL did not meet it. */
function toRawError(aside: Error): RawError {
  const formatted = aside instanceof GraphQLError ? aside.toJSON() : { message: aside.message };
  return { ...formatted, thrown: aside };
}

function tooLarge(bytesMax: number): RawError {
  const message = `The answer would be larger than ${bytesMax} bytes. Ask for less at a time.`;
  const thrown = toRequestError(new BillingError('QUERY_TOO_COSTLY', message), 400);
  return { message, thrown };
}
