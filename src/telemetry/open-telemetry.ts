import {
  diag,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span as OtelSpan,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { BeginTrace, Span, SpanAttributes, SpanOptions } from '../tracing/span.js';
import { parseTraceparent } from './traceparent.js';

/** Traces as they are kept and sent. */
export interface Telemetry {
  readonly beginTrace: BeginTrace;
  /** Sends what is left, within a bound of time. */
  close(): Promise<void>;
}

export interface TelemetryOptions {
  readonly version: string;
  /** How long a collector has for what it is sent, being asked again included. The end of the process waits no longer. */
  readonly timeoutMs: number;
  /** Told each time that traces could not be sent. */
  readonly onFailure: () => void;
}

/** Longer ones are cut: nobody needs more of a name. */
const VALUE_LENGTH_MAX = 200;

/**
 * Begins to send traces to where `OTEL_EXPORTER_OTLP_ENDPOINT` says. The library reads `OTEL_*` of the environment by itself:
 * the service's name, the sampler, how spans are gathered. Loaded only where an endpoint is set.
 */
export function startTelemetry({ version, timeoutMs, onFailure }: TelemetryOptions): Telemetry {
  const quiet = (): void => undefined;
  diag.setLogger({ error: onFailure, warn: onFailure, info: quiet, debug: quiet, verbose: quiet });
  const own = resourceFromAttributes({ 'service.name': 'billing-graphql', 'service.version': version });
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ timeoutMillis: timeoutMs }))],
    generalLimits: { attributeValueLengthLimit: VALUE_LENGTH_MAX },
  });
  const tracer = provider.getTracer('billing-graphql', version);
  return {
    beginTrace: (name, { traceparent, tracestate }, attributes) => {
      const caller = parseTraceparent(traceparent, tracestate);
      const context = caller ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
      const options = { kind: SpanKind.SERVER, attributes: toAttributes(attributes) };
      return new TracedWork(tracer, tracer.startSpan(name, options, context));
    },
    close: async () => within(provider.shutdown(), timeoutMs),
  };
}

/** Our own face of a span. */
class TracedWork implements Span {
  readonly #context: Context;
  #isOver = false;

  constructor(
    private readonly tracer: Tracer,
    private readonly span: OtelSpan,
  ) {
    this.#context = trace.setSpan(ROOT_CONTEXT, span);
  }

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  begin(name: string, { kind, attributes = {}, links = [] }: SpanOptions = {}): Span {
    const options = {
      kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
      attributes: toAttributes(attributes),
      links: links.flatMap((link) => (link instanceof TracedWork ? [{ context: link.#spanContext }] : [])),
    };
    return new TracedWork(this.tracer, this.tracer.startSpan(name, options, this.#context));
  }

  get #spanContext(): SpanContext {
    return this.span.spanContext();
  }

  rename(name: string): void {
    this.span.updateName(name);
  }

  note(attributes: SpanAttributes): void {
    this.span.setAttributes(toAttributes(attributes));
  }

  link(other: Span): void {
    if (other instanceof TracedWork) this.span.addLink({ context: other.#spanContext });
  }

  end(failure?: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (failure !== undefined) {
      this.span.setAttribute('error.type', failure);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

function toAttributes(attributes: SpanAttributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** Resolves when it is done, has failed, or the time is over. */
async function within(done: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([done.catch(() => undefined), over]);
  clearTimeout(timer);
}
