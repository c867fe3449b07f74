import type { Calls } from '../calls/call-budget.js';

/** On whose behalf, and within which bounds, an upstream call is made. One for each provider and operation. */
export interface Call {
  /** The whole `Authorization` value. Its syntax has been checked, so it can stand in a header. */
  readonly credential: string;
  /** Aborted when the client goes away or the operation's time is up; the reason is the error to report. */
  readonly signal: AbortSignal;
  /** What pays for a request that names no purse of its own. */
  readonly budget: Calls;
  /** What the operation has read at this provider. */
  readonly memory: Map<string, Promise<unknown>>;
  /** Sent upstream as `x-request-id`. */
  readonly correlationId: string;
}
