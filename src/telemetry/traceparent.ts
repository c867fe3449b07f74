import { createTraceState, isSpanContextValid, type SpanContext } from '@opentelemetry/api';

/** Version, trace, span and flags. Later versions may have more behind them. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?$/;

const TRACESTATE_LENGTH_MAX = 512;

/**
 * The caller's span, by the headers of W3C Trace Context; undefined where there is none, or one that is malformed: then the
 * trace begins here, as the recommendation has it.
 */
export function parseTraceparent(
  traceparent: string | undefined,
  tracestate: string | undefined,
): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (version === undefined || (version === '00' && more !== undefined)) return undefined;
  const isSane = tracestate !== undefined && tracestate.length <= TRACESTATE_LENGTH_MAX;
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(isSane && { traceState: createTraceState(tracestate) }),
  };
  return isSpanContextValid(context) ? context : undefined;
}
