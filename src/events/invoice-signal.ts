import type { BillingAccount } from '../accounts/billing-account.js';
import type { InvoiceChangeCause } from './diff-heads.js';

/** Tells that something changed, and nothing of what: whoever wants to know reads it anew. */
export interface InvoiceSignal {
  /** Larger than that of every signal before it in this process. */
  readonly ordinal: number;
  readonly account: BillingAccount;
  /** Null with RESYNC. */
  readonly invoiceId: string | null;
  readonly cause: InvoiceChangeCause;
  /** When it was seen here, RFC 3339, UTC. No provider's clock. */
  readonly observedAt: string;
}

/** Told in place of a signal: an account cannot be read for now, or the stream ends. */
export interface SignalFailure {
  readonly failure: Error;
  /** Whether nothing follows. */
  readonly isLast: boolean;
}

/** What a stream is told: a change, or why there is none to tell. */
export type Observed = InvoiceSignal | SignalFailure;

export function isFailure(observed: Observed): observed is SignalFailure {
  return 'failure' in observed;
}
