import type { JsonObject, JsonValue } from '../json.js';
import type { Provider } from '../tokens.js';

/** Edits the normal JSON answer before it is sent. A row is an invoice, or the one object of the answer. */
export interface PatchFault {
  kind: 'patch';
  /** Which rows `set`, `unset`, `replaceRow` and `removeRow: true` touch. Default `all`. */
  rows?: 'all' | number;
  /** Keys may be paths: `lines.0.amount`. */
  set?: JsonObject;
  unset?: string[];
  /** Put beside the rows: `has_more`, cursors, Northflank's `pagination` keys. */
  page?: JsonObject;
  pageUnset?: string[];
  /** An index, or true for the rows chosen by `rows`. */
  removeRow?: number | true;
  replaceRow?: JsonValue;
}

export type Fault =
  | { kind: 'none' }
  | { kind: 'latency'; ms: number; then?: Fault }
  | { kind: 'status'; status: number; body?: JsonValue; headers?: Record<string, string> }
  | { kind: 'rateLimit'; retryAfter?: string | number }
  /** The connection is reset: before any byte, or after this many bytes of the body. */
  | { kind: 'reset'; afterBytes?: number }
  /** `full` promises the whole length and hangs up early; `actual` is a complete answer of cut JSON. */
  | { kind: 'truncate'; bytes: number; contentLength?: 'full' | 'actual' }
  | { kind: 'hang' }
  | { kind: 'drip'; bytesPerTick: number; tickMs: number }
  | { kind: 'html'; status: number }
  | { kind: 'redirect'; status: number; location: string }
  | { kind: 'raw'; status?: number; headers?: Record<string, string>; body?: string; bodyBase64?: string }
  | PatchFault
  | { kind: 'echoAuthorization'; status?: number }
  /** One per matching call, then normal answers again. */
  | { kind: 'sequence'; faults: Fault[] };

export interface FaultMatch {
  provider?: Provider;
  method?: string;
  token?: string;
  /** Part of the route template. */
  route?: string;
  /** Part of the raw path and query. */
  path?: string;
}

export interface FaultRule {
  match?: FaultMatch;
  fault: Fault;
  /** How many matching calls are hit. Default: all. */
  times?: number;
  /** How many matching calls pass first. Default: none. */
  skip?: number;
}
