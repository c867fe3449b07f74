import { Pool } from 'undici';
import type { ProviderName } from '../errors/provider-name.js';
import type { ReadRefusals } from '../errors/refusal.js';
import type { Documents } from './answer/drift-watch.js';
import type { Call } from './call.js';
import type { UpstreamCallReport } from './call-report.js';
import { createConnector } from './connector.js';
import { toError } from '../errors/settle.js';
import { Exchange } from './exchange.js';
import { createHttpExchange } from './http-exchange.js';
import { toPipeline, type Next, type Policy, type PolicyOptions } from './policy.js';
import type { UpstreamRequest } from './upstream-request.js';
import { toPrefix, toUpstreamPath } from './upstream-url.js';

/** What a deployment decides about the calls to one provider. */
export interface TransportSettings extends Omit<PolicyOptions, 'provider'> {
  readonly baseUrl: URL;
  readonly onCall: (report: UpstreamCallReport) => void;
}

/** What is a provider's own about the calls to it. */
export interface TransportRules {
  /** In their order, the outermost first. */
  readonly policies: (options: PolicyOptions) => readonly Policy[];
  /** Whether `x-ratelimit-remaining` and `-reset` (seconds left) speak of the credential's quota. */
  readonly readsQuota?: boolean;
  /** The provider's own reading of an answer that is no success; left out: its status says all. */
  readonly readRefusals?: ReadRefusals;
  /** What each route is documented to answer with; of what is left out, no new fields are noticed. */
  readonly documents?: Documents;
}

export interface HttpTransportOptions extends TransportSettings, TransportRules {
  readonly provider: ProviderName;
}

/** A host that is there accepts a connection long before this, wherever it is. */
const CONNECT_TIMEOUT_MS_MAX = 3000;

/**
 * One provider's HTTP. A call has one deadline from its beginning to the last byte, a bounded body, no redirects, and
 * ends as parsed JSON or as a BillingError that holds nothing of what the provider wrote.
 */
export class HttpTransport {
  readonly #pool: Pool;
  readonly #send: Next;
  readonly #prefix: string;

  constructor(options: HttpTransportOptions) {
    this.#prefix = toPrefix(options.baseUrl);
    this.#pool = new Pool(options.baseUrl.origin, {
      connections: options.callsAtOnce.perProvider,
      connect: createConnector(Math.min(options.timeoutMs, CONNECT_TIMEOUT_MS_MAX)),
      // The call's own deadline is the one that counts, however long it is.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#send = toPipeline(options.policies(options), createHttpExchange(this.#pool, options));
  }

  /** The parsed answer. What a policy refuses at once is a rejection, too. */
  send(request: UpstreamRequest, call: Call): Promise<unknown> {
    try {
      const path = toUpstreamPath(this.#prefix, request.segments, request.query);
      return this.#send(new Exchange(request, call, path));
    } catch (refusal) {
      return Promise.reject(toError(refusal));
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}
