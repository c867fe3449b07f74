import type { IncomingHttpHeaders } from 'node:http';
import type { Pool } from 'undici';
import { BillingError } from '../errors/billing-error.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { ReadRefusals } from '../errors/refusal.js';
import {
  AnswerCollector,
  type BodyBound,
  type CollectorEvents,
  type RawAnswer,
} from './answer/answer-collector.js';
import { LARGE_BYTES_MIN, largeAnswers } from './answer/large-answers.js';
import { DriftWatch, type Documents } from './answer/drift-watch.js';
import { toCause } from './answer/failure-cause.js';
import { readRateLimit } from './answer/rate-limit.js';
import { bytesMaxOf, readAnswer } from './answer/read-answer.js';
import { unreadable } from './answer/unreadable.js';
import type { MadeCall } from '../calls/made-call.js';
import type { UpstreamCallReport } from './call-report.js';
import { hadAnswered } from './connector.js';
import type { ConnectionLoss, Exchange } from './exchange.js';
import type { Next } from './policy.js';

export interface HttpExchangeOptions {
  readonly provider: ProviderName;
  readonly onCall: (report: UpstreamCallReport) => void;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly readsQuota?: boolean;
  readonly readRefusals?: ReadRefusals;
  readonly documents?: Documents;
}

/** The last step of every call: one HTTP request, sent at once, and the answer to it or the error that it is. */
export function createHttpExchange(pool: Pool, options: HttpExchangeOptions): Next {
  const watch = new DriftWatch(options.provider, options.documents);
  return (exchange) =>
    new Promise((resolve, reject) => {
      const { request, path } = exchange;
      exchange.sentAtMs = options.monotonicMs();
      const answer = new HttpAnswer(exchange, options, watch, resolve, reject);
      exchange.onEnd((reason) => answer.collector.stop(reason));
      const body = request.body === undefined ? null : JSON.stringify(request.body);
      pool.dispatch({ method: request.method, path, headers: toHeaders(exchange), body }, answer.collector);
    });
}

/** What comes of one request: its parts are read as they come, and it is told once. */
class HttpAnswer implements CollectorEvents {
  readonly collector = new AnswerCollector(this);
  /** Undefined: nobody asked what the operation cost. */
  readonly #note: MadeCall | undefined;
  #isWatched = false;
  /** Of those that are counted. */
  #largeBytes = 0;

  constructor(
    private readonly exchange: Exchange,
    private readonly options: HttpExchangeOptions,
    private readonly watch: DriftWatch,
    private readonly resolve: (answer: unknown) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.#note = note(exchange, options.provider);
  }

  onHead(status: number, headers: IncomingHttpHeaders): BodyBound {
    const { now, readsQuota = false } = this.options;
    this.exchange.head = { status, rateLimit: readRateLimit(status, headers, { readsQuota, nowMs: now() }) };
    const { request, call } = this.exchange;
    this.#isWatched = this.watch.isDue(request.route);
    if (this.#isWatched) this.watch.lookAtHead(status, headers, call.credential);
    return bytesMaxOf(status, headers, request.wanted);
  }

  onGrowth(bytes: number): void {
    if (bytes < LARGE_BYTES_MIN) return;
    largeAnswers.grow(this.#largeBytes, bytes);
    this.#largeBytes = bytes;
  }

  onAnswer(answer: RawAnswer): void {
    const { provider, readRefusals } = this.options;
    let read: unknown;
    try {
      read = readAnswer(answer, provider, this.exchange, readRefusals);
    } catch (error) {
      return this.onError(error);
    }
    const { request, call, whole = this.exchange } = this.exchange;
    if (whole.isKept && answer.body) whole.received = { body: answer.body, value: read };
    if (this.#isWatched) this.watch.lookAtAnswer(request.route, read, call.credential);
    this.#report(null);
    const largeBytes = this.#largeBytes;
    if (largeBytes > 0) call.memory.whenCleared(() => largeAnswers.release(largeBytes));
    this.exchange.settle();
    this.resolve(read);
  }

  onError(error: unknown): void {
    const failure = toBillingError(error, this.options.provider);
    if (failure.code === 'UPSTREAM_UNAVAILABLE') this.exchange.loss = this.#lossBy(error);
    this.#report(toCause(error, this.exchange.ending?.kind));
    largeAnswers.release(this.#largeBytes);
    this.exchange.settle(failure);
    this.reject(failure);
  }

  #lossBy(error: unknown): ConnectionLoss {
    if (!this.collector.hasBegun) return 'unsent';
    return !this.exchange.head && hadAnswered(error) ? 'stale' : 'broken';
  }

  #report(cause: string | null): void {
    const { provider, monotonicMs, onCall } = this.options;
    const { request, head, sentAtMs = 0, call, number } = this.exchange;
    const status = head?.status ?? null;
    const durationMs = Math.round((monotonicMs() - sentAtMs) * 10) / 10;
    if (this.#note) Object.assign(this.#note, { status, durationMs });
    const report = {
      provider,
      route: request.route,
      status,
      cause,
      durationMs,
      attempt: number,
      correlationId: call.correlationId,
    };
    call.reports?.push(report);
    onCall(report);
  }
}

/** Who pays for a call notes it as well, where somebody asks. */
function note({ request, number }: Exchange, provider: ProviderName): MadeCall | undefined {
  const { method, route, rows, purse } = request;
  return purse.note?.({
    provider,
    route: `${method} ${route}`,
    ...(rows !== undefined && { rows }),
    ...(number > 1 && { attempt: number }),
  });
}

/** Names and values in turn, which is how the client takes them fastest. */
function toHeaders({ request, call, traceparent }: Exchange): string[] {
  const { credential, correlationId } = call;
  const headers = [
    'authorization',
    credential,
    'accept',
    'application/json',
    // A compressed answer can grow a thousandfold while it is unpacked.
    'accept-encoding',
    'identity',
    'x-request-id',
    correlationId,
  ];
  if (request.body !== undefined) headers.push('content-type', 'application/json');
  if (traceparent !== undefined) headers.push('traceparent', traceparent);
  return headers;
}

function toBillingError(error: unknown, provider: ProviderName): BillingError {
  if (error instanceof BillingError) return error.from(provider);
  if ((error as { code?: unknown }).code === 'UND_ERR_CONNECT_TIMEOUT')
    return new BillingError('UPSTREAM_TIMEOUT', 'The provider accepted no connection in time.', { provider });
  if (isProtocolError(error)) return unreadable('it breaks the rules of HTTP').from(provider);
  return new BillingError(
    'UPSTREAM_UNAVAILABLE',
    'The provider could not be reached, or broke off its answer.',
    { provider },
  );
}

/** undici's words for a final answer that nobody waits for, a `100 Continue`, or a change of protocol. */
const UNASKED = new Set<unknown>(['bad response', 'bad upgrade']);

function isProtocolError(error: unknown): boolean {
  const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown };
  return (
    name === 'HTTPParserError' ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    (code === 'UND_ERR_SOCKET' && UNASKED.has(message))
  );
}
