import type { Pool } from 'undici';
import { BillingError } from '../errors/billing-error.js';
import type { ProviderName } from '../errors/provider-name.js';
import type { ReadRefusals } from '../errors/refusal.js';
import { AnswerCollector, type RawAnswer } from './answer/answer-collector.js';
import { readRateLimit } from './answer/rate-limit.js';
import { bytesMaxOf, readAnswer } from './answer/read-answer.js';
import { unreadable } from './answer/unreadable.js';
import type { Call } from './call.js';
import type { UpstreamCallReport } from './call-report.js';
import type { Exchange } from './exchange.js';
import type { Next } from './policy.js';
import type { UpstreamRequest } from './upstream-request.js';

export interface HttpExchangeOptions {
  readonly provider: ProviderName;
  readonly onCall: (report: UpstreamCallReport) => void;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly readsQuota?: boolean;
  readonly readRefusals?: ReadRefusals;
}

/** The last step of every call: one HTTP request, sent at once, and the answer to it or the error that it is. */
export function createHttpExchange(pool: Pool, options: HttpExchangeOptions): Next {
  const { provider, monotonicMs, readRefusals } = options;
  return async (exchange) => {
    const sentAtMs = monotonicMs();
    exchange.sentAtMs = sentAtMs;
    try {
      return readAnswer(await collect(pool, exchange, options), provider, exchange, readRefusals);
    } catch (error) {
      throw toBillingError(error, provider);
    } finally {
      options.onCall({
        provider,
        route: exchange.request.route,
        status: exchange.head?.status ?? null,
        durationMs: Math.round((monotonicMs() - sentAtMs) * 10) / 10,
        correlationId: exchange.call.correlationId,
      });
    }
  };
}

function collect(pool: Pool, exchange: Exchange, options: HttpExchangeOptions): Promise<RawAnswer> {
  const { request, call, path } = exchange;
  const { now, readsQuota = false } = options;
  return new Promise((resolve, reject) => {
    const collector = new AnswerCollector({
      onHead: (status, headers) => {
        exchange.head = { status, rateLimit: readRateLimit(status, headers, { readsQuota, nowMs: now() }) };
        return bytesMaxOf(status, headers, request.wanted);
      },
      onAnswer: (answer) => {
        exchange.onEnd(undefined);
        resolve(answer);
      },
      onError: (error) => {
        exchange.onEnd(undefined);
        reject(error);
      },
    });
    exchange.onEnd((reason) => collector.stop(reason));
    const body = request.body === undefined ? null : JSON.stringify(request.body);
    pool.dispatch({ method: request.method, path, headers: toHeaders(request, call), body }, collector);
  });
}

function toHeaders({ body }: UpstreamRequest, { credential, correlationId }: Call): Record<string, string> {
  return {
    authorization: credential,
    accept: 'application/json',
    // A compressed answer can grow a thousandfold while it is unpacked.
    'accept-encoding': 'identity',
    'x-request-id': correlationId,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
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
