import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { UpstreamCallReport } from '../transport/call-report.js';
import type { StoreOutcome } from '../transport/stores/redis-link.js';
import type { Drift } from '../wire/drift.js';
import { LiveMetrics } from './live-metrics.js';
import { TallyHistogram } from './tally-histogram.js';

const DURATION_BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Gauges of the library's with names of counters. Each is the sum of one that is left. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/** What `/metrics` answers: the figures of a process, or of several in one. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

let ofProcess: Registry | undefined;

/** One for all servers of a process: whoever collects these is not let go of any more. */
function figuresOfProcess(): Registry {
  if (ofProcess) return ofProcess;
  ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  for (const name of MISNAMED) ofProcess.removeSingleMetric(name);
  return ofProcess;
}

/** Figures for Prometheus. Labels come from closed lists: no id, no tenant, no operation text. */
export class Metrics implements MetricsPage {
  readonly #registry = Registry.merge([figuresOfProcess()]);
  readonly #requests: TallyHistogram;
  readonly #upstreamCalls: TallyHistogram;
  readonly #retries: Counter<'provider'>;
  readonly #cacheLookups: Counter<'provider' | 'outcome'>;
  readonly #storeOutcomes: Counter<'outcome'>;
  readonly #errors: Counter<'code'>;
  readonly #drift: Counter<'provider' | 'object' | 'kind'>;
  readonly #droppedConnections: Counter;
  readonly #overloads: Counter;
  readonly live: LiveMetrics;

  constructor() {
    const registers = [this.#registry];
    this.#requests = new TallyHistogram({
      name: 'billing_http_request_duration_seconds',
      help: 'HTTP requests by route and status.',
      labelNames: ['route', 'status'],
      buckets: DURATION_BUCKETS_SECONDS,
      registry: this.#registry,
    });
    this.#upstreamCalls = new TallyHistogram({
      name: 'billing_upstream_call_duration_seconds',
      help: 'Calls to the providers by route and status; status "none" where no answer came.',
      labelNames: ['provider', 'route', 'status'],
      buckets: DURATION_BUCKETS_SECONDS,
      registry: this.#registry,
    });
    this.#retries = new Counter({
      name: 'billing_upstream_retries_total',
      help: 'Calls to the providers that were made again after a failure; they are among the calls.',
      labelNames: ['provider'],
      registers,
    });
    this.#cacheLookups = new Counter({
      name: 'billing_cache_lookups_total',
      help: 'Reads that may be kept, by whether they were; a hit is no call to the provider.',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    this.#storeOutcomes = new Counter({
      name: 'billing_store_outcomes_total',
      help: 'What became of what the shared store was asked for: hit, miss, error, timeout; away: it was in trouble and not asked.',
      labelNames: ['outcome'],
      registers,
    });
    this.#errors = new Counter({
      name: 'billing_graphql_errors_total',
      help: 'Errors in answers by code.',
      labelNames: ['code'],
      registers,
    });
    this.#drift = new Counter({
      name: 'billing_provider_drift_total',
      help: "What came otherwise than a provider's documents say, by object and kind: field, status, type, header.",
      labelNames: ['provider', 'object', 'kind'],
      registers,
    });
    this.#droppedConnections = new Counter({
      name: 'billing_http_connections_dropped_total',
      help: 'Connections that were closed unread because as many as are allowed had a request.',
      registers,
    });
    this.#overloads = new Counter({
      name: 'billing_http_requests_refused_total',
      help: 'Requests that were refused unread because more was under way than could be done in time.',
      registers,
    });
    this.live = new LiveMetrics(this.#registry);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** The same as data, for processes whose figures are added up. */
  async figures(): Promise<readonly object[]> {
    return this.#registry.getMetricsAsJSON();
  }

  countRequest(route: string, status: number, durationMs: number): void {
    this.#requests.observe(durationMs / 1000, route, String(status));
  }

  countUpstreamCall({ provider, route, status, durationMs, attempt }: UpstreamCallReport): void {
    this.#upstreamCalls.observe(durationMs / 1000, provider, route, String(status ?? 'none'));
    if (attempt > 1) this.#retries.inc({ provider });
  }

  countCacheLookup(provider: string, outcome: 'hit' | 'miss'): void {
    this.#cacheLookups.inc({ provider, outcome });
  }

  countStoreOutcome(outcome: StoreOutcome): void {
    this.#storeOutcomes.inc({ outcome });
  }

  countDrift({ provider, object, kind }: Drift): void {
    this.#drift.inc({ provider, object, kind });
  }

  countDroppedConnection(): void {
    this.#droppedConnections.inc();
  }

  countOverload(): void {
    this.#overloads.inc();
  }

  /** @param readUnderWay how many requests are under way, asked whenever the figures are read */
  gaugeRequests(readUnderWay: () => number): void {
    new Gauge({
      name: 'billing_http_requests_in_flight',
      help: 'Requests that were admitted and are not answered yet.',
      registers: [this.#registry],
      collect() {
        this.set(readUnderWay());
      },
    });
  }

  countError(code: unknown): void {
    this.#errors.inc({ code: String(code) });
  }
}
