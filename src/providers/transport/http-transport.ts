import { createHash } from 'node:crypto';
import { Pool, type Dispatcher } from 'undici';
import type { ProviderName } from '../../accounts/billing-account.js';
import { BillingError } from '../../errors/billing-error.js';
import type { Call } from './call.js';
import { Deadline } from './deadline.js';
import { InFlight } from './in-flight.js';
import { Quota } from './quota.js';
import { parseJsonBytes, readBytes, unreadable } from './read-body.js';
import { parseRetryAfter } from './retry-after.js';
import { readRefusal, toFailure } from './upstream-failure.js';
import { toUpstreamPath } from './upstream-url.js';

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  /** Names the route in logs; ids left out. */
  readonly route: string;
  /** Path segments below the base, not encoded. */
  readonly segments: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the call is one that the operation has reserved. */
  readonly isReserved?: boolean;
}

/** One upstream call that has ended, for logs and metrics. Holds nothing of its contents. */
export interface UpstreamCallReport {
  readonly provider: ProviderName;
  readonly route: string;
  /** Null: no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly correlationId: string;
}

export interface HttpTransportOptions {
  readonly provider: ProviderName;
  readonly baseUrl: URL;
  readonly timeoutMs: number;
  readonly onCall: (report: UpstreamCallReport) => void;
  /** The current time, Unix milliseconds. */
  readonly now: () => number;
  /** Whether `x-ratelimit-remaining` and `-reset` (seconds left) speak of the credential's quota. */
  readonly readsQuota?: boolean;
}

const BODY_BYTES_MAX = 8 * 1024 * 1024;
const ERROR_BODY_BYTES_MAX = 64 * 1024;
/** Above the calls that waiting clients have under way, so that no call queues behind another. */
const CONNECTIONS_MAX = 512;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
const HARMLESS_REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/**
 * One provider's HTTP. A call has one deadline from start to last byte, a bounded body, no redirects, and ends
 * as parsed JSON or as a BillingError that holds nothing of what the provider wrote.
 */
export class HttpTransport {
  readonly #pool: Pool;
  readonly #inFlight = new InFlight<unknown>();
  readonly #quota: Quota;

  constructor(private readonly options: HttpTransportOptions) {
    this.#quota = new Quota(options.provider, options.now);
    this.#pool = new Pool(options.baseUrl.origin, {
      connections: CONNECTIONS_MAX,
      connect: { timeout: options.timeoutMs },
    });
  }

  /** Equal GETs of one credential that are under way at once are one call; a POST is always its own. */
  async send(request: UpstreamRequest, call: Call): Promise<unknown> {
    const credentialKey = digest(call.credential);
    this.#quota.assertLeft(credentialKey);
    call.budget.take(request.isReserved);
    const path = toUpstreamPath(this.options.baseUrl, request.segments, request.query);
    const start = async (signal: AbortSignal): Promise<unknown> =>
      this.#exchange(request, path, call, signal);
    if (request.method === 'POST') return start(call.signal);
    return this.#inFlight.share(`${credentialKey} ${path}`, call.signal, start);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #exchange(request: UpstreamRequest, path: string, call: Call, signal: AbortSignal): Promise<unknown> {
    const { provider, timeoutMs, onCall, now } = this.options;
    const startedAtMs = now();
    const deadline = new Deadline(timeoutMs, signal);
    let status: number | null = null;
    try {
      const response = await this.#pool.request({
        method: request.method,
        path,
        headers: toHeaders(request, call),
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: deadline.signal,
      });
      status = response.statusCode;
      this.#noteQuota(call, response);
      return await this.#readAnswer(response);
    } catch (error) {
      throw this.#toBillingError(deadline.signal.aborted ? deadline.signal.reason : error);
    } finally {
      deadline.clear();
      onCall({
        provider,
        route: request.route,
        status,
        durationMs: now() - startedAtMs,
        correlationId: call.correlationId,
      });
    }
  }

  #noteQuota({ credential }: Call, { statusCode, headers }: Dispatcher.ResponseData): void {
    if (!this.options.readsQuota) return;
    const remaining = statusCode === 429 ? 0 : toCount(headerText(headers, 'x-ratelimit-remaining'));
    this.#quota.note(digest(credential), { remaining, resetMs: this.#readWait(headers) });
  }

  /** When to come back, milliseconds, where the provider says. */
  #readWait(headers: Dispatcher.ResponseData['headers']): number | undefined {
    const { now, readsQuota } = this.options;
    const wait = parseRetryAfter(headerText(headers, 'retry-after'), now());
    return (
      wait ?? (readsQuota ? parseRetryAfter(headerText(headers, 'x-ratelimit-reset'), now()) : undefined)
    );
  }

  async #readAnswer({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<unknown> {
    if (statusCode !== 200)
      throw await this.#readFailure({ statusCode, headers, body } as Dispatcher.ResponseData);
    const type = headerText(headers, 'content-type');
    const encoding = headerText(headers, 'content-encoding');
    if (type !== undefined && !JSON_TYPE.test(type)) throw discard(body, 'not JSON');
    if (encoding !== undefined && encoding !== 'identity')
      throw discard(body, 'an encoding nobody asked for');
    return parseJsonBytes(await readBytes(body, BODY_BYTES_MAX));
  }

  async #readFailure({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<BillingError> {
    const refusal = await readBytes(body, ERROR_BODY_BYTES_MAX).then(
      (bytes) => readRefusal(toJsonOrNothing(bytes)),
      () => readRefusal(undefined),
    );
    const requestId = headerText(headers, 'x-request-id') ?? headerText(headers, 'request-id');
    return toFailure(statusCode, {
      provider: this.options.provider,
      upstream: {
        status: statusCode,
        requestId: requestId !== undefined && HARMLESS_REQUEST_ID.test(requestId) ? requestId : undefined,
      },
      // A quota's reset is when to come back only for one who was turned away.
      retryAfterMs:
        statusCode === 429
          ? this.#readWait(headers)
          : parseRetryAfter(headerText(headers, 'retry-after'), this.options.now()),
      refusal,
    });
  }

  #toBillingError(error: unknown): BillingError {
    const { provider } = this.options;
    if (error instanceof BillingError) return error.from(provider);
    if (isProtocolError(error)) return this.#toBillingError(unreadable('it breaks the rules of HTTP'));
    return new BillingError(
      'UPSTREAM_UNAVAILABLE',
      'The provider could not be reached, or broke off its answer.',
      { provider },
    );
  }
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

function headerText(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function discard(body: Dispatcher.ResponseData['body'], why: string): BillingError {
  body.on('error', () => undefined).destroy();
  return unreadable(why);
}

function toCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function toJsonOrNothing(bytes: Buffer): unknown {
  try {
    return parseJsonBytes(bytes);
  } catch {
    return undefined;
  }
}

function isProtocolError(error: unknown): boolean {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return (
    name === 'HTTPParserError' ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
  );
}

/** Two credentials never share a key, and the key can be kept without keeping the token. */
function digest(credential: string): string {
  return createHash('sha256').update(credential).digest('base64url');
}
