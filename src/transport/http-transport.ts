import { createHash } from 'node:crypto';
import { Pool } from 'undici';
import type { ProviderName } from '../errors/provider-name.js';
import type { Calls } from '../calls/call-budget.js';
import { BillingError } from '../errors/billing-error.js';
import type { ReadRefusals } from '../errors/refusal.js';
import type { Call } from './call.js';
import { Deadline } from './policies/deadline.js';
import { InFlight } from './policies/in-flight.js';
import { Outages } from './policies/outages.js';
import { Quota } from './policies/quota.js';
import { readRateLimit } from './answer/rate-limit.js';
import { readAnswer } from './answer/read-answer.js';
import { unreadable } from './answer/read-body.js';
import { toUpstreamPath } from './upstream-url.js';

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  /** Names the route in logs; ids left out. */
  readonly route: string;
  /** Path segments below the base, not encoded. */
  readonly segments: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What pays for the call. */
  readonly purse: Calls;
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
  /** The provider's own reading of an answer that is no success; left out: its status says all. */
  readonly readRefusals?: ReadRefusals;
}

/** More than all waiting clients together use, so that no call queues behind another. */
const CONNECTIONS_MAX = 512;
/** A host that is there accepts a connection long before this, wherever it is. */
const CONNECT_TIMEOUT_MS_MAX = 3000;

/** One HTTP exchange, for everybody who waits for its answer. */
interface Exchange {
  readonly request: UpstreamRequest;
  readonly path: string;
  readonly call: Call;
  readonly credentialKey: string;
  readonly signal: AbortSignal;
}

/**
 * One provider's HTTP. A call has one deadline from start to last byte, a bounded body, no redirects, and ends
 * as parsed JSON or as a BillingError that holds nothing of what the provider wrote.
 */
export class HttpTransport {
  readonly #pool: Pool;
  readonly #inFlight = new InFlight<unknown>();
  readonly #quota: Quota;
  readonly #outages: Outages;

  constructor(private readonly options: HttpTransportOptions) {
    this.#quota = new Quota(options.provider, options.now);
    this.#outages = new Outages(options.provider, options.now);
    this.#pool = new Pool(options.baseUrl.origin, {
      connections: CONNECTIONS_MAX,
      connect: { timeout: Math.min(options.timeoutMs, CONNECT_TIMEOUT_MS_MAX) },
    });
  }

  /** Equal GETs of one credential that are under way at once are one call; a POST is always its own. */
  async send(request: UpstreamRequest, call: Call): Promise<unknown> {
    const path = toUpstreamPath(this.options.baseUrl, request.segments, request.query);
    const key = JSON.stringify([this.options.provider, path, request.body]);
    const known = call.memory.get(key);
    if (known) return known;
    while (request.purse.left <= 0 && (await request.purse.willHaveOne()));
    const answer = this.send2(request, call, path);
    call.memory.set(key, answer);
    answer.catch((e: unknown) => {
      if ((e as BillingError).code === 'QUERY_TOO_COSTLY') call.memory.delete(key);
    });
    return answer;
  }
  async send2(request: UpstreamRequest, call: Call, path: string): Promise<unknown> {
    const credentialKey = digest(call.credential);
    this.#quota.assertLeft(credentialKey);
    this.#outages.assertUp(credentialKey);
    const flight = `${credentialKey} ${path}`;
    // Who joins a call that is under way makes none.
    if (request.method === 'POST' || !this.#inFlight.has(flight)) request.purse.take();
    const start = async (signal: AbortSignal): Promise<unknown> =>
      this.#exchange({ request, path, call, credentialKey, signal });
    if (request.method === 'POST') return start(call.signal);
    return this.#inFlight.share(flight, call.signal, start);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #exchange({ request, path, call, credentialKey, signal }: Exchange): Promise<unknown> {
    const { provider, timeoutMs, onCall, now, readsQuota = false, readRefusals } = this.options;
    const startedAtMs = now();
    const deadline = new Deadline(timeoutMs, signal);
    let status: number | null = null;
    this.#outages.noteCall(credentialKey);
    try {
      const response = await this.#pool.request({
        method: request.method,
        path,
        headers: toHeaders(request, call),
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: deadline.signal,
      });
      status = response.statusCode;
      const rateLimit = readRateLimit(status, response.headers, { readsQuota, nowMs: now() });
      this.#quota.note(credentialKey, rateLimit);
      const answer = await readAnswer(response, provider, rateLimit, readRefusals);
      this.#outages.noteAnswer(credentialKey);
      return answer;
    } catch (thrown) {
      const error = this.#toBillingError(deadline.signal.aborted ? deadline.signal.reason : thrown);
      if (signal.aborted) this.#outages.noteLeft(credentialKey);
      else if (ranOutOfTime(error)) this.#outages.noteTimeout(credentialKey, startedAtMs);
      else this.#outages.noteAnswer(credentialKey);
      throw error;
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

  #toBillingError(error: unknown): BillingError {
    const { provider } = this.options;
    if (error instanceof BillingError) return error.from(provider);
    if ((error as { code?: unknown }).code === 'UND_ERR_CONNECT_TIMEOUT')
      return new BillingError('UPSTREAM_TIMEOUT', 'The provider accepted no connection in time.', {
        provider,
      });
    if (isProtocolError(error)) return unreadable('it breaks the rules of HTTP').from(provider);
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

/** Not the provider's own word that it waited in vain for another service: that came as an answer. */
function ranOutOfTime({ code, details }: BillingError): boolean {
  return code === 'UPSTREAM_TIMEOUT' && details.upstream === undefined;
}

function isProtocolError(error: unknown): boolean {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return (
    name === 'HTTPParserError' ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'
  );
}

/** Two credentials never share a key, whatever the case of their scheme, and the key does not hold the token. */
function digest(credential: string): string {
  const token = credential.replace(/^bearer /i, '');
  return createHash('sha256').update(token).digest('base64url');
}
