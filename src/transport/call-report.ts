import type { ProviderName } from '../errors/provider-name.js';

/** One upstream call that has ended, for logs and metrics. Holds nothing of its contents. */
export interface UpstreamCallReport {
  readonly provider: ProviderName;
  readonly route: string;
  /** Null: no answer came. */
  readonly status: number | null;
  /** Why there was no good answer, in few words; null: there was one. See `answer/failure-cause.ts`. */
  readonly cause: string | null;
  /** From sending to the last byte, to the tenth of a millisecond. */
  readonly durationMs: number;
  /** Above 1: the call failed before, and was made again. */
  readonly attempt: number;
  readonly correlationId: string;
}
