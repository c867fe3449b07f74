import type { ProviderName } from '../errors/provider-name.js';

/** What is known of an upstream call when it is sent. */
export interface SentCall {
  readonly provider: ProviderName;
  /** The method and the provider's route; ids left out. */
  readonly route: string;
  /** Rows asked for; absent where the route has no pages. */
  readonly rows?: number | undefined;
  /** Which attempt it is, from 2; absent at the first one. */
  readonly attempt?: number | undefined;
}

/** One upstream call of an operation, as its caller is told of it. It names nobody: no ids, and nothing of its contents. */
export interface MadeCall extends SentCall {
  /** What it was made for, in words; absent where the route says it all. */
  readonly why?: string | undefined;
  /** HTTP status; null: no answer has come. */
  status: number | null;
  /** From sending to the last byte; null: it has not ended. */
  durationMs: number | null;
}
