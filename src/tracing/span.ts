/** What is told of a piece of work: words of ours, names and figures. Never a token, an id of a tenant, or a row. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** How a piece of work begins. */
export interface SpanOptions {
  /** `client`: a call to a provider. Left out: work of our own. */
  readonly kind?: 'client';
  readonly attributes?: SpanAttributes;
  /** Those that led to it, beside the one that it is part of. */
  readonly links?: readonly Span[];
}

/**
 * A piece of work in a trace. It is handed on to what is done for it, as an argument: nobody looks for it, so nothing is paid for
 * where there is none.
 */
export interface Span {
  /** As W3C Trace Context has it in a header. */
  readonly traceparent: string;
  /** Begins a part of it. */
  begin(name: string, options?: SpanOptions): Span;
  rename(name: string): void;
  note(attributes: SpanAttributes): void;
  /** Says that the other one led to it as well. */
  link(other: Span): void;
  /** Only the first time counts. `failure` is a word for what went wrong; left out: nothing did. */
  end(failure?: string): void;
}

/** What a caller says of the trace that its request is part of, as it came. */
export interface CallersTrace {
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
}

/** Begins the work that a request asks for, as part of its caller's trace where that is told. */
export type BeginTrace = (name: string, caller: CallersTrace, attributes: SpanAttributes) => Span;
